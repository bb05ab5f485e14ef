"""The texts of the data's tables as messages, for the catalogues of the languages.

The screen shows the notes of figures and the titles of sources in the reader's
language; :mod:`babel.messages` collects them through :func:`extract`, as it
collects the texts of the code.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any


def extract(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield line, no function name, text and no comments for each different text of a CSV table.

    The arguments are those that Babel passes to every extractor; `options`
    names in `columns`, spaces between them, the columns that hold texts. A
    table without them has no messages.
    """
    table = csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""))
    columns = [name for name in options["columns"].split() if name in (table.fieldnames or ())]
    seen = {""}
    for row in table:
        for name in columns:
            if row[name] not in seen:
                seen.add(row[name])
                yield table.line_num, None, row[name], []
