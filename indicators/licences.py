"""The licences of the figures, listed per source as a document that travels with the data."""

from collections.abc import Mapping

from indicators.sources import Source

HEAD = """# Licences and attributions of the figures

The code is under the licence in LICENSE. The figures are their producers' and keep their own terms,
listed here per source; outlines have theirs in boundaries/README.md. Made by
`python -m indicators build`: change the tables in sources/, not this file.
"""


def document(sources: Mapping[str, Source]) -> str:
    """Return the list as Markdown, one section a source, in the order of their ids."""
    return "\n".join([HEAD, *(_section(sources[key]) for key in sorted(sources))])


def _section(source: Source) -> str:
    lines = [
        f"## {source.id}",
        "",
        f"* {source.citation}",
        f"* Producer: {source.producer}",
        f"* Licence: {source.licence}",
        f"* May be redistributed: {'yes' if source.redistributable else 'no'}",
    ]
    if source.attribution:
        lines.append(f"* Credit: {source.attribution}")
    if source.link:
        lines.append(f"* {source.link}")
    return "\n".join([*lines, ""])
