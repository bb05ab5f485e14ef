"""Citations: source lines, attributions, how to cite a chart, and the licences of all sources as a document."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from indicators.language.translator import N_, Translator, text
from indicators.model.sources import Source
from indicators.text.formatting import commas, moment, semicolons
from indicators.text.labels import HomeTranslator


def source_line(sources: Iterable[Source], language: str) -> str:
    """Return producers and titles, each source once: `HCP, census 2024; UN DESA, ...`.

    A producer that its title begins with is not stated twice.
    """
    return semicolons(dict.fromkeys(_named(source, language) for source in sources), language)


def _named(source: Source, language: str) -> str:
    t = Translator(language)
    producer, title = t(source.producer), t(source.title)
    return title if title.startswith(producer) else commas((producer, title), language)


LONGEST_SHORT_LINE = 150
"""Letters of a source line in a room: two lines on the smallest projector."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ACRONYM = re.compile(r"^(?P<name>.*\S)\s*\((?P<inside>[^()]*)\)$")


def short_producer(source: Source, language: str) -> str:
    """Return a producer as a room reads it, with the year of the publication or of its title: `HCP 2024`.

    Of a name with another in parentheses it is the shorter one.
    """
    name = Translator(language)(source.producer)
    year = source.published[:4] or next(iter(reversed(_YEAR.findall(source.title))), "")
    both = _ACRONYM.match(name)
    if both is not None:
        name = min(both["name"], both["inside"], key=len)
    return f"{name} {year}".rstrip()


def short_source_line(sources: Iterable[Source], language: str) -> str:
    """Return the producers and years of sources on one line of a slide, each once; empty without any.

    Those that find no room in :data:`LONGEST_SHORT_LINE` letters are counted: the full line stands beside every table.
    """
    t = Translator(language)
    names = list(dict.fromkeys(short_producer(source, language) for source in sources))
    count = len(names)
    while count > 1 and len(semicolons(names[:count], language)) > LONGEST_SHORT_LINE - (
        12 if count < len(names) else 0
    ):
        count -= 1
    if not names:
        return ""
    line, more = semicolons(names[:count], language), len(names) - count
    if not more:
        return t("Source: {sources}", sources=line)
    return t.plural("Source: {sources}; {n} more", "Source: {sources}; {n} more", more, sources=line)


def attributions(sources: Iterable[Source], language: str) -> list[str]:
    """Return the credits that licences ask for, each once."""
    t = Translator(language)
    return list(dict.fromkeys(t(source.attribution) for source in sources if source.attribution))


def citation(title: str, sources: Iterable[Source], version: str, link: str, t: HomeTranslator) -> str:
    """Return the full citation of a chart: its title, every source, the data version, and its link if it is public.

    Where it is known when a source was read, that stands with it.
    """
    plain = Translator(t.language)
    cited = " ".join(dict.fromkeys(f"{_with_access(source, plain)}." for source in sources))
    words = N_("“{title}” {sources} {home} smart-city indicators, data version {version}.")
    if is_public(link):
        words = N_("“{title}” {sources} {home} smart-city indicators, data version {version}, {link}")
    return t(words, title=title, sources=cited, version=version, link=link)


def _with_access(source: Source, t: Translator) -> str:
    stated = t(source.citation).rstrip(".")
    if not source.accessed:
        return stated
    return t(N_("{citation} (accessed {date})"), citation=stated, date=moment(source.accessed, t.language))


def is_public(link: str) -> bool:
    """Return whether a link names its server; one that begins with a slash is good within the application alone."""
    return not link.startswith("/")


def error_report(contact: str, indicator: str, place: str, version: str, link: str, language: str) -> str:
    """Return a mail link with the figure's indicator, place, version and address filled in."""
    subject = N_("Error in a figure: {indicator}, {place}")
    body = N_(
        "Indicator: {indicator}\nPlace: {place}\nData version: {version}\nAddress: {link}\n\n"
        "What is wrong, and where the right figure is published:\n"
    )
    filled_in = {"indicator": indicator, "place": place, "version": version, "link": link}
    return _mail(contact, text(language, subject, **filled_in), text(language, body, **filled_in))


def page_report(contact: str, page: str, version: str, link: str, language: str) -> str:
    """Return a mail link about a page, with its title, the data version and its address filled in."""
    body = N_("Page: {page}\nData version: {version}\nAddress: {link}\n\nWhat is wrong or missing:\n")
    subject = text(language, N_("About the page {page}"), page=page)
    return _mail(contact, subject, text(language, body, page=page, version=version, link=link))


def _mail(contact: str, subject: str, body: str) -> str:
    return f"mailto:{quote(contact, safe='@')}?subject={quote(subject)}&body={quote(body)}"


def cited(sources: Mapping[str, Source], ids: Iterable[object]) -> list[Source]:
    """Return the sources of `ids`, each once, in order of first use."""
    return [sources[key] for key in dict.fromkeys(str(item) for item in ids) if key in sources]


HEAD = """# Licences and attributions of the figures

The code is under the licence in LICENSE. The figures are their producers' and keep their own terms,
listed here per source; outlines have theirs in boundaries/README.md. Made by
`python -m indicators build`: change the tables in sources/, not this file.
"""


def document(sources: Mapping[str, Source]) -> str:
    """Return the list as Markdown, one section a source, in the order of their ids."""
    return "\n".join([HEAD, *(_section(sources[key]) for key in sorted(sources))])


def _section(source: Source) -> str:
    credit = f"* Credit: {source.attribution}\n" if source.attribution else ""
    link = f"* {source.link}\n" if source.link else ""
    return f"""## {source.id}

* {source.citation}
* Producer: {source.producer}
* Licence: {source.licence}
* May be redistributed: {"yes" if source.redistributable else "no"}
{credit}{link}"""
