"""The formats known, in the order they are tried. A new one is its module and a line here."""

from types import ModuleType

from indicators.loaders import cdp, ggmcf, ghsl, nangini, owid, sdsn, tidy, unhabitat, who, worldbank, wup
from indicators.loaders.reading.files import Opened

FORMATS: tuple[ModuleType, ...] = (
    tidy,
    worldbank,
    cdp,
    nangini,
    ggmcf,
    unhabitat,
    wup,
    ghsl,
    sdsn,
    who,
    owid,
)


def recognise(opened: Opened) -> ModuleType | None:
    """Return the module of the format of `opened`, or None."""
    return next((module for module in FORMATS if module.recognise(opened)), None)
