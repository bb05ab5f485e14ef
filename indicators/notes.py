"""The notes of a table as messages, for the catalogues of the languages.

The screen shows a note in the reader's language; :mod:`babel.messages` collects
it from the tables through :func:`messages`, as it collects those of the code.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any


def messages(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield line, no function name, note and no comments for each different `note` of a CSV table.

    The arguments are those that Babel passes to every extractor; a table
    without the column has no messages.
    """
    table = csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""))
    seen = {""}
    for row in table:
        note = row.get("note") or ""
        if note not in seen:
            seen.add(note)
            yield table.line_num, None, note, []
