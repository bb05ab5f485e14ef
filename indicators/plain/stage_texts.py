"""The words of the projector, the presenter's window, the phone clicker and the kiosk, which their scripts put in."""

from indicators.language.translator import Translator
from indicators.sessions.session import Session, called

Keys = tuple[tuple[str, str], ...]
"""Pairs of keys as they are printed and what they do."""


def screen_keys(t: Translator) -> Keys:
    """Return the keys of the projector."""
    return (
        (t("Page Down, →, space"), t("Forward")),
        (t("Page Up, ←"), t("Back")),
        (t("a number, then Enter"), t("To that slide")),
        (t("Home, End"), t("To the first, to the last slide")),
        ("o", t("All slides")),
        ("b, .", t("Black screen, and back")),
        ("w", t("White screen, and back")),
        ("s", t("Spotlight on a city, a year or a district")),
        ("r", t("Reveal what was guessed")),
        ("q", t("The code to follow on a phone")),
        ("t", t("The questions most wanted")),
        ("d", t("Light or dark")),
        ("f, F5", t("Full screen")),
        (t("Escape"), t("Close what is open; then leave")),
    )


def screen_texts(t: Translator) -> dict[str, str]:
    """Return the words of the projector; parameters stand between braces."""
    return {
        "all": t("All slides"),
        "alone": t("This screen alone. The room is at slide {n}: press Enter to return to it."),
        "empty": t("This session has no slides."),
        "fetching": t("The slides are being prepared ..."),
        "floor": t("{name} has the floor."),
        "follow": t("Follow on your phone"),
        "guesses": t("Guesses: {n}"),
        "gone": t("This chart cannot be shown: no figure for it is held here."),
        "jump": t("To slide {n}: press Enter"),
        "keys": t("Keys"),
        "median": t("The room’s middle guess: {value}"),
        "missing_picture": t("The picture of this slide is missing."),
        "no_marks": t("Nothing can be pointed at on this slide."),
        "no_reveal": t("Nothing is guessed on this slide."),
        "no_slide": t("There is no slide {n}: this session has slides 1 to {slides}."),
        "no_questions": t("No question has been let through yet."),
        "not_connected": t("Not connected"),
        "not_fetched": t("The slides could not be fetched. This screen tries again."),
        "not_sent": t("Not connected: the room was not moved."),
        "revealed_alone": t(
            "Revealed on this screen alone. How far the room was is said once a speaker reveals it to the room."
        ),
        "rows": t("Further rows, in the table on your phone: {n}"),
        "spotlight": t("Spotlight"),
        "spotlight_none": t("No spotlight"),
        "type": t("Type to find"),
        "wanted": t("Wanted by {n}, slide {slide}"),
        "unknown_key": t("This key is not known here. This screen follows the room."),
    }


def people_texts(session: Session, language: str) -> dict[str, str]:
    """Return what everybody on the stage of a session is called, by `called` and the name that the room knows."""
    return {f"called {name}": called(name, language) for name in (*session.speakers, session.chair)}


def speaker_texts(session: Session, language: str) -> dict[str, str]:
    """Return the words of the presenter's window and of the phone clicker, besides those of the projector."""
    t = Translator(language)
    return (
        screen_texts(t)
        | people_texts(session, language)
        | {
            "again": t("again"),
            "asks": t("The room asks"),
            "behind": t("{n} behind"),
            "chair": t("{name} (chair)"),
            "end": t("The end: no slide comes after this one."),
            "followers": t("Following: {n}"),
            "give": t("Give the floor to {name}"),
            "left": t("{time} left"),
            "louder": t("louder"),
            "mine": t("You have the floor."),
            "no_answer": t("No answer came. Look at the room before you press again."),
            "no_key": t("Notes need a speaker’s own link, with its key."),
            "no_notes": t("No notes for this slide."),
            "nothing_asked": t("The room asks for nothing."),
            "over": t("{time} over"),
            "planned": t("of {time} planned"),
            "questions": t("Questions waiting: {n}"),
            "rehearsal_kept": t("The rehearsal is kept: {time} of {planned} planned."),
            "rehearsal_not_kept": t("The rehearsal could not be kept: {reason}"),
            "rehearsing": t("Rehearsal: the room does not move."),
            "slide_of": t("Slide {n} of {slides}"),
            "slower": t("slower"),
            "sound": t("in time"),
            "soon": t("nearly over"),
            "start_rehearsal": t("Rehearse"),
            "stop_rehearsal": t("End the rehearsal and keep its times"),
            "take": t("Take the floor back"),
            "too_long": t("over time"),
        }
    )
