"""The Arabic letters of the screen, cut from Noto Sans Arabic: `static/fonts/noto-sans-arabic.woff2`.

    npm pack @fontsource-variable/noto-sans-arabic && tar xzf fontsource-variable-noto-sans-arabic-*.tgz
    python tools/arabic_font.py package/files/noto-sans-arabic-arabic-wght-normal.woff2

It runs fonttools, which needs brotli beside it; neither is among the project's dependencies, for only who changes the
font needs them (`uv run --with fonttools --with brotli`). Digits, Latin letters and signs are left to the faces of the
other languages, so that a number looks the same in all of them.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

TARGET = Path(__file__).parents[1] / "static" / "fonts" / "noto-sans-arabic.woff2"

LETTERS = (
    "U+060C,U+0610-061B,U+061F,U+0621-063A,U+0640-0655,U+066A-066D,U+0670,U+0671,"
    "U+067E,U+0686,U+0698,U+06A4,U+06A8,U+06A9,U+06AD,U+06AF,U+06CC,U+06D4,U+FD3E,U+FD3F"
)
"""Arabic with its marks and punctuation, and the letters that Morocco writes foreign sounds with (گ ڭ ڤ پ)."""

FEATURES = "ccmp,isol,init,medi,fina,rlig,liga,calt,mark,mkmk,kern,curs"
"""What joins letters and places their marks."""

WEIGHTS = "wght=400:700"
"""One file for the weights of text and of what is bold."""


def cut(source: Path, target: Path) -> int:
    """Write the letters of a variable Noto Sans Arabic to a file; return its size in bytes."""
    with tempfile.TemporaryDirectory() as folder:
        narrowed = Path(folder) / "narrowed.ttf"
        run = [sys.executable, "-m", "fontTools"]
        subprocess.run([*run, "varLib.instancer", str(source), WEIGHTS, "-o", str(narrowed), "-q"], check=True)
        chosen = [f"--unicodes={LETTERS}", f"--layout-features={FEATURES}", "--no-hinting", "--flavor=woff2"]
        subprocess.run([*run, "subset", str(narrowed), *chosen, f"--output-file={target}"], check=True)
    return target.stat().st_size


if __name__ == "__main__":
    if len(sys.argv) != 2:  # the program and its file
        sys.exit("Expected one argument: the variable Noto Sans Arabic to cut, as the package of npm holds it.")
    sys.stdout.write(f"{TARGET}: {cut(Path(sys.argv[1]), TARGET)} bytes\n")
