"""The browser of this machine: where it is, and how it is started for a test."""

import os
import shutil
import sys
from pathlib import Path

NAMES = (
    # without windows, which tests do not look at: a fifth less processor time
    "chromium-headless-shell", "chrome-headless-shell",
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
)  # fmt: skip

PLACES = {
    "darwin": [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ],
    "win32": [
        f"{os.environ.get(root, '')}/{path}"
        for root in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        for path in ("Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe")
    ],
    "linux": ["/snap/bin/chromium", "/opt/google/chrome/chrome"],
}

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Tabs of one context share a process, and with it the scripts that were compiled: a page costs half.
    "--process-per-site",
    # No other host is found, so that a page can reach this machine only.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

MISSING = "no Chromium or Chrome was found; install one, or name it in BROWSER_PATH"


def find_browser() -> str | None:
    """Return the path of a Chromium or Chrome, None where there is none."""
    named = os.environ.get("BROWSER_PATH")
    if named:
        return shutil.which(named)
    on_path = (shutil.which(name) for name in NAMES)
    elsewhere = (shutil.which(Path(place).expanduser()) for place in PLACES.get(sys.platform, []))
    return next((path for path in (*on_path, *elsewhere) if path), None)


def is_required() -> bool:
    """Tell whether a missing browser fails the tests: with REQUIRE_BROWSER, and on a build machine."""
    return any(os.environ.get(name, "").lower() not in ("", "0", "false") for name in ("REQUIRE_BROWSER", "CI"))
