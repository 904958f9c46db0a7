"""What a site prints around many pages is cut out and read once, and no page gives anything else for it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.page.document import CUT_OUT, Document, Element, PartReading
from cryptodrug_scraper.page.frame_part import FramePart, known_parts, without_parts
from cryptodrug_scraper.page.market import market_named
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.printed import page_object
from cryptodrug_scraper.page.structure import marks_of

ROOT = Path(__file__).parent.parent.parent
FULL = {
    "dream": ROOT / "fixtures/pages/dream/category_list/weed_full_page/body.html",
    "empire": ROOT / "fixtures/pages/empire/home/featured_full_menu/body.html",
    "wallstreet": ROOT / "fixtures/pages/wallstreet/category_list/weed_15_cards_en/body.html",
}
BLOCKS = [(market, number) for market in FULL for number in range(len(market_named(market).frame))]
HARMS = [
    (b"", b"<!--", b"-->"),
    (b"", b"<textarea>", b"</textarea>"),
    (b"", b"<script>", b"</script>"),
    (b"", b"<a href=x>", b"</a>"),
    (b"", b"<table><tr><td>", b"</td></tr></table>"),
    (b"", b"<ul><li>", b"</li></ul>"),
    (b"", b"<div class=statistics>", b"</div>"),
    (b"", b"<div class='card'><a href='/offer/12'>x</a>", b"</div>"),
    (b"", b"<div>" * 200, b"</div>" * 200),
    (b"", b"<p>", b""),
    (b"", b"<a href='", b"'>"),
    (b"</div>", b"", b""),
    (b"<div>", b"", b""),
    (b"<a>", b"", b""),
    (b"<b><i>", b"", b""),
    (b"<div>" * 200 + b"</div>" * 200, b"", b""),
    (b"<body class=act-frontendMaintenanceIndex>", b"", b""),
    (b"<div class=content><div class=shop></div></div>", b"", b""),
    (b"<div class=listDes></div><div class=pagination><a href=?page=3>3</a></div>", b"", b""),
    (b"<ul class='pager pagination'><li><a rel=next href='/x/15'>2</a></li></ul>", b"", b""),
    (b"<button name=page value=3>3</button><h1 class=fheading>x</h1>", b"", b""),
    (b'<span class="amount">7\xc3\x83\xc2\xa9</span>', b"", b""),
    (b"<div class=statistics><h3>Monero (XMR)</h3><p>Krona (SEK)<font>915.5</font></p></div>", b"", b""),
    (f'<{CUT_OUT} n="0"></{CUT_OUT}>'.encode(), b"", b""),
]
"""What stands within a part of a frame, before it and behind it; each is tried on two parts, in the long run on all."""


def named(block: tuple[str, int], harm: tuple[bytes, bytes, bytes]) -> str:
    market, number = block
    return f"{b''.join(harm)[:30].decode('ascii', 'replace')}-{market}-{number}"


def part_of(market: str, number: int) -> tuple[bytes, bytes, bytes]:
    """A page before a part of its frame, the part, and the page behind it."""
    page = FULL[market].read_bytes()
    place = market_named(market).frame[number].find(page)
    assert place is not None
    return page[: place[0]], page[slice(*place)], page[place[1] :]


def read(page: bytes, *, plain: bool) -> bytes:
    return to_json(page_object(parse_page(page, plain=plain), None))


def readings(page: bytes) -> set[bytes]:
    """What is read of a page in full and without its parts, of which some are cut out only from the third page on."""
    return {read(page, plain=True), *(read(page, plain=False) for _ in range(3))}


@pytest.mark.parametrize("market", FULL)
def test_the_parts_of_a_page_are_found_taken_and_give_the_same(market: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    take = Document.take

    def note(document: Document, place: Element) -> PartReading:
        taken.append(document.cut_out[place][0])
        return take(document, place)

    monkeypatch.setattr(Document, "take", note)
    before, block, behind = part_of(market, 0)
    page = before + block + b"<!-- of this page alone -->" + behind
    plain = read(page, plain=True)
    assert taken == []
    assert {plain} == readings(page)
    assert set(market_named(market).frame) == set(taken)


@pytest.mark.parametrize(("market", "number"), BLOCKS)
def test_a_part_that_is_known_never_reaches_the_parser(market: str, number: int) -> None:
    before, block, behind = part_of(market, number)
    parts = (market_named(market).frame[number],)
    for _ in range(3):
        rest, cut = without_parts(before + block + behind, parts, twice=False)
    read_before = known_parts().misses
    without_parts(before.replace(b"<head>", b"<head><!-- another page -->") + block + behind, parts, twice=False)
    assert read_before == known_parts().misses
    assert ["0"] == list(cut)
    assert block not in rest


def test_what_a_part_holds_is_not_read_again_where_the_rest_of_the_part_changes() -> None:
    before, block, behind = part_of("dream", 0)
    pages = [before + block.replace(b"</td>", b"%d</td>" % digit) + behind for digit in range(4, 7)]
    for page in pages:
        assert 1 == len(readings(page))
    assert 3 == len({read(page, plain=False) for page in pages})
    read_before = known_parts().misses
    changed = before + block.replace(b"</td>", b"9</td>") + behind
    assert 1 == len(readings(changed))
    assert 1 == known_parts().misses - read_before  # its categories were known


@pytest.mark.parametrize("market", FULL)
def test_marks_of_the_structure_are_those_of_the_whole_page(market: str) -> None:
    page = FULL[market].read_bytes()
    start, end = market_named(market).skipped[0]
    inside = page.index(end, page.index(start))
    changed = page[:inside] + b'<option class="of-what-is-not-read">' + page[inside:]
    for body in (page, changed):
        for _ in range(3):
            assert marks_of(body) == parse_page(body).marks == parse_page(body, plain=True).marks
    assert {".of-what-is-not-read"} == set(marks_of(changed)) - set(marks_of(page))


@pytest.mark.parametrize(
    ("market", "number", "harm"),
    [
        pytest.param(*block, harm, marks=() if (of + nth) % 3 == 0 else pytest.mark.campaign, id=named(block, harm))
        for nth, harm in enumerate(HARMS)
        for of, block in enumerate(BLOCKS)
    ],
)
def test_a_part_that_is_torn_or_stands_elsewhere_changes_nothing(
    market: str, number: int, harm: tuple[bytes, bytes, bytes]
) -> None:
    inside, above, below = harm
    before, block, behind = part_of(market, number)
    first, last = block.find(b">") + 1, block.rfind(b"</")
    for harmed in (
        before + above + block[:last] + inside + block[last:] + below + behind,
        before + above + block[:first] + inside + block[first:] + below + behind,
        before + above + block + inside + below + behind,
        before + above + block + below + block + behind,
    ):
        assert 1 == len(readings(harmed))


@pytest.mark.parametrize(
    "inside", [b"", b"<div class=statistics><h3>Monero (XMR)</h3><p>(SEK)<font>9.5</font></p></div>"]
)
def test_a_menu_that_stands_in_the_rates_is_read_whether_it_can_be_cut_out_or_not(inside: bytes) -> None:
    before, menu, behind = part_of("empire", 0)
    page = before + behind
    place = market_named("empire").frame[1].find(page)
    assert place is not None
    first = page.index(b">", place[0]) + 1
    nested = page[:first] + menu.removesuffix(b"</nav>") + inside + b"</nav>" + page[first:]
    assert b'"record":"category"' in read(nested, plain=True)
    assert 1 == len(readings(nested))


@pytest.mark.parametrize("market", ["dream", "wallstreet"])
def test_texts_of_a_part_that_were_encoded_twice_are_repaired_as_on_the_page(market: str) -> None:
    page = FULL[market].read_bytes()
    changed = page.replace(b"Drugs", "Drogues, cafÃ©".encode())
    assert changed != page
    framed = parse_page(changed)
    assert "Drogues, café" in to_json(page_object(framed, None)).decode()
    assert framed.repairs
    assert 1 == len(readings(changed))


def test_a_part_that_cannot_be_one_is_refused() -> None:
    market = market_named("dream")
    for start, before in ((b"sidebar", b"x"), (b"<div", b"")):
        part = FramePart(start, before, lambda _document, _elements: None, lambda _elements: True)
        with pytest.raises(ConfigurationError, match="no part of a frame"):
            replace(market, frame=(part,)).check()
        with pytest.raises(ConfigurationError, match="no part of a frame"):
            replace(market, frame=(replace(market.frame[0], holds=(part,)),)).check()
    with pytest.raises(ConfigurationError, match="no part of a frame"):
        replace(market, frame=("<div",)).check()  # type: ignore[arg-type]


def test_parse_reads_in_full_where_that_is_asked_for() -> None:
    command = [sys.executable, "-m", "cryptodrug_scraper", "parse", *map(str, FULL.values())]
    framed, plain = (
        subprocess.run([*command, *more], capture_output=True, check=True).stdout for more in ([], ["--plain"])
    )
    assert 3 == framed.count(b"\n")
    assert framed == plain


@pytest.mark.campaign
def test_pages_cut_anywhere_and_changed_give_the_same_in_both_ways(tmp_path: Path) -> None:
    program = ROOT / "tests/campaigns/plain_and_framed.py"
    command = [sys.executable, str(program), "--pages", "500", "--seed", "4", "--found", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert 0 == done.returncode, done.stdout.decode() + done.stderr.decode()
    told = json.loads(done.stdout)
    assert told["pages"] > 700
    assert (0, []) == (told["different"], list(tmp_path.iterdir()))
    assert told["parts known"] > 200
