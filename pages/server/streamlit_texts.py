"""What Streamlit says itself in English on the page, and what is stated instead in the reader's language.

A part of the bridge (:mod:`pages.server.streamlit_bridge`) of its own: `start.py` reads that one before the libraries
that translate are installed.
"""

import json
from collections.abc import Iterable

from indicators.language.translator import N_, text

ERROR = "This app has encountered an error"

TEXTS = {
    "Skip to main content": N_("Skip to the content"),
    "Main menu": N_("Menu"),
    "System": N_("As the device"),
    "Light": N_("Light"),
    "Dark": N_("Dark"),
    "Print": N_("Print"),
    "Record screen": N_("Record the screen"),
    "No results": N_("No city by that name"),
    "Clear all": N_("Clear all"),
    "Select all": N_("Select all"),
    "Connecting": N_("Connecting"),
    "Upload": N_("Choose a file"),
    "file upload": N_("Choose a file"),
    "Open": N_("Open the list"),
    "Close": N_("Close"),
    "Clear value": N_("Clear the choice"),
    "Stop": N_("Stop"),
    "Remove ": N_("Remove "),
    "You can only select up to ": N_("No more cities fit in one comparison. Remove one first."),
    "Page not found": N_("There is no page at this address"),
    "The page that you have requested": N_("The overview is shown instead. The menu lists every page."),
    "Connection error": N_("No connection to the server. What you see stays; the page comes back by itself."),
    ERROR: N_(
        "This part of the page could not be drawn. The error is in the server’s log with the page and the data version."
    ),
}
"""What Streamlit says in English on the page, by how it begins, and what is said instead."""


def script(languages: Iterable[str], contact: str) -> str:
    """Return the script that hands the texts to `static/streamlit_bridge.js`.

    `contact` is whom readers tell of an error, empty where nobody is named.
    """
    words_by_language = {
        language: {begins: text(language, words) for begins, words in TEXTS.items()} for language in languages
    }
    if contact:
        for language, words in words_by_language.items():
            words[ERROR] += " " + text(language, N_("Tell {contact}."), contact=contact)
    # The texts stand within a script, which they must not end.
    written = json.dumps(words_by_language, ensure_ascii=False).replace("<", "\\u003c")
    return f"<script>window.streamlitTexts = {written}</script>"
