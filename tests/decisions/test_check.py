"""What can be no decision is refused, and the message says why and what to do."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from cryptodrug_scraper.decisions.check import checked
from cryptodrug_scraper.decisions.decision import id_of
from cryptodrug_scraper.decisions.subject import Class
from cryptodrug_scraper.errors import ConfigurationError
from tests.decisions.deciding import CLASS, COUNTRY, FIELD, PRICE, link, unchecked

if TYPE_CHECKING:
    from cryptodrug_scraper.decisions.decision import Decision

PAIR = link("dream/a", "empire/b")
REFUSED: dict[str, tuple[Decision, str]] = {
    "nobody": (unchecked(PAIR, decided_by="  "), "decided_by is empty"),
    "no reason": (unchecked(PAIR, decided_why="\n"), "decided_why is empty"),
    "a megabyte": (unchecked(PAIR, decided_why="é" * 1_000_000), "has 1,000,000 characters, and 10,000 are the most"),
    "a control character": (unchecked(PAIR, decided_why="a\x1b[2Jb"), "control character"),
    "a null": (unchecked(link("dream/a\x00", "empire/b")), "control character"),
    "half a character": (unchecked(PAIR, decided_why="\ud800"), "control character"),
    "no zone": (unchecked(PAIR, decided_at=datetime(2026, 1, 1)), "no time zone"),  # noqa: DTZ001
    "one account": (unchecked(link("dream/a", "dream/a")), "is one account"),
    "a corrected link": (unchecked(PAIR, "corrected"), "a link is accepted or rejected, not corrected"),
    "a link with a value": (unchecked(PAIR, value={"origin_codes": ["BE"]}), "have no value"),
    "no ground": (unchecked(PAIR, ground=None), "ground is missing"),
    "a country without a value": (unchecked(COUNTRY), "value is missing"),
    "no country": (unchecked(COUNTRY, value={"origin_codes": ["BE", "XQ"]}), "XQ: no code of ISO 3166-1"),
    "codes that are no list": (unchecked(COUNTRY, value={"origin_codes": "BE"}), "the value of a country is"),
    "days that end first": (
        unchecked(msgspec.structs.replace(COUNTRY, last_day=date(2019, 4, 30)), value={"origin_codes": ["BE"]}),
        "end on 2019-04-30, before they begin",
    ),
    "a price of nothing": (unchecked(msgspec.structs.replace(PRICE, price=Decimal(0))), "0 is no price"),
    "no number": (unchecked(msgspec.structs.replace(PRICE, price=Decimal("NaN"))), "NaN is no price"),
    "a listing and a title": (
        unchecked(Class(market="dream", listing_id="1", title="x")),
        "of a listing or of a title",
    ),
    "no class": (unchecked(CLASS, value={"drug_class": "Tea"}), "'Tea' is no drug_class: it is one of Cannabis"),
    "no part of a class": (unchecked(CLASS, value={"colour": "Cannabis"}), "'colour' is nothing that is decided"),
    "a price in words": (unchecked(FIELD, value={"price_amount": "cheap"}), "does not fit price_amount, a numeric"),
    "a price without end": (
        unchecked(FIELD, value={"price_amount": "Infinity"}),
        "no number that price_amount can hold",
    ),
    "another field's value": (unchecked(FIELD, value={"title": "x"}), "the value of this field is"),
    "nothing rejected": (unchecked(FIELD, "rejected", {"price_amount": None}), "what is rejected is a value"),
    "a withdrawal of nothing": (unchecked(PAIR, "withdrawn"), "names the decision in replaces"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_be_no_decision_is_refused_with_a_reason(name: str) -> None:
    decision, said = REFUSED[name]
    with pytest.raises(ConfigurationError) as refused:
        checked(decision)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("field", "said", "kept"),
    [
        ("price_amount", 45, "45.0"),
        ("price_amount", "45.50", "45.5"),
        ("stock_count", "12", 12),
        ("origin_codes", ["NL", "BE", "NL"], ["BE", "NL"]),
        ("sold_since", "2019-03-01", "2019-03-01"),
        ("sold_is_exact", False, False),
        ("title", "45", "45"),
        ("vendor", None, None),
    ],
)
def test_a_field_takes_values_of_its_own_type_in_one_form(field: str, said: Any, kept: Any) -> None:
    found = checked(unchecked(msgspec.structs.replace(FIELD, field=field), "corrected", {field: said}))
    assert {field: kept} == found.value


def test_the_same_decision_is_one_however_it_is_written() -> None:
    one = checked(unchecked(link("empire/b", "dream/a"), decided_why=" seen "))
    other = checked(unchecked(PAIR))
    assert id_of(one) == id_of(other)
    cheap, same = (checked(unchecked(msgspec.structs.replace(PRICE, price=Decimal(p)))) for p in ("4500", "4.5E+3"))
    assert id_of(cheap) == id_of(same)
    assert id_of(one) != id_of(checked(unchecked(PAIR, decided_by="J. Maes")))
