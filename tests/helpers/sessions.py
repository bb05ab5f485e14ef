"""Sessions for tests: a data folder of their own over the project's figures, and short ones to put in it."""

from pathlib import Path

from indicators.sessions.session import Guess, Session, Slide, SlideKind, Words
from indicators.store.dataset import DATA_FOLDER
from indicators.store.folders import Folders

SEWER = "public_sewer-rank"
LEAKS = "network_efficiency-time"


def folders(tmp_path: Path) -> Folders:
    """Return the project's figures with an empty store."""
    return Folders(DATA_FOLDER, tmp_path)


def own_folders(tmp_path: Path) -> Folders:
    """Return folders without any session: figures and store are both empty."""
    (tmp_path / "figures" / "sessions").mkdir(parents=True)
    (tmp_path / "brought" / "store" / "sessions").mkdir(parents=True)
    return Folders(tmp_path / "figures", tmp_path / "brought")


def session(name: str = "opening", *slides: Slide) -> Session:
    """Return a session of the slides given, of two charts and a section where none are."""
    usual = (
        Slide(kind=SlideKind.SECTION, title=Words(en="Water", fr="Eau")),
        Slide(chart=SEWER, title=Words(en="Nearly all are connected", fr="Presque tous sont raccordés")),
        Slide(chart=LEAKS, guess=Guess.VALUE, seconds=90),
    )
    return Session(id=name, title=Words(en="Opening", fr="Ouverture"), slides=slides or usual)


def write(folder: Path, name: str, text: str) -> Path:
    """Write the file of a session as a person would."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path
