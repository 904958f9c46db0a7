"""Walls of Dream Market are told by what a page is, not by words that its content may have, too."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest

from cryptodrug_scraper.page.parse import parse_page

PAGES = Path(__file__).parents[2] / "fixtures" / "pages" / "dream"
_CONTENT = re.compile(rb'(<div class="content">)(.*?)(</div> <!-- loggedin -->)', re.DOTALL)
_SENTENCES = (
    "Forum under maintainance until Monday.",
    "If you read: Your session has expired, log in again.",
    "buyer: is the market under maintenance again?",
    "You have been logged in elsewhere is what the page says.",
)


def body_of(case: str) -> bytes:
    """The page of a fixture."""
    return (PAGES / case / "body.html").read_bytes()


def kind_with(content: str) -> str:
    """The kind of a page in the market's frame with some content."""
    body, count = _CONTENT.subn(lambda page: page[1] + content.encode() + page[3], body_of("unknown/help"))
    assert count == 1
    return parse_page(body).kind


@pytest.mark.parametrize("sentence", _SENTENCES)
def test_words_below_a_heading_make_no_wall(sentence: str) -> None:
    assert kind_with(f'<div><div class="title">Inbox</div><p>{sentence}</p></div>') == "unknown"
    assert kind_with(f"<h2>News</h2><p>{sentence}</p>") == "unknown"


@pytest.mark.parametrize("sentence", _SENTENCES)
def test_words_of_a_long_content_make_no_wall(sentence: str) -> None:
    assert kind_with(f"<p>{sentence}</p><p>{'Words of a page of help. ' * 30}</p>") == "unknown"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Maintenance", "maintenance"),
        ("Your session has expired", "session_lost"),
        ("An Error has occured", "error"),
        ("Rules", "unknown"),
    ],
)
def test_a_heading_tells_a_wall_in_the_frame(heading: str, kind: str) -> None:
    assert kind_with(f'<div><div class="title">{heading}</div><p>Come back.</p></div>') == kind
    assert kind_with(f"<p>{heading}</p>") == kind


def test_a_long_page_without_the_frame_is_no_notice() -> None:
    body = body_of("maintenance/whole_site")
    assert parse_page(body).kind == "maintenance"
    assert parse_page(body.replace(b"</p>", b"Words of a forum. " * 200 + b"</p>")).kind == "unknown"


def test_a_page_that_shows_the_code_of_one_is_none() -> None:
    code = escape(body_of("listing/weed_from_belgium").decode())
    shown = f"<html><head><title>view-source:a</title></head><body><pre>{code}</pre></body></html>"
    page = parse_page(shown.encode())
    assert (page.market, page.kind, page.records) == (None, "foreign", [])


@pytest.mark.parametrize("old", [b"<link ", b"<title"])
def test_the_market_is_told_by_tags_in_capitals(old: bytes) -> None:
    body = body_of("maintenance/whole_site")
    assert parse_page(body.replace(old, old.upper())).market == "dream"
    bare = re.sub(rb"<link [^>]*>|Dream Market", b"", body)
    assert parse_page(bare).market is None
