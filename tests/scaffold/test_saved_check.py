"""A check of all saved pages finds each mistake of reading that is made on purpose, and nothing odd without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.scaffold.pictures import picture_of
from cryptodrug_scraper.scaffold.saved_check import found_on, read_saved
from cryptodrug_scraper.scaffold.untaken import frame_of
from tests.support.drafted import drafted
from tests.support.havnetorv import RATINGS, WARES, save_mirror

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cryptodrug_scraper.scaffold.lack import Lack

CAPTURED = parse_capture_time("2019-02-03T12:00:00Z")
WHOLE_CARD = "title=document.text(card),"
TITLE_OF_CARD = "title=document.text(link) or None,"
MASK = 'review.buyer_mask = document.shown("buyer_mask", document.text(found), mask_within)'
COMMENT = "review.comment = document.text(found) or None"
SINCE = 'vendor.member_since = document.shown("member_since", text, parse_printed_day)'
NAME_OF_CARD = (
    'listing.vendor = account_name(document.text(found), part_of(path_of(found.get("href")), _VENDOR_ADDRESS))'
)
OCCURRED = "review.occurred = parse_moment(document.text(found), document.context.captured)"
DESCRIPTION = "listing.description = document.block(found)"

UNTAKEN = {
    "a description": ({DESCRIPTION: "pass"}, "listing", "div.tekst"),
    "comments": ({COMMENT: "pass"}, "vendor_feedback", "li.karakter"),
    "a label": (
        {'case "På lager":': 'case "Lager":', "_IGNORED)": '_IGNORED | {"På lager": ""})'},
        "listing",
        "label 'På lager'",
    ),
}
UNFILLED = {
    "who bought": ({MASK: "pass"}, "review", "buyer_mask"),
    "since when": ({SINCE: "pass"}, "vendor", "member_since"),
    "what is left": ({'listing.stock = document.shown("stock", text, stock_within)': "pass"}, "listing", "stock"),
}
ODD = {
    "a title with its price": ({TITLE_OF_CARD: WHOLE_CARD}, "category_list", "listing.title looks wrong"),
    "a name with a space": (
        {NAME_OF_CARD: 'listing.vendor = f"hos {document.text(found)}"'},
        "category_list",
        "listing.vendor looks wrong",
    ),
    "ages that grow younger": (
        {OCCURRED: OCCURRED.replace("captured)", "captured, month_first=True)")},
        "vendor_feedback",
        "review.occurred looks wrong",
    ),
    "a comment with its time": ({COMMENT: "review.comment = document.text(row)"}, "vendor_feedback", "review.comment"),
    "one identifier": (
        {'listing_id=part_of(path_of(link.get("href")), _LISTING_ADDRESS)': 'listing_id=document.title and "1"'},
        "category_list",
        "listing.listing_id looks wrong",
    ),
}
SPACE = {
    "a raw title": ({TITLE_OF_CARD: 'title="".join(card.itertext()),'}, "gruppe/20.html", "title"),
    "a raw description": (
        {DESCRIPTION: 'listing.description = "".join(main.itertext())'},
        "vare/kk407007.html",
        "description",
    ),
    "a cut title": ({"title=title or None,": 'title="".join(main.itertext())[:40],'}, "vare/kk408008.html", "title"),
}

Mistake = tuple[dict[str, str], str, str]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return sorted(save_mirror(tmp_path_factory.mktemp("mirror")).rglob("*.html"))


@pytest.fixture
def lacks(
    saved: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Mapping[str, str]], list[Lack]]:
    """What is found on all saved pages where the readers are changed."""

    def check(changes: Mapping[str, str]) -> list[Lack]:
        with drafted("havnetorv", saved, tmp_path, changes) as market:
            monkeypatch.setattr("cryptodrug_scraper.page.parse.markets", lambda: (market,))
            return list(found_on(market, read_saved(saved, CAPTURED)))

    return check


def test_readings_without_a_mistake_have_nothing_odd(lacks: Callable[[Mapping[str, str]], list[Lack]]) -> None:
    found = lacks({})
    assert [] == [lack for lack in found if lack.required]
    assert [] == [lack for lack in found if "looks wrong" in lack.detail and "known place" not in lack.detail]
    assert not [
        lack for lack in found if WARES[0].text[:20] in lack.detail or RATINGS["fyrmester"][0][2] in lack.detail
    ]


@pytest.mark.parametrize("mistake", UNTAKEN.values(), ids=UNTAKEN)
def test_text_that_no_record_took_is_named_with_its_block(
    mistake: Mistake, lacks: Callable[[Mapping[str, str]], list[Lack]]
) -> None:
    changes, kind, block = mistake
    found = [lack.detail for lack in lacks(changes) if lack.what == kind and "is in no record" in lack.detail]
    assert [detail for detail in found if detail.startswith(f"{block}: ")], found


@pytest.mark.parametrize("mistake", UNFILLED.values(), ids=UNFILLED)
def test_a_field_that_is_never_filled_is_named(
    mistake: Mistake, lacks: Callable[[Mapping[str, str]], list[Lack]]
) -> None:
    changes, record, name = mistake

    def unfilled(found: list[Lack]) -> set[str]:
        said = [each.detail for each in found if each.what == record and each.detail.startswith("never filled: ")]
        return {field for each in said for field in each.removeprefix("never filled: ").split(", ")}

    assert name in unfilled(lacks(changes))


@pytest.mark.parametrize("mistake", ODD.values(), ids=ODD)
@pytest.mark.slow
def test_a_value_that_looks_wrong_is_told(mistake: Mistake, lacks: Callable[[Mapping[str, str]], list[Lack]]) -> None:
    changes, kind, said = mistake
    assert [lack for lack in lacks(changes) if lack.what == kind and lack.detail.startswith(said)]


@pytest.mark.parametrize("mistake", SPACE.values(), ids=SPACE)
def test_a_reading_that_hangs_on_white_space_is_required_to_be_mended(
    mistake: Mistake, lacks: Callable[[Mapping[str, str]], list[Lack]]
) -> None:
    changes, file, field = mistake
    found = [lack for lack in lacks(changes) if lack.detail.startswith("read otherwise without white space")]
    assert [lack for lack in found if lack.required and lack.what == file and f"its {field} is" in lack.detail], found


def test_a_picture_marks_what_was_read_and_frames_what_was_not(
    saved: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with drafted("havnetorv", saved, tmp_path, {DESCRIPTION: "pass"}) as market:
        monkeypatch.setattr("cryptodrug_scraper.page.parse.markets", lambda: (market,))
        monkeypatch.setattr("cryptodrug_scraper.explore.inert.sheet.market_named", lambda _: market)
        readings = read_saved([file for file in saved if "vare" in file.parts], CAPTURED)
        drawn = picture_of(readings[0], frame_of(each.document for each in readings))
    assert 'data-cd="title"' in drawn
    assert f'data-cd="in no record" title="in no record">{WARES[0].text[:20]}' in drawn
    assert "<script" not in drawn
    assert "http" not in drawn.replace("http-equiv", "")
