"""A hall of phones for tests: a running server with one session, and the key that moves it."""

import json
import urllib.request
from pathlib import Path

from tests.helpers.rooms import keys_of

PATH = "/live/water"


class Hall:
    """A running server with one session, and the keys of its speakers."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.address = f"http://localhost:{port}"
        self.keys = {name: header["Authorization"] for name, header in keys_of(folder).items()}

    def send(self, path: str, document: dict, speaker: str = "") -> int:
        headers = {"Content-Type": "application/json"}
        headers |= {"Authorization": self.keys[speaker]} if speaker else {}
        request = urllib.request.Request(f"{self.address}{PATH}/{path}", json.dumps(document).encode(), headers)
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)

    def move(self, **asked: object) -> None:
        assert self.send("position", asked, "Ali") == 200

    def ask(self, path: str) -> dict:
        with urllib.request.urlopen(f"{self.address}{PATH}/{path}") as answer:
            return dict(json.load(answer))
