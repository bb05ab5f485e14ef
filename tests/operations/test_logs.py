"""The lines of the log: one a record, whatever is in it, with what it belongs to."""

import io
import json
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from indicators.operations.logs import Belonging, belonging, configure, form, handler, level

JSON = {"INDICATORS_LOG": "json"}
TEXT = {"INDICATORS_LOG": "text"}


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    made = logging.getLogger("tests.operations.lines")
    made.propagate = False
    yield made
    made.handlers.clear()
    made.setLevel(logging.NOTSET)


def written(logger: logging.Logger, settings: dict[str, str], **options: object) -> io.StringIO:
    stream = io.StringIO()
    logger.handlers[:] = [handler(settings, stream, **options)]
    logger.setLevel(level(settings))
    return stream


def fail() -> None:
    raise ValueError("no such\nfigure")


def test_a_record_is_one_line_of_json_with_what_it_belongs_to(logger: logging.Logger) -> None:
    stream = written(logger, JSON, version=lambda: "b930168e3cdc")
    with belonging(Belonging("3f2b4c9d", "/water", "lang=fr", lambda: "/c/{name}")):
        logger.warning("Accepted %s as number %d", "eau\n2024.csv", 7)
    (line,) = stream.getvalue().splitlines()
    record = json.loads(line)
    assert datetime.fromisoformat(record.pop("time")).tzinfo == UTC
    assert record == {
        "level": "warning",
        "logger": "tests.operations.lines",
        "message": "Accepted eau\n2024.csv as number 7",
        "request": "3f2b4c9d",
        "route": "/c/{name}",
        "page": "/water",
        "state": "lang=fr",
        "version": "b930168e3cdc",
    }


def test_an_exception_stands_in_one_field_of_one_line(logger: logging.Logger) -> None:
    stream = written(logger, JSON)
    try:
        fail()
    except ValueError:
        logger.exception("The page failed")
    (line,) = stream.getvalue().splitlines()
    record = json.loads(line)
    assert record["level"] == "error"
    assert record["exception"].startswith("Traceback (most recent call last):\n")
    assert record["exception"].endswith("ValueError: no such\nfigure")


@pytest.mark.parametrize("message", ["\ud800 lone", "a\x00b\x1b[31m", "الدار البيضاء", "x" * 100_000])
def test_any_text_can_be_written(logger: logging.Logger, message: str) -> None:
    stream = written(logger, JSON)
    logger.warning(message)
    (line,) = stream.getvalue().splitlines()
    assert line.isascii()
    assert json.loads(line)["message"] == message


def test_what_a_library_puts_into_a_record_besides_is_left_out(logger: logging.Logger) -> None:
    stream = written(logger, JSON)
    logger.warning("hello", extra={"client_addr": "203.0.113.9:41000", "color_message": "hello"})
    assert set(json.loads(stream.getvalue())) == {"time", "level", "logger", "message"}


def test_a_line_to_read_holds_the_same_and_no_message_makes_a_second_one(logger: logging.Logger) -> None:
    stream = written(logger, TEXT, version=lambda: "b930168e3cdc")
    with belonging(Belonging("3f2b4c9d", "/water", "lang=fr")):
        logger.error("two\nlines: %s", "level=forged")
    (line,) = stream.getvalue().splitlines()
    assert line.endswith(
        "ERROR tests.operations.lines: two lines: level=forged "
        "request=3f2b4c9d page=/water state=lang=fr version=b930168e3cdc"
    )


def test_a_record_outside_of_a_request_says_nothing_of_one(logger: logging.Logger) -> None:
    stream = written(logger, JSON)
    with belonging(Belonging("3f2b4c9d")):
        pass
    logger.warning("later")
    assert "request" not in json.loads(stream.getvalue())


def test_each_record_is_counted_by_its_level(logger: logging.Logger) -> None:
    levels: list[str] = []
    written(logger, JSON, counted=levels.append)
    logger.info("left out")
    logger.warning("one")
    logger.error("two")
    assert levels == ["warning", "error"]


def test_the_line_of_a_request_is_written_where_it_is_asked_for(logger: logging.Logger) -> None:
    stream = written(logger, {**JSON, "INDICATORS_LOG_LEVEL": "info"})
    logger.info("answered", extra={"method": "GET", "status": "200", "seconds": 0.0123})
    record = json.loads(stream.getvalue())
    assert (record["method"], record["status"], record["seconds"]) == ("GET", "200", 0.0123)


@pytest.mark.parametrize(
    ("setting", "terminal", "expected"),
    [("", True, "text"), ("", False, "json"), ("json", True, "json"), ("TEXT", False, "text"), ("xml", False, "json")],
)
def test_the_form_is_that_of_the_setting_else_of_where_it_is_written_to(
    setting: str, terminal: bool, expected: str
) -> None:
    assert form({"INDICATORS_LOG": setting}, terminal) == expected


def test_the_servers_own_lines_have_the_same_form() -> None:
    root, server = logging.getLogger(), logging.getLogger("uvicorn.error")
    parent = logging.getLogger("uvicorn")
    hook = threading.excepthook
    before = root.handlers[:], root.level, server.level, parent.handlers[:], parent.propagate, server.propagate
    stream = io.StringIO()
    parent.addHandler(logging.StreamHandler(stream))
    parent.propagate = False
    try:
        configure(handler(JSON, stream), JSON)
        server.setLevel(logging.INFO)
        server.error("Exception in ASGI application\n")
        thread = threading.Thread(target=fail, name="warming")
        thread.start()
        thread.join()
        (line, ended) = map(json.loads, stream.getvalue().splitlines())
        assert line["logger"] == "uvicorn.error"
        assert ended["message"] == "thread warming ended"
        assert ended["exception"].endswith("ValueError: no such\nfigure")
    finally:
        threading.excepthook = hook
        logging.captureWarnings(False)
        root.handlers[:], root.level, server.level, parent.handlers[:], parent.propagate, server.propagate = before
