"""Messages: what is collected from code, templates and tables, and that each language has all of it."""

import ast
import io
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from indicators.analysis import verdicts
from indicators.language.translator import table_texts
from indicators.model import vocabulary
from indicators.text import citations
from tests.helpers.languages import ROOT, TRANSLATED, catalogue, collected, faults_of_type, forms, placeholders
from tests.helpers.languages import messages as of

pytestmark = pytest.mark.slow

PAIRS = {"plural", "Counted"}
"""What takes a message in two forms."""

MARKING = {"t", "N_", *PAIRS}
SCREEN = (
    "app.py", "pages", "indicators/charts", "indicators/claims/indicator_claims.py", "indicators/claims/sentences.py",
    "indicators/text/citations.py", "indicators/web/search.py",
)  # fmt: skip
NOT_SCREEN = {
    ROOT / "pages" / "server" / name
    for name in (
        "routes.py", "lifespan.py", "observing.py", "streamlit_page.py", "streamlit_bridge.py",
        "chart_drawings.py", "first_html.py",
    )
}  # fmt: skip
"""These speak to the operator's terminal and log, to other programs, or name what Streamlit says and its files."""


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return collected(tmp_path_factory.mktemp("messages"))


def python_files(*places: str) -> list[Path]:
    paths = [ROOT / place for place in places]
    return [file for path in paths for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call that marks or translates a text, with the last name of its function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in MARKING:
                yield name, node


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_texts_of_a_table() -> None:
    table = "place,value,note\nanfa,1,Doubtful.\nmaarif,2,\nsbata,3,“Close to”.\nbelyout,4,Doubtful.\n"
    found = list(table_texts(io.BytesIO(table.encode()), (), (), {"columns": "note remark"}))
    assert found == [(2, None, "Doubtful.", []), (4, None, "“Close to”.", [])]


def test_a_table_without_texts_has_no_messages() -> None:
    assert list(table_texts(io.BytesIO(b"place,value\nanfa,1\n"), (), (), {"columns": "note"})) == []
    assert list(table_texts(io.BytesIO(b""), (), (), {"columns": "note"})) == []


def test_every_kind_of_text_is_collected(everything: Catalog) -> None:
    ids = {message.id for message in everything}
    assert "About this indicator" in ids, "a template"
    assert "not ranked: national figure" in ids, "marked in a table of the code"
    assert ("{n} city", "{n} cities") in ids, "a plural"
    assert "Sum of the 16 arrondissements." in ids, "the note of a figure"
    assert "Haut-Commissariat au Plan (HCP)" in ids, "the producer of a source"


def test_every_marked_text_is_collected(everything: Catalog) -> None:
    """A call inside the arguments of another may escape Babel, and a text must be written out to be found."""
    ids = {message.id for message in everything}
    escaped = []
    for path in python_files("app.py", "pages", "indicators"):
        for name, call in calls(ast.parse(path.read_text(encoding="utf-8"))):
            texts = [literal(argument) for argument in call.args]
            wanted = tuple(texts[:2]) if name in PAIRS else texts[0] if texts else None
            if name in PAIRS or wanted is not None:
                escaped += [] if wanted in ids else [f"{path.relative_to(ROOT)}:{call.lineno}: {wanted}"]
    assert escaped == []


def test_no_text_of_the_screen_goes_unmarked() -> None:
    """Two words with a space between them are taken for a text, unless a vocabulary holds them."""
    words = {
        str(word)
        for module in (vocabulary, verdicts)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum)
        for word in kind
    } | {"not stated"}
    words |= {citations.HEAD.strip(), "* May be redistributed:"}  # the published list of licences is English
    unmarked = []
    for path in python_files(*SCREEN):
        if path in NOT_SCREEN:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        passed = {id(part) for _, call in calls(tree) for argument in call.args for part in ast.walk(argument)}
        passed |= {
            id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
        }  # docstrings and notes on constants
        unmarked += [
            f"{path.relative_to(ROOT)}:{node.lineno}: {text}"
            for node in ast.walk(tree)
            if id(node) not in passed and isinstance(node, ast.Constant) and isinstance(node.value, str)
            for text in [re.sub(r"<[^>]*>?", "", node.value).strip()]
            if re.search(r"[^\W\d_]{2,} [^\W\d_]{2,}", text) and text not in words
        ]
    assert unmarked == []


@pytest.mark.parametrize("path", sorted((ROOT / "pages/templates").glob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_text_of_their_own(path: Path) -> None:
    source = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    named = re.findall(r"(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"", source)
    shown = [*re.sub(r"<[^>]*>", "\n", source).splitlines(), *named]
    assert {text.strip() for text in shown if re.search(r"[^\W\d_]", text)} <= {"Casablanca"}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_has_every_text_and_no_other(everything: Catalog, language: str) -> None:
    wanted = {message.id for message in of(everything)}
    held = {message.id for message in of(catalogue(language))}
    assert (sorted(map(str, wanted - held)), sorted(map(str, held - wanted))) == ([], []), "run `make messages`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_sure(language: str) -> None:
    known = catalogue(language)
    assert [message.id for message in of(known) if not all(forms(message.string))] == []
    assert [message.id for message in of(known) if message.fuzzy] == []
    assert not known.obsolete


COUNTED = {"n", "gap", "values", "rows", "centres", "refused", "count", "total", "days"}
"""What a message counts."""


def lost(message: Message) -> bool:
    """Return whether a form of a translation lacks a placeholder of its message, or has another.

    The Arabic words for none, one and two need no number beside them: "two cities" is one word. Of none there is
    nothing more to say.
    """
    wanted = set.union(*(placeholders(text) for text in forms(message.id)))
    texts = [placeholders(form) for form in forms(message.string)]
    if len(texts) < 6:
        return any(found != wanted for found in texts)
    none, *in_words = texts[:3]
    return (
        not none <= wanted
        or any(not in_word <= wanted or not wanted - in_word <= COUNTED for in_word in in_words)
        or any(found != wanted for found in texts[3:])
    )


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_its_placeholders(language: str) -> None:
    assert [message.id for message in of(catalogue(language)) if lost(message)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_plural_has_the_forms_of_its_language(language: str) -> None:
    known = catalogue(language)
    assert {len(forms(message.string)) for message in of(known) if message.pluralizable} == {known.num_plurals}


PLURAL_BEHIND_A_NUMBER = re.compile(
    r"\{(?:n|of|all|count|total|found|most|limit|days|minutes|hours|seconds|rate|values|expected|figures|sources|pairs"
    r"|possible|comparable|size|megabytes|added|slides|times|fresh|years)\}"
    r" (?:more |further |other |of its |of these |complete |published |national |text )?"
    r"(?!is\b|has\b|was\b|does\b|its\b|this\b|as\b)[a-z]+s\b"
)

NEVER_ONE = (
    # a limit, which is a constant greater than two
    "A question is a text of 1 to", "Ask for at most", "Long lists come in pages", "Send a JSON object",
    "The query has more than", "The session has {most}", "reading the file was stopped", "the cluster at {value}",
    "the file holds more than", "{n} times or more", "No sign: there is no figure",
    # what is more than such a limit
    "The chart has {found} rows", "The picture holds", "The title has {found}", "the file holds {count} values",
    "the file of the session holds", "the session holds", "with a reading each", "{path}: {size} bytes",
    "{total} findings in all",
    # said of two and more alone
    "Down in {n} of", "Up in {n} of", "Unchanged in {n} of", "Less of both in", "More of both in", "None of the {n}",
    "the whole, {whole}", "{count} features are called", "{name}, {years}: {low} in each", "{name}: where does {home}",
    "{n} loggers stand", "{n} of these figures stand", "the table of meters has", "The last backup is",
    # the whole of the data set, a factor with decimals
    "Nothing you add here", "Under 1 km²", "{country} reaches the published", "{count} of {most} sessions",
    "{figures} published figures", "{pairs} of {possible} pairs", "That is {times}", "{times} times as much",
)  # fmt: skip
"""How messages begin that put a plural behind a number, which is never one."""


def test_what_is_counted_has_a_form_for_one(everything: Catalog) -> None:
    """`1 values` is read in English and French where a message has the form for many alone."""
    single = [str(message.id) for message in of(everything) if not message.pluralizable]
    plural = [text for text in single if PLURAL_BEHIND_A_NUMBER.search(text)]
    assert [text for text in plural if not text.startswith(NEVER_ONE)] == []
    assert [begin for begin in NEVER_ONE if not any(text.startswith(begin) for text in plural)] == []


def test_french_is_set_as_french() -> None:
    faults = {
        str(message.id): texts
        for message in of(catalogue("fr"))
        for form in forms(message.string)
        if (texts := faults_of_type(form))
    }
    assert faults == {}
