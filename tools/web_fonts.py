"""The letters and signs of the screen, cut from the fonts that Streamlit brings and from Noto Sans Arabic.

    uv run --with fonttools --with brotli python tools/web_fonts.py

cuts Streamlit's (`static/fonts/screen-*`), to be run with the project's own Streamlit in reach, and again after it was
changed. Neither fonttools nor brotli is among the project's dependencies: only who changes the fonts needs them. The
server answers with these files where the page asks for Streamlit's (`pages/server/streamlit_page.py`). The Arabic is in
a file of its own, which only pages in Arabic fetch; it is cut from the face that is named:

    npm pack @fontsource-variable/noto-sans-arabic && tar xzf fontsource-variable-noto-sans-arabic-*.tgz
    python tools/web_fonts.py package/files/noto-sans-arabic-arabic-wght-normal.woff2

Digits, Latin letters and signs are left to the faces of the other languages, so that a number looks the same in all of
them.
"""

import importlib.util
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "static" / "fonts"

FONTTOOLS = (sys.executable, "-m", "fontTools")

LETTERS = (
    "U+0020-007E,U+00A0-017F,U+0192,U+01A0,U+01A1,U+01AF,U+01B0,U+0218-021B,U+02C6,U+02DA,U+02DC,U+0300-0304,"
    "U+0308,U+030C,U+0327,U+0394,U+03A9,U+03BC,U+03C0,U+1E0C-1E0D,U+1E24-1E25,U+1E62-1E63,U+1E92-1E93,U+1EA0-1EF9,"
    "U+2002-200A,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,U+2039-203A,U+2044,"
    "U+2070,U+2074-208E,U+20AC,U+2116,U+2122,U+2126,U+2190-2199,U+2206,U+2212,U+2215,U+221E,U+2248,U+2260,U+2264-2265,"
    "U+25A0-25A1,U+25AA-25AB,U+25B2-25B3,U+25B6,U+25BC-25BD,U+25C0,U+25C6-25C7,U+25CA-25CB,U+25CF,U+2713,U+2717,U+2C7C"
)
"""Latin with the letters of the names of cities, figures raised and lowered, arrows, signs of comparison, shapes."""

FEATURES = "ccmp,locl,kern,mark,mkmk,liga,tnum,pnum,lnum,onum,case"

ARABIC = FONTS / "noto-sans-arabic.woff2"

ARABIC_LETTERS = (
    "U+060C,U+0610-061B,U+061F,U+0621-063A,U+0640-0655,U+066A-066D,U+0670,U+0671,"
    "U+067E,U+0686,U+0698,U+06A4,U+06A8,U+06A9,U+06AD,U+06AF,U+06CC,U+06D4,U+FD3E,U+FD3F"
)
"""Arabic with its marks and punctuation, and the letters that Morocco writes foreign sounds with (گ ڭ ڤ پ)."""

ARABIC_FEATURES = "ccmp,isol,init,medi,fina,rlig,liga,calt,mark,mkmk,kern,curs"
"""What joins letters and places their marks."""

ALSO = {
    "add", "add_circle", "cancel", "check", "check_circle", "close", "content_copy", "delete", "done", "download",
    "edit", "error", "file_present", "fullscreen", "fullscreen_exit", "help", "info", "insert_drive_file",
    "keyboard_arrow_down", "keyboard_arrow_left", "keyboard_arrow_right", "keyboard_arrow_up", "more_vert",
    "open_in_new", "refresh", "remove",
    "search", "settings", "undo", "upload", "upload_file", "visibility", "visibility_off", "warning",
}  # fmt: skip
"""Symbols that a widget may show beside those that Streamlit's scripts name as `:material/...:`."""


WEIGHTS = "wght=400:700"
"""One file for the weights of text and of what is bold."""


@dataclass(frozen=True)
class Face:
    """A face to cut: the file of Streamlit's, how it is called there, the axes that are narrowed, its new name."""

    target: str
    source: str
    axes: tuple[str, ...]
    name: str


FACES = (
    Face("screen-sans.woff2", "SourceSansVF-Upright.ttf.*.woff2", (WEIGHTS,), "Indicators Sans"),
    Face("screen-serif.woff2", "SourceSerifVariable-Roman.ttf.*.woff2", (WEIGHTS, "opsz=24"), "Indicators Serif"),
)
"""“Source” is a reserved name: what is cut bears another."""

SYMBOLS = Face("screen-symbols.woff2", "MaterialSymbols-Rounded.*.woff2", (), "Material Symbols Rounded")


def streamlit_static() -> Path:
    """Return the folder of the files that Streamlit's page fetches."""
    spec = importlib.util.find_spec("streamlit")
    if spec is None or spec.origin is None:
        raise SystemExit("Expected Streamlit in this Python: its fonts are cut. Run it with the project's own.")
    return Path(spec.origin).parent / "static" / "static"


def named_symbols(static: Path) -> set[str]:
    """Return the symbols that Streamlit's scripts name."""
    scripts = (file.read_text(encoding="utf-8") for file in (static / "js").glob("*.js"))
    return {name for script in scripts for name in re.findall(r":material/([a-z0-9_]+)", script)} | ALSO


def cut_faces(static: Path) -> Iterator[Path]:
    """Write the faces of text; yield each file."""
    for face in FACES:
        with tempfile.TemporaryDirectory() as folder:
            narrowed, renamed = Path(folder) / "narrowed.ttf", Path(folder) / "renamed.ttf"
            narrow(next((static / "media").glob(face.source)), face.axes, narrowed)
            rename(narrowed, renamed, face.name)
            yield cut(renamed, LETTERS, FEATURES, FONTS / face.target)


def cut_arabic(source: Path) -> Path:
    """Write the letters of a variable Noto Sans Arabic, as the package of npm holds it; return the file."""
    with tempfile.TemporaryDirectory() as folder:
        narrowed = Path(folder) / "narrowed.ttf"
        narrow(source, (WEIGHTS,), narrowed)
        return cut(narrowed, ARABIC_LETTERS, ARABIC_FEATURES, ARABIC)


def narrow(source: Path, axes: Sequence[str], target: Path) -> None:
    """Write a variable font with narrower axes."""
    subprocess.run([*FONTTOOLS, "varLib.instancer", source, *axes, "-o", target, "-q"], check=True)


def cut(source: Path, letters: str, features: str, target: Path) -> Path:
    """Write some letters of a font for browsers; return the file."""
    chosen = [f"--unicodes={letters}", f"--layout-features={features}", "--no-hinting", "--flavor=woff2"]
    subprocess.run([*FONTTOOLS, "subset", source, *chosen, f"--output-file={target}"], check=True)
    return target


def rename(source: Path, target: Path, name: str) -> None:
    """Write a font under another name; its copyright and its licence stay."""
    font = TTFont(source)
    for record in list(font["name"].names):
        if record.nameID in (1, 3, 4, 6, 16, 21, 25):
            written = name.replace(" ", "") if record.nameID in (3, 6, 25) else name
            font["name"].setName(written, record.nameID, record.platformID, record.platEncID, record.langID)
    font.save(target)


def cut_symbols(static: Path) -> Path:
    """Write the symbols that are in use, each under the ligature of its name; return the file."""
    font = TTFont(next((static / "media").glob(SYMBOLS.source)))
    wanted = named_symbols(static)
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    glyphs_used = set()
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            for first, ligatures in getattr(table, "ligatures", {}).items():
                table.ligatures[first] = [
                    ligature
                    for ligature in ligatures
                    if "".join(letters.get(glyph, "?") for glyph in [first, *ligature.Component]) in wanted
                ]
                glyphs_used |= {ligature.LigGlyph for ligature in table.ligatures[first]}
            if hasattr(table, "ligatures"):
                table.ligatures = {first: others for first, others in table.ligatures.items() if others}
    options = subset.Options(layout_features=["*"], hinting=False, flavor="woff2", glyph_names=False)
    cutter = subset.Subsetter(options)
    cutter.populate(glyphs=glyphs_used, text="abcdefghijklmnopqrstuvwxyz0123456789_ ")
    cutter.subset(font)
    subset.save_font(font, str(FONTS / SYMBOLS.target), options)
    return FONTS / SYMBOLS.target


if __name__ == "__main__":
    if len(sys.argv) > 1:
        files = [cut_arabic(Path(sys.argv[1]))]
    else:
        static = streamlit_static()
        files = [*cut_faces(static), cut_symbols(static)]
    for file in files:
        sys.stdout.write(f"{file.relative_to(ROOT)}: {file.stat().st_size} bytes\n")
