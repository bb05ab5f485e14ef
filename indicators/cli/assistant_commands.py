"""The command that serves one assistant over standard input and output."""

import argparse
import asyncio

from indicators.cli.console import WELL
from indicators.cli.file_commands import folders_of
from indicators.web import app_state


def serve(options: argparse.Namespace) -> int:
    """Serve the tools to the program that started this one, until it closes the input.

    The data are read before the first question; a fault in them ends the command as it ends every other.
    """
    from indicators.assistants.server import make_server, serve_stdio

    dataset = app_state.read_published(folders_of(options)).dataset
    asyncio.run(serve_stdio(make_server(lambda: dataset, app_state.public_address)))
    return WELL
