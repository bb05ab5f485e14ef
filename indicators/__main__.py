"""`python -m indicators`: the catalogue, places, sources and values, and the check of a file."""

import sys

from indicators.cli.commands import main

if __name__ == "__main__":
    sys.exit(main())
