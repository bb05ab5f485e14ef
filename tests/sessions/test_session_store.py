"""Keeping sessions: every saved state is a version, nothing is saved over what another saved."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indicators.findings.finding import describe
from indicators.sessions.session import Session, Words
from indicators.sessions.session_files import find_session, made_folder, session_toml, shipped_folder
from indicators.sessions.session_store import create, new_id, restore, save, versions, withdraw, withdrawn, write_whole
from indicators.store.folders import Folders
from tests.helpers.sessions import own_folders, session, write


@pytest.fixture
def here(tmp_path: Path) -> Folders:
    return own_folders(tmp_path)


def titled(title: str, name: str = "opening") -> Session:
    return session(name).model_copy(update={"title": Words(en=title)})


def title_of(folders: Folders, name: str = "opening") -> str | None:
    file, _ = find_session(folders, name)
    return file.session.title.en if file and file.session else None


def test_every_save_is_a_version_and_the_last_is_shown(here: Folders) -> None:
    assert [save(here, titled(title)) for title in ("A", "B", "C")] == [[], [], []]
    assert title_of(here) == "C"
    assert [(version.number, version.slides) for version in versions(here, "opening")] == [(3, 3), (2, 3), (1, 3)]
    assert (made_folder(here) / "versions" / "opening-2.toml").read_text("utf-8") == session_toml(titled("B"))


def test_saving_the_same_again_makes_no_version(here: Folders) -> None:
    save(here, titled("A"))
    save(here, titled("A"))
    assert len(versions(here, "opening")) == 1


def test_an_earlier_version_comes_back_as_the_newest(here: Folders) -> None:
    for title in ("A", "B"):
        save(here, titled(title))
    assert restore(here, "opening", 1) == []
    assert title_of(here) == "A"
    assert [version.number for version in versions(here, "opening")] == [3, 2, 1]
    missing = restore(here, "opening", 9)
    assert missing[0].rule.id == "session_version"
    assert describe(missing[0])[0] == "The session has no version 9."


def test_a_deleted_session_is_gone_and_comes_back(here: Folders) -> None:
    save(here, titled("A"))
    assert withdraw(here, "opening") == []
    assert title_of(here) is None
    assert [(name, one.title.en) for name, one in withdrawn(here).items()] == [("opening", "A")]
    assert restore(here, "opening", 1) == []
    assert title_of(here) == "A"
    assert withdrawn(here) == {}


def test_a_state_written_by_hand_is_stored_when_it_is_deleted(here: Folders) -> None:
    write(made_folder(here), "opening", session_toml(titled("By hand")))
    assert withdraw(here, "opening") == []
    assert withdrawn(here)["opening"].title.en == "By hand"


def test_what_ships_cannot_be_deleted_and_a_changed_one_gives_way_to_it(here: Folders) -> None:
    write(shipped_folder(here), "opening", session_toml(titled("Shipped")))
    assert [finding.rule.id for finding in withdraw(here, "opening")] == ["session_ships"]
    save(here, titled("Changed"))
    assert withdraw(here, "opening") == []
    assert title_of(here) == "Shipped"
    assert withdrawn(here) == {}


def test_what_another_saved_meanwhile_is_not_deleted(here: Folders) -> None:
    save(here, titled("A"))
    opened, _ = find_session(here, "opening")
    assert opened is not None
    save(here, titled("B"))
    assert [finding.rule.id for finding in withdraw(here, "opening", opened.stamp)] == ["session_changed"]
    assert title_of(here) == "B"
    assert [finding.rule.id for finding in withdraw(here, "nowhere")] == ["session_unknown"]


def test_what_another_saved_is_not_saved_over(here: Folders) -> None:
    save(here, titled("A"))
    opened, _ = find_session(here, "opening")
    assert opened is not None
    save(here, titled("B"))
    refused = save(here, titled("C"), seen=opened.stamp)
    assert [finding.rule.id for finding in refused] == ["session_changed"]
    assert title_of(here) == "B"
    opened, _ = find_session(here, "opening")
    assert opened is not None
    assert save(here, titled("C"), seen=opened.stamp) == []


def test_a_session_that_ships_is_edited_in_the_store(here: Folders) -> None:
    write(shipped_folder(here), "water", session_toml(titled("Shipped", "water")))
    opened, _ = find_session(here, "water")
    assert opened is not None
    assert save(here, titled("Mine", "water"), seen=opened.stamp) == []
    assert title_of(here, "water") == "Mine"
    assert "Shipped" in (shipped_folder(here) / "water.toml").read_text("utf-8")


def test_a_state_written_by_hand_is_stored_as_a_version(here: Folders) -> None:
    save(here, titled("A"))
    write(made_folder(here), "opening", session_toml(titled("By hand")))
    save(here, titled("B"))
    restore(here, "opening", 2)
    assert title_of(here) == "By hand"


def test_a_new_session_does_not_take_a_name(here: Folders) -> None:
    assert create(here, titled("A")) == []
    findings = create(here, titled("B"))
    assert findings[0].rule.id == "session_taken"
    assert describe(findings[0])[0] == "There is a session “opening” already."
    assert title_of(here) == "A"
    assert [finding.rule.id for finding in create(here, titled("P", "programme"))] == ["session_name"]


def test_many_that_save_at_once_lose_nothing(here: Folders) -> None:
    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(lambda number: save(here, titled(f"T{number}")), range(24)))
    assert saved == [[]] * 24
    stored = {
        line.split('"')[1]
        for path in (made_folder(here) / "versions").glob("opening-*.toml")
        for line in path.read_text("utf-8").splitlines()[:1]
    }
    assert stored == {f"T{number}" for number in range(24)}
    assert title_of(here) in stored
    assert list(made_folder(here).glob("*.part")) == []


def test_versions_of_sessions_with_like_names_are_distinguished(here: Folders) -> None:
    save(here, titled("A", "a"))
    save(here, titled("B", "a-1"))
    assert [version.number for version in versions(here, "a")] == [1]
    assert [version.number for version in versions(here, "a-1")] == [1]
    long = "a" * 60
    save(here, titled("L", long))
    assert [version.slides for version in versions(here, long)] == [3]
    assert versions(here, "../a") == []


def test_a_disk_that_refuses_is_stated(here: Folders) -> None:
    (made_folder(here) / "versions").write_text("in the way")
    refused = save(here, titled("A"))
    assert [finding.rule.id for finding in refused] == ["unreadable_file"]
    assert title_of(here) is None


def test_a_file_is_in_its_place_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_whole(tmp_path / "folder", b"x")
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("L’eau à Casablanca", "l-eau-a-casablanca"),
        ("الماء", "session"),
        ("2030: what then?", "what-then"),
        ("Programme", "session"),
        ("Water", "water-2"),
        ("x" * 90, "x" * 50),
    ],
)
def test_a_new_session_is_named_after_its_title(title: str, name: str) -> None:
    assert new_id(title, ["water"]) == name


def test_a_session_that_could_not_be_read_again_is_not_saved(here: Folders) -> None:
    save(here, titled("A"))
    refused = save(here, titled("T" * 1_100_000))
    assert [finding.rule.id for finding in refused] == ["session_large"]
    assert title_of(here) == "A"
