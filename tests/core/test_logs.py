"""Lines of logs as JSON."""

from __future__ import annotations

import io
import json
import logging
import sys

import pytest

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.logs import FIELDS, LOG_VARIABLE, JsonLines, about, begin_json, chosen_form


def record(message: str, name: str = "cryptodrug_scraper.crawl.run", **more: object) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.WARNING, "", 1, message, (), None)
    made.__dict__.update({"created": 1_500_000_000.25, **more})
    return made


def test_a_line_has_all_fields_in_their_order() -> None:
    line = JsonLines().format(record("it waits", event="session_lost"))

    assert list(FIELDS) == list(json.loads(line))
    assert {
        **dict.fromkeys(FIELDS),
        "time": "2017-07-14T02:40:00.250Z",
        "level": "WARNING",
        "event": "session_lost",
        "message": "it waits",
        "logger": "cryptodrug_scraper.crawl.run",
    } == json.loads(line)


@pytest.mark.parametrize(
    ("name", "event"), [("scrapy.core.engine", "scrapy"), ("twisted", "twisted"), ("cryptodrug_scraper.home", "other")]
)
def test_what_has_no_event_is_known_by_its_library(name: str, event: str) -> None:
    assert event == json.loads(JsonLines().format(record("said", name)))["event"]


def test_one_record_is_one_line_in_which_nothing_steers_a_terminal() -> None:
    line = JsonLines().format(record("two\nlines \x1b[2J \u202e"))

    assert line.isascii()
    assert line.isprintable()
    assert "two\nlines \x1b[2J \u202e" == json.loads(line)["message"]


def test_an_exception_is_in_a_field_of_its_own() -> None:
    try:
        int("none")
    except ValueError:
        told = sys.exc_info()

    found = json.loads(JsonLines().format(record("it failed", exc_info=told)))

    assert "it failed" == found["message"]
    assert "ValueError" in found["exception"]


def test_what_it_is_about_holds_within_the_context_alone() -> None:
    with about(entry="weekly", market="dream"), about(crawl="c", market=None):
        inner = json.loads(JsonLines().format(record("in it")))
    outer = json.loads(JsonLines().format(record("after it")))

    assert ("weekly", "dream", "c") == (inner["entry"], inner["market"], inner["crawl"])
    assert (None, None, None) == (outer["entry"], outer["market"], outer["crawl"])


def test_what_is_printed_becomes_json_and_what_is_json_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(logging.root, "handlers", [])
    logger = logging.getLogger("cryptodrug_scraper.test_logs")
    monkeypatch.setattr(logger, "level", logging.INFO)
    begin_json()

    logger.info("logged")
    for said in ("starting ", "Tor\n", "cryptodrug: it failed\n  and more\n", "\n"):
        sys.stderr.write(said)
    sys.stderr.write(json.dumps({"time": "of a crawl", "message": "passed on"}) + "\n")

    found = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert ["logged", "starting Tor", "cryptodrug: it failed\n  and more", "passed on"] == [x["message"] for x in found]
    assert ["other", "printed", "printed", None] == [line.get("event") for line in found]
    assert ["INFO", "INFO", "ERROR", None] == [line.get("level") for line in found]


def test_the_form_is_given_or_set_or_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LOG_VARIABLE, raising=False)
    assert "text" == chosen_form()
    monkeypatch.setenv(LOG_VARIABLE, "json")
    assert ["json", "text"] == [chosen_form(), chosen_form("text")]
    monkeypatch.setenv(LOG_VARIABLE, "xml")
    with pytest.raises(ConfigurationError, match="CRYPTODRUG_LOG is 'xml': choose one of text, json"):
        chosen_form()
