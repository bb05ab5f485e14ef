"""The page of sessions as a speaker at this computer uses it: opened, pressed, and what is stored then."""

from indicators.sessions.session import Session
from indicators.sessions.session_files import find_session
from indicators.sessions.session_store import save
from indicators.store.folders import Folders
from tests.helpers.bringing import press
from tests.helpers.sessions import session
from tests.helpers.visits import Visit


def opened(folders: Folders, name: str = "opening", language: str = "en") -> Visit:
    save(folders, session(name))
    visit = Visit("sessions", lang=language, session=name)
    visit.assert_sound()
    return visit


def stored(folders: Folders, name: str = "opening") -> Session:
    file, findings = find_session(folders, name)
    assert findings == []
    assert file is not None
    assert file.session is not None
    return file.session


def widget(visit: Visit, kind: str, ending: str):
    """Return the one widget of a kind whose key ends so."""
    found = [one for one in getattr(visit.app, kind) if str(one.key).endswith(ending)]
    assert len(found) == 1, [one.key for one in getattr(visit.app, kind)]
    return found[0]


def press_ending(visit: Visit, ending: str) -> None:
    press(visit, widget(visit, "button", ending).key)


def charts(made: Session) -> list[str | None]:
    return [slide.chart for slide in made.slides]


def choose(visit: Visit, number: int) -> None:
    widget(visit, "radio", "session_slides-opening").set_value(number)
    visit.app.run()
    visit.assert_sound()


def slide_button(visit: Visit) -> str:
    return next(one.key for one in visit.app.button if "-slide" in str(one.key) and str(one.key).endswith("-now"))
