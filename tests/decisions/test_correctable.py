"""Every field that a record declares can be corrected with a value of its type, or is refused with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from cryptodrug_scraper.decisions.check import checked
from cryptodrug_scraper.decisions.correctable import RECORDS, correctable, refusal
from cryptodrug_scraper.decisions.said import value_of
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.fields import fields_of
from tests.decisions.deciding import FIELD, unchecked

if TYPE_CHECKING:
    from cryptodrug_scraper.decisions.subject import Field

TIER = {"min_quantity": 5, "price_amount": "3.50", "price_currency": "USD"}


def of(record: Any, field: str) -> Field:
    return msgspec.structs.replace(FIELD, record=record, field=field)


def kept(record: str, field: str, said: str) -> Any:
    """What is kept of words that a person writes."""
    subject = of(record, field)
    found = checked(unchecked(subject, "corrected", value_of(subject, said)))
    assert found.value is not None
    return found.value[field]


def test_every_declared_field_can_be_corrected_or_its_refusal_says_why() -> None:
    refused = set()
    for record, declaring in RECORDS.items():
        for each in declaring:
            for field in fields_of(each):
                filled = [column.shown_as for column in field.columns]
                for name in filled if field.table is None else [field.table[0].name]:
                    if name not in correctable(record):
                        refused.add((record, name))
                        assert " cannot be corrected: it " in refusal(record, name) or "counts it" in refusal(
                            record, name
                        )
    assert {
        ("listing", "listing_id"),
        ("listing", "seen_on"),
        ("listing", "drug_class_source"),
        ("listing", "destination_excluded"),
        ("vendor", "vendor"),
        ("vendor", "seen_on"),
        ("review", "position"),
    } == refused


@pytest.mark.parametrize(
    ("record", "field", "said", "value"),
    [
        ("listing", "category_path", "Drugs, Benzos", ["Drugs", "Benzos"]),
        ("listing", "category_path", '["Pills, powders", "Autres"]', ["Pills, powders", "Autres"]),
        ("listing", "destination_codes", "nl, be,NL", ["BE", "NL"]),
        ("listing", "description", "Überraschung, 5 g", "Überraschung, 5 g"),
        ("listing", "sold_count", "1067", 1067),
        ("listing", "payment", "multisig,escrow", ["escrow", "multisig"]),
        ("listing", "stock_is_unlimited", "true", True),
        ("listing", "order_min", "null", None),
        ("listing", "shipping_option", "[]", []),
        ("listing", "shipping_option", "null", []),
        (
            "listing",
            "price_tier",
            msgspec.json.encode([TIER]).decode(),
            [
                {
                    "min_quantity": "5.0",
                    "max_quantity": None,
                    "price_amount": "3.5",
                    "price_currency": "USD",
                    "unit": None,
                }
            ],
        ),
        (
            "listing",
            "listing_exclusion",
            '[{"code": "EUROPE", "source": "field"}]',
            [{"code": "EUROPE", "source": "field", "text_field": None, "span": None}],
        ),
        (
            "vendor",
            "vendor_counter",
            '[{"counter": "feedback_positive", "window_or_band": "6m", "value": "12", "since": "2019-03-01"}]',
            [
                {
                    "counter": "feedback_positive",
                    "window_or_band": "6m",
                    "value": 12,
                    "is_exact": None,
                    "since": "2019-03-01",
                }
            ],
        ),
        ("vendor", "active_from", "2019-03-01T10:00:00+02:00", "2019-03-01T08:00:00Z"),
        ("vendor", "rating_count", "5", 5),
        ("review", "stars", "4.5", "4.5"),
        ("review", "comment", "top", "top"),
    ],
)
def test_a_value_is_of_the_type_that_its_field_declares(record: str, field: str, said: str, value: Any) -> None:
    assert value == kept(record, field, said)


@pytest.mark.parametrize(
    ("record", "field", "said", "why"),
    [
        ("listing", "listing_id", "5", "'listing_id' of a listing cannot be corrected: it identifies the record"),
        ("vendor", "vendor", "a", "it identifies the record"),
        ("review", "position", "5", "the program counts it"),
        ("listing", "destination_excluded", "US", "it follows from the rows of listing_exclusion: correct these"),
        ("listing", "colour", "red", "a listing has no field 'colour'; what can be corrected is accepted_coins, "),
        ("listing", "origin_codes", "BE,XQ", "XQ: no code of ISO 3166-1"),
        ("listing", "price_currency", "usd", "'usd' is no code of a currency: write it as USD"),
        ("listing", "product_class", "gaseous", "'gaseous': product_class is one of digital, physical"),
        ("listing", "payment", "escrow,credit", "'credit': payment is one of escrow, finalize_early, multisig"),
        ("listing", "substance", "tea", "'tea': substance is one of 2c_b"),
        ("listing", "sold_count", "-5", "sold_count counts something: -5 is below 0"),
        ("listing", "sold_since", "1 March", "does not fit sold_since, a date"),
        ("listing", "price_tier", "5 for 3 USD", "is no JSON"),
        (
            "listing",
            "price_tier",
            '{"min_quantity": 5}',
            "a list of rows in JSON, each with min_quantity, max_quantity",
        ),
        ("listing", "price_tier", '[{"min": 5}]', "min: a row of price_tier has max_quantity, min_quantity"),
        ("listing", "price_tier", "[{}]", "min_quantity is never null"),
        ("listing", "price_tier", '[{"min_quantity": 5, "price_currency": "dollars"}]', "no code of a currency"),
        ("listing", "listing_exclusion", '[{"code": "UK!", "source": "field"}]', "UK!: no code of ISO 3166-1"),
        ("listing", "listing_exclusion", '[{"code": "GB", "source": "rumour"}]', "source is one of field, text"),
        ("listing", "tags", "[5]", "does not fit tags, a text[]"),
        ("vendor", "vendor_counter", '[{"counter": "likes", "value": 5}]', "counter is one of feedback_positive"),
        ("vendor", "vendor_counter", str([{}] * 1001).replace("'", '"'), "has 1,001 rows, and 1,000 are the most"),
        ("vendor", "active_to", "2019-03-01T10:00:00", "no time zone"),
        ("review", "vendor", "a" * 201, "a text of vendor has more than 200 characters"),
        ("listing", "description", "é" * 1_000_001, "a text of description has more than 1,000,000 characters"),
        ("review", "sign", "bad", "sign is one of negative, neutral, positive"),
    ],
)
def test_a_value_of_another_type_is_refused_with_what_it_may_be(record: str, field: str, said: str, why: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        kept(record, field, said)
    assert why in str(refused.value)
