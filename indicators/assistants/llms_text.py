"""`/llms.txt`: what this server is and where a program that reads for a person should look (llmstxt.org)."""

from indicators.assistants.offers import INSTRUCTIONS, OFFERS, TITLE
from indicators.store.dataset import Dataset

DOORS = (
    ("Data", (
        ("/api/v1/", "API", "JSON and CSV, read-only: figures, rankings, comparisons, with their verdicts"),
        ("/data/datapackage.json", "Data package", "every figure with its verdict, perimeter, source and licence"),
        ("/catalog.jsonld", "Catalogue", "DCAT-AP, also as /catalog.ttl"),
        ("/croissant.json", "Croissant", "the same for machine learning"),
        ("/sdmx/structure.xml", "SDMX structure", "of /sdmx/sdg.csv, the official SDG indicators"),
    )),
    ("Pages", (
        ("/sources", "Sources", "every source with its licence"),
        ("/availability", "Availability", "what is published of which city, and what is not"),
        ("/changes", "Changes", "what changed with each release"),
    )),
)  # fmt: skip
"""What is offered besides the tools: address, name, what it is."""


SUMMARY = (
    "Casablanca's water, energy, land and carbon beside its peer cities, on published figures, mapped to SDG targets. "
    "Every figure has its source, year, perimeter and a verdict on whether it may be compared."
)


def llms_text(dataset: Dataset, public: str, doors: tuple[str, ...]) -> str:
    """Return the text; `public` is what addresses begin with, `doors` the addresses that this server answers."""
    lines = [
        f"# {TITLE}",
        "",
        f"> {SUMMARY}",
        "",
        f"Data version {dataset.version}. Made for people who quote figures in public.",
        "",
        *INSTRUCTIONS.splitlines(),
        "",
        "## Tools",
        "",
        f"- [Model Context Protocol]({public}/mcp): streamable HTTP, no key; also `python -m indicators mcp`",
        *(f"- `{name}`: {offer.description}" for name, offer in OFFERS.items()),
    ]
    for title, listed in DOORS:
        open_doors = [door for door in listed if door[0] in doors]
        if open_doors:
            lines += ["", f"## {title}", ""]
            lines += [f"- [{name}]({public}{path}): {description}" for path, name, description in open_doors]
    return "\n".join([*lines, ""])
