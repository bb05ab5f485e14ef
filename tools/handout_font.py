"""Cut the Arabic and the Tifinagh faces of handouts out of Noto Sans: `python -m tools.handout_font FOLDER`.

FOLDER holds NotoSansArabic-Regular.ttf and -Bold.ttf and NotoSansTifinagh-Regular.ttf (Debian: fonts-noto-core,
/usr/share/fonts/truetype/noto). Wanted besides the packages of requirements.in: fonttools. What is made is described
in `indicators/handout/fonts/README.md`.
"""

import sys
from pathlib import Path

import uharfbuzz
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from indicators.handout.typeface import FACES, FONTS

LETTERS = (
    *range(0x20, 0x21), 0xA0, 0xAB, 0xBB, 0x28, 0x29, 0x2E, 0x3A, 0x60C, 0x61B, 0x61F,
    *range(0x621, 0x63B), *range(0x640, 0x657), *range(0x660, 0x66E), 0x670, 0x671, 0x67E, 0x686, 0x698, 0x6A4, 0x6A9,
    0x6AD, 0x6AF, 0x6BE, 0x6C1, 0x6CC, 0x6D2, 0x6D4, *range(0x6F0, 0x6FA), *range(0x200C, 0x2010),
)  # fmt: skip
"""The letters that our texts may have."""

JOINED = (
    *range(0xFE70, 0xFEFD), *range(0xFB56, 0xFB5A), *range(0xFB6A, 0xFB6E), *range(0xFB7A, 0xFB7E), 0xFB8A, 0xFB8B,
    *range(0xFB8E, 0xFB96), *range(0xFBD3, 0xFBD7), *range(0xFBFC, 0xFC00),
)  # fmt: skip
"""Their joined shapes, by the code points that Unicode has for them: what is searched in a PDF is found by these."""

TIFINAGH = (0x20, 0xA0, *range(0x30, 0x3A), 0xB7, *range(0x2D30, 0x2D68), 0x2D6F)
"""The letters of Standard Moroccan Tamazight, and what stands between words and in days, as far as the face has it."""

LIGATURES = {"إلى": (0, 0xFC43), "على": (0, 0xFC86), "معلَّم": (1, 0xFC60), "معرِّف": (1, 0xFC62)}
"""Shapes of several letters: a word with one, which of its shapes from the left it is, and its code point."""

FEATURES = ["ccmp", "isol", "fina", "medi", "init", "rlig", "liga", "calt", "mark", "mkmk", "kern", "locl"]

NAMES = {
    1: "Handout Arabic",
    3: "Handout Arabic {}",
    4: "Handout Arabic {}",
    6: "HandoutArabic-{}",
    16: "Handout Arabic",
}


def cut(source: Path, weight: str, target: Path) -> None:
    """Write a weight of the face with our letters, under a name of its own."""
    font = TTFont(source / f"NotoSansArabic-{weight}.ttf", recalcTimestamp=False)
    options = Options(hinting=False, layout_features=FEATURES, name_IDs=["*"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*LETTERS, *JOINED])
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in NAMES:
            record.string = NAMES[record.nameID].format(weight)
    font.save(target)
    shapes = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(target))))
    for word, (place, code) in LIGATURES.items():
        buffer = uharfbuzz.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()
        uharfbuzz.shape(shapes, buffer)
        glyph = font.getGlyphName(buffer.glyph_infos[place].codepoint)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap.setdefault(code, glyph)
    font.save(target)


def cut_tifinagh(source: Path, target: Path) -> None:
    """Write the Tifinagh face with the letters of Standard Moroccan Tamazight, under a name of its own."""
    font = TTFont(source / "NotoSansTifinagh-Regular.ttf", recalcTimestamp=False)
    subsetter = Subsetter(Options(hinting=False, layout_features=["kern"], name_IDs=["*"]))
    subsetter.populate(unicodes=TIFINAGH)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in NAMES:
            record.string = NAMES[record.nameID].replace("Arabic", "Tifinagh").format("Regular")
    font.save(target)


if __name__ == "__main__":
    cut_tifinagh(Path(sys.argv[1]), FONTS / FACES["tifinagh"])
    for face, weight in (("arabic", "Regular"), ("arabic-bold", "Bold")):
        cut(Path(sys.argv[1]), weight, FONTS / FACES[face])
