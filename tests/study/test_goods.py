"""Of which goods a claim speaks: a class of drugs, a substance, or cannabis, as every other output counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.disclosure.goods import level_of
from cryptodrug_scraper.disclosure.listings import listings_sums
from cryptodrug_scraper.disclosure.sales import sales_sums
from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.filling import sql_of
from cryptodrug_scraper.study.installed import study_named
from tests.derive.small_world import SmallWorld, day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

ASKED = Asked("DE", day(2).date(), day(2, 28).date(), "D2", "A1")
SOLD = (
    ("Cannabis", "cannabis_herb"),
    ("Cannabis", None),
    ("Other", "cannabis_resin"),
    ("Ecstasy", "mdma"),
    ("Ecstasy", "mda"),
    ("Opioids", "heroin"),
    ("Opioids", None),
    ("Digital Goods", None),
)
"""By the number of who sells it: the even ones are of DE."""
OF = {"cannabis": {0, 1, 2}, "mdma": {3}, "ecstasy": {3, 4}, "opioids": {5, 6}, "heroin": {5}, "digital_goods": {7}}
DRUGS = set(range(7))


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        world = SmallWorld(opened)
        world.snapshot("m", day(2, 15))
        for number, (drug_class, substance) in enumerate(SOLD):
            goods = {"drug_class": drug_class, "substance": substance}
            world.listing("m", f"v{number}", str(number), ["SE" if number % 2 else "DE"], **goods)
            world.sale("m", f"v{number}", str(number), day(2, 3), 10, **goods)
        world.all_is_known("m")
        world.write()
        yield opened
        opened.rollback()


@pytest.mark.parametrize("goods", OF)
def test_goods_are_the_same_ones_wherever_they_are_counted(connection: Connection, goods: str) -> None:
    said = "SELECT research.is_goods(:goods, :kind, :substance)"
    values = [{"goods": goods, "kind": kind, "substance": substance} for kind, substance in SOLD]
    assert OF[goods] == {place for place, row in enumerate(values) if connection.execute(text(said), row).scalar()}
    assert connection.execute(text(said), {"goods": goods, "kind": None, "substance": None}).scalar() is False
    found = OF[goods] & DRUGS
    key = ("anyones", "m", *level_of(goods))
    counted = (listings_sums(connection, ASKED)["m"].window, sales_sums(connection, ASKED)["m"].sums)
    assert [{f"v{number}" for number in found}] * 2 == [{of[0] for of in sums.get(key, {})} for sums in counted]


@pytest.mark.parametrize("of", ["listings", "transactions"])
@pytest.mark.parametrize("goods", [name for name in OF if name != "digital_goods"])
def test_a_location_quotient_is_of_them(connection: Connection, goods: str, of: str) -> None:
    theirs = {number for number in DRUGS if number % 2 == 0}
    expected = len(OF[goods] & theirs) / len(theirs) / (len(OF[goods]) / len(DRUGS))
    sql = sql_of(study_named(), "location_quotient", ASKED, "m", {"goods": goods, "of": of})
    assert connection.execute(text(sql)).mappings().one()["value"] == pytest.approx(expected)
