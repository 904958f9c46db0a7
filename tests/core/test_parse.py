"""Whatever the bytes are: a classified page or a clear issue, soon, and never an exception."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.page.parse import parse_page

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
MEGABYTES_5 = 5_000_000
FRAME = {
    "dream": b'<html><head><link href="marketstyle.css"></head><body><div class="main"><div class="content">%s',
    "empire": b'<html><head><title>Empire Market</title></head><body><div class="right-content">%s',
    "wallstreet": b'<html><head><title>Wallstreet Market</title></head><body class="act-x"><div id="mCont">%s',
    "none": b"<html><body>%s",
}
HOSTILE = {
    "nested": b"<div>" * (MEGABYTES_5 // 5),
    "nested tables": b"<table><tr><td>" * (MEGABYTES_5 // 15),
    "nested lists": b"<ul><li>" * (MEGABYTES_5 // 8),
    "attributes": b"<div " + b" ".join(b"a%d=1" % number for number in range(600_000)) + b">",
    "attributes with >": b"<div " + b" ".join(b'a%d=">"' % number for number in range(500_000)) + b">",
    "open tag": b"<a " + b"x" * MEGABYTES_5,
    "unclosed": b"<p>" * (MEGABYTES_5 // 3),
    "angles": b"<" * MEGABYTES_5,
    "entities": b"&amp;" * (MEGABYTES_5 // 5),
    "comment": b"<!--" * (MEGABYTES_5 // 4),
    "closing": b"</div>" * (MEGABYTES_5 // 6),
    "doubly encoded": "Ã¼".encode() * (MEGABYTES_5 // 4),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("market", FRAME)
def test_hostile_pages_are_read_within_a_second(name: str, market: str) -> None:
    body = FRAME[market] % HOSTILE[name]
    began = time.process_time()
    page = parse_page(body)
    assert time.process_time() - began < 1.0
    assert page.market == (None if market == "none" else market)


MARKETS = ("dream", "empire", "wallstreet")
LARGE = b'<img src="' + b"A" * 10_500_000 + b'">'


@pytest.mark.parametrize(
    ("market", "closed", "beside"),
    [
        *((market, closed, b"") for market in MARKETS for closed in (True, False)),
        ("dream", True, LARGE),
        ("empire", False, LARGE),
        *(
            pytest.param(market, closed, LARGE, marks=pytest.mark.campaign)
            for market, closed in (("dream", False), ("empire", True), ("wallstreet", True), ("wallstreet", False))
        ),
    ],
    ids=lambda value: ("large" if value else "small") if isinstance(value, bytes) else str(value),
)
def test_elements_within_one_another_are_read_up_to_a_depth_and_then_told(
    market: str, beside: bytes, *, closed: bool
) -> None:
    """Each element is read with all that lies in it, so that a page of any depth would take time by its square."""

    def page(depth: int) -> bytes:
        return FRAME[market] % (b"<b>x" * depth + b"</b>" * depth * closed + beside) + b"</body></html>"

    frame = FRAME[market].count(b"<html>") + FRAME[market].count(b"<body") + FRAME[market].count(b"<div")
    below = frame + (not closed and beside != b"")  # the picture lies in the last one that is open
    assert "too_deep" not in [issue.code for issue in parse_page(page(255 - below)).issues]
    told = parse_page(page(256 - below))
    assert (market, "unknown", []) == (told.market, told.kind, told.records)
    assert ["too_deep"] == [issue.code for issue in told.issues]
    assert ["too_deep"] == [issue.code for issue in parse_page(page(3000)).issues]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\xff\xd8\xff\xe0picture", "not_html"),
        (b"\x89PNG\r\n\x1a\n", "not_html"),
        (b"PK\x03\x04archive", "not_html"),
        (b"no markup at all", "not_html"),
        (bytes(range(256)) * 40, "not_html"),
        (random.Random(7).randbytes(20_000) + b"<html>" + random.Random(8).randbytes(20_000), "not_html"),
    ],
)
def test_what_is_no_page_is_said_to_be_none(body: bytes, code: str) -> None:
    page = parse_page(body)
    assert (None, "unknown", []) == (page.market, page.kind, page.records)
    assert [(code, "error")] == [(issue.code, issue.severity) for issue in page.issues]


def test_utf_16_is_read_like_utf_8() -> None:
    body = (FIXTURES / "none" / "foreign" / "other_market" / "body.html").read_text(encoding="utf-8")
    page = parse_page(body.encode("utf-16"))
    assert ("foreign", "utf-16") == (page.kind, page.encoding)


def test_the_page_decides_its_market_and_the_option_only_checks_it() -> None:
    body = FRAME["empire"] % b"</div></body></html>"
    page = parse_page(body, market="dream")
    assert "empire" == page.market
    assert "market_mismatch" in [issue.code for issue in page.issues]
    assert "market_mismatch" not in [issue.code for issue in parse_page(body, market="empire").issues]


def test_a_page_without_its_end_is_incomplete() -> None:
    page = parse_page(b"<html><body><p>to be contin")
    assert not page.complete
    assert "truncated" in [issue.code for issue in page.issues]


def test_zero_bytes_in_a_page_do_not_end_it() -> None:
    body = (
        FRAME["dream"].replace(b"<body>", b"<body>\0\0")
        % b'<div><div class="title">Listing not found</div></div></html>'
    )
    assert "listing_gone" == parse_page(body).kind


@pytest.mark.parametrize("sign", ["\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
@pytest.mark.parametrize("tag", [b"script", b"style", b"textarea"])
@pytest.mark.parametrize("market", ["dream", "empire", "wallstreet"])
def test_a_page_that_is_cut_behind_a_control_character_in_a_script_is_read(sign: str, tag: bytes, market: str) -> None:
    page = parse_page(FRAME[market] % (b"<%s>x%s y" % (tag, sign.encode())))
    assert market == page.market
    assert "truncated" in [issue.code for issue in page.issues]


@given(st.binary(max_size=2000))
def test_no_bytes_raise(body: bytes) -> None:
    parse_page(body)


@given(st.binary(max_size=500), st.sampled_from(sorted(FRAME)))
def test_no_bytes_within_a_market_raise(body: bytes, market: str) -> None:
    parse_page(FRAME[market].replace(b"%s", b"") + body)


@pytest.mark.slow
def test_damaged_fixtures_never_raise() -> None:
    source = random.Random(20181118)
    for file in sorted(FIXTURES.rglob("body.html")):
        body = file.read_bytes()
        for _ in range(2):
            start = source.randrange(len(body) + 1)
            parse_page(body[:start])
            parse_page(body[:start] + source.randbytes(8) + body[start + source.randrange(64) :])


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        *(("400 g Zabelo", "unknown"), ("500 mirufa recipes", "unknown"), ("400 Gramm Zabelo", "unknown")),
        *(("404 Not Found", "error"), ("502 - Zabelo", "error"), ("404 not found", "error"), ("500", "error")),
    ],
)
def test_a_number_of_things_is_no_error(title: str, kind: str) -> None:
    assert parse_page(f"<html><head><title>{title}</title></head><body><p>".encode()).kind == kind
