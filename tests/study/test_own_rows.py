"""The verdict of a claim hangs on rows of its own country, markets and days, and on no others."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.catalogue import measures
from cryptodrug_scraper.study.claims import Claim, Printed, Study
from cryptodrug_scraper.study.compute import findings
from cryptodrug_scraper.study.installed import study_named
from tests.derive.small_world import SmallWorld, day
from tests.support.examples import examples

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from cryptodrug_scraper.study.finding import Finding

CODES = ("BE", "NL", "DE", "FR", "US", "GB")
"""The last two are what others are made of: no claim here is about them."""
GOODS = (
    {"drug_class": "Ecstasy", "substance": "mdma"},
    {"drug_class": "Cannabis", "substance": "cannabis_herb"},
    {"drug_class": "Stimulants", "substance": "cocaine"},
)
MONTHS = range(-1, 5)
OF_DAYS = [
    (date(2018, 11, 1), date(2019, 4, 30)),
    (date(2018, 12, 1), date(2019, 2, 28)),
    (date(2019, 2, 10), date(2019, 3, 5)),
]
WHOLE = Asked("BE", date(2018, 1, 1), date(2020, 12, 31), "D2", "A1")


def market_of(world: SmallWorld, market: str, swap: Callable[[str], str] = str) -> None:
    """Six vendors of each country; what is of others than four may be called by other names."""
    for month in MONTHS:
        world.snapshot(market, day(month, 15))
    for number, code in enumerate(CODES):
        for vendor in range(6):
            name, listing = f"{swap(code)}{vendor}", f"{market}-{number}-{vendor}"
            beside = CODES[(number + 1) % 4]
            codes = f"{swap(code)} {beside}" if vendor % 2 and number < 4 else swap(code)
            goods = GOODS[(vendor * 2 + number) % 3]
            stays = [codes if month < 3 or vendor else None for month in MONTHS]
            world.listing(market, name, listing, stays, **goods)
            for sale in range(2 + (number * 3 + vendor) % 5):
                world.sale(market, name, listing, day(sale - 1, 3 + vendor), 30 + 17 * number + 40 * sale, **goods)
            place = {"listing_id": listing, "first_at": day(-1, 15), "last_at": day(4, 15), "until_at": day(4, 15)}
            for included, to in ((True, "WORLD" if vendor % 3 else swap(code)), (False, CODES[(vendor + number) % 4])):
                row = {"number": len(world.rows["listing_destination"]) + 1, "code": to, "is_included": included}
                world.add("listing_destination", market=market, vendor=name, **place, **row, why="field")
    for number, (left, taken) in enumerate((("NL", "BE"), ("BE", "DE"), ("DE", "FR"), ("US", "GB")), start=1):
        span = {"moved_from": day(1, 15), "moved_to": day(2, 15), "number": number}
        moved = {"from_codes": [swap(left)], "to_codes": [swap(taken)], "kept_codes": [], "evidence": "restated"}
        world.add("origin_move", vendor=f"{left}0", market=market, **span, **moved, listing_count=1)


def others_renamed(world: SmallWorld) -> None:
    """Who is of another country is of another one still: as many, with as much, under other names."""
    market_of(world, "dream", lambda code: {"US": "AU", "GB": "NZ"}.get(code, code))


def more_elsewhere(world: SmallWorld) -> None:
    """Another market, full of the country's own; and sales of its own on this one, in years of which nobody spoke."""
    market_of(world, "dream")
    market_of(world, "empire")
    for vendor in range(6):
        for year in (2017, 2020):
            at = datetime(year, 6, 5, tzinfo=UTC)
            world.sale("dream", f"BE{vendor}", f"dream-0-{vendor}", at, 5000, **GOODS[0])
            world.sale("dream", f"NL{vendor}", f"dream-1-{vendor}", at, 5000, **GOODS[0])
    span = {"moved_from": datetime(2017, 1, 1, tzinfo=UTC), "moved_to": datetime(2017, 2, 1, tzinfo=UTC), "number": 9}
    for left, taken in (("NL", "BE"), ("BE", "DE"), ("FR", "NL")):
        moved = {"from_codes": [left], "to_codes": [taken], "kept_codes": [], "evidence": "restated"}
        world.add("origin_move", vendor=f"{left}{taken}", market="dream", **span, **moved, listing_count=1)


CHANGES: tuple[Callable[[SmallWorld], None], ...] = (others_renamed, more_elsewhere)


def values_of(name: str) -> st.SearchStrategy[dict[str, Any]]:
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "amount": st.sampled_from([50, 100, 200, 1000]),
        "share": st.just(0.3),
        "goods": st.sampled_from(["mdma", "cannabis", "cocaine"]),
        "goods_list": st.sampled_from([("cannabis",), ("mdma", "cocaine")]),
        "countries": st.sampled_from([("NL",), ("DE", "FR"), ("BE", "NL", "DE", "FR")]),
    }
    takes = measures()[name].takes
    return st.fixed_dictionaries(
        {key: st.sampled_from(kind) if isinstance(kind, tuple) else kinds[kind] for key, kind in takes.items()}
    )


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    name = draw(st.sampled_from([name for name, measure in measures().items() if not measure.needs_closure]))
    first, last = draw(st.sampled_from(OF_DAYS))
    said = draw(st.sampled_from([{"above": 0.2}, {"below": 0.2}, {"about": 1.0}, {"at_least": 0.9}]))
    if name in {"moves_in", "moves_out", "excluding"}:
        said = {"exist": True}
    elif name == "sales_above":
        said = {"none": True}
    words = dict.fromkeys(("en", "fr", "nl"), "so")
    country = draw(st.sampled_from(CODES[:4]))
    known = {"id": "claim", "finding": "X1", "measure": name, "said": words, "printed": Printed("there")}
    window = {"country": country, "markets": ("dream",), "first_day": first, "last_day": last}
    return Claim(**known, **window, values=draw(values_of(name)), unit=None, **said)  # type: ignore[arg-type]


def judged(scratch: Engine, made: Callable[[SmallWorld], None], study: Study, country: str) -> list[Finding]:
    with scratch.connect() as connection:
        world = SmallWorld(connection)
        made(world)
        world.write()
        found = list(findings(connection, WHOLE.of(country), study))
        connection.rollback()
    return [row for row in found if row.market == "dream"]


@settings(max_examples=examples(5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.slow
def test_a_verdict_is_equal_whatever_else_there_is(scratch: Engine, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(claims(), min_size=1, max_size=4))
    country = drawn[0].country or "BE"
    listed = tuple(replace(each, id=f"c{number}", country=country) for number, each in enumerate(drawn))
    study = replace(study_named(), markets=("dream",), claims=listed, closure=None)
    before = judged(scratch, lambda world: market_of(world, "dream"), study, country)
    assert len(before) == len(listed)
    assert {row.verdict for row in before} <= {"agrees", "disagrees", "cannot_tell"}
    for change in CHANGES:
        after = judged(scratch, change, study, country)
        assert [told(row) for row in after] == [told(row) for row in before], change.__name__


def told(row: Finding) -> tuple[Any, ...]:
    ends = (row.value, row.low, row.high)
    return (row.measure, row.verdict, row.why_code, row.n, row.vendor_count, *(end and round(end, 9) for end in ends))


def test_the_world_can_tell_rows_apart(scratch: Engine) -> None:
    """What is changed above would change verdicts, if it was of the claim's country, market and days."""
    said = {"finding": "X1", "said": dict.fromkeys(("en", "fr", "nl"), "so"), "printed": Printed("there")}
    claim = Claim(id="c", measure="sales_above", values={"limit": 1000}, none=True, markets=("dream",), **said)  # type: ignore[arg-type]
    study = replace(study_named(), markets=("dream",), claims=(claim,), closure=None)
    (inside,) = judged(scratch, more_elsewhere, study, "BE")
    wide = replace(study, first_day=date(2017, 1, 1), last_day=date(2020, 12, 31))
    with scratch.connect() as connection:
        world = SmallWorld(connection)
        more_elsewhere(world)
        world.write()
        asked = Asked("BE", date(2017, 1, 1), date(2020, 12, 31), "D2", "A1")
        (outside,) = (row for row in findings(connection, asked, wide) if row.market == "dream")
        connection.rollback()
    assert inside.value == 0.0
    assert outside.verdict == "disagrees"
