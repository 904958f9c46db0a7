"""Fields of every kind that people corrected or rejected: in what is derived, and in the views of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from tests.decisions.test_derived import SAID, run

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened

LISTING = """
SELECT
    l.listing_observation_id::text AS id, l.listing_id, l.market, l.parse_run_id, l.category_path, l.drug_class,
    (SELECT min(s.snapshot_id) FROM research.listing_at_snapshot s
     WHERE s.listing_observation_id = l.listing_observation_id) AS snapshot_id
FROM research.listing_snapshot l
WHERE l.market = 'empire' AND l.seen_on = 'page' AND l.drug_class = 'Cannabis' AND l.sold_count > 0
  AND l.destination_codes <> '{}' AND l.destination_excluded = '{}'
  AND EXISTS (SELECT FROM research.listing_at_snapshot s WHERE s.listing_observation_id = l.listing_observation_id)
ORDER BY l.captured_at, 2 LIMIT 1
"""
OTHER_CATEGORY = """
SELECT category_path FROM research.listing_snapshot WHERE market = 'empire' AND drug_class = 'Benzos' ORDER BY 1 LIMIT 1
"""
VENDOR = """
SELECT v.vendor_observation_id::text AS id, v.vendor FROM research.vendor_snapshot v
JOIN public.vendor_counter n USING (parse_run_id)
WHERE v.market = 'empire' AND v.seen_on = 'page' AND n.counter = 'feedback_positive' ORDER BY v.captured_at, 2 LIMIT 1
"""
RATING = """
SELECT p.review_observation_id::text AS id, p.review_id, p.comment FROM research.review_page p
WHERE p.market = 'empire' AND p.comment IS NOT NULL AND p.sighting_count = 1 ORDER BY p.captured_at, 2 LIMIT 1
"""
STATE = """
SELECT title, category_path, drug_class, quantity_grams, sold_count, payment, destination_excluded
FROM research.listing_at_snapshot WHERE snapshot_id = :snapshot AND listing_id = :listing
"""
SPELLS = "SELECT DISTINCT why, words FROM research.destination_spell WHERE market = 'empire' AND listing_id = :listing"
READ = """
SELECT o.title, o.category_path, o.sold_count FROM research.listing_snapshot o
WHERE o.listing_observation_id = CAST(:id AS uuid)
"""
TIERED = """
SELECT row_id(t.parse_run_id, 1, t.listing_ordinal)::text, t.parse_run_id, t.listing_ordinal, count(*)
FROM price_tier t JOIN counted_reading USING (parse_run_id, captured_at) GROUP BY 2, 3 ORDER BY 4 DESC, 1 LIMIT 2
"""
OTHER_TIERS = """
DELETE FROM price_tier WHERE row_id(parse_run_id, 1, listing_ordinal) = CAST(:id AS uuid) AND ordinal = 0
"""
REJECTED = """
SELECT d.state, f.value::text FROM research.decision d LEFT JOIN research.corrected_field f USING (decision_id)
WHERE d.verdict = 'rejected'
"""
TIER = {"min_quantity": 5, "price_amount": "3.50", "price_currency": "USD"}
EXCLUDED = {"code": "DE", "source": "text", "text_field": "title", "span": "nicht nach Deutschland"}
COUNTED = {"counter": "feedback_positive", "window_or_band": "12m", "value": 1067}


def correct(record: str, **values: Any) -> None:
    for field, value in values.items():
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        run("add", "field", record, field, "--verdict", "corrected", "--value", said, *SAID)


def told(own: Opened) -> dict[str, tuple[str, Any]]:
    """By field the state of each decision that counts, and what it changed."""
    rows = own.rows("SELECT field, state, changed FROM research.decision WHERE verdict = 'corrected'")
    return {field: (state, changed) for field, state, changed in rows}


def test_lists_texts_counters_and_categories_are_corrected(own: Opened) -> None:
    listing = own.rows(LISTING)[0]
    record, listing_id, *_, snapshot = listing
    vendor, _ = own.rows(VENDOR)[0]
    rating, review_id, comment = own.rows(RATING)[0]
    before = own.rows(READ, id=record)
    other_path = own.one(OTHER_CATEGORY)
    (one, *_), (other, *_) = own.rows(TIERED)

    correct(
        record,
        title="Alprazolam 2 mg x 50 nach Österreich",
        category_path=other_path,
        sold_count=1067,
        payment="multisig",
        price_tier=[TIER],
        shipping_option=[{"label": "Brief", "price_amount": 5, "price_currency": "EUR", "days": 2.5, "per": "order"}],
        listing_exclusion=[EXCLUDED],
        listing_price=[{"amount": "0.0123", "currency": "BTC"}],
        description="Nicht nach Deutschland.",
        tags="neu, gut",
    )
    correct(vendor, vendor_counter=[COUNTED], rating_count=1100, profile="Neuer Text.", external_rating=[])
    correct(rating, comment="wurde falsch gelesen", stars="1")
    for each in (one, other):
        run("add", "field", each, "price_tier", "--verdict", "rejected", "--value", tiers(own, each), *SAID)
    with own.database.engine.begin() as connection:  # as if a newer parser read other steps on the second page
        connection.execute(text(OTHER_TIERS), {"id": other})
    own.derive()

    found = told(own)
    assert {"applied"} == {state for state, _ in found.values()}, found
    unchanged = {field for field, (_, changed) in found.items() if changed is None}
    assert unchanged <= {"external_rating"}, "an empty list that was empty is no change"
    title, path, drug, grams, sold, payment, excluded = own.rows(STATE, snapshot=snapshot, listing=listing_id)[0]
    assert ("Alprazolam 2 mg x 50 nach Österreich", other_path) == (title, path)
    assert "Benzos" == drug, "the class follows from the category"
    assert listing[5] != drug
    assert (1067, ["multisig"], ["DE"]) == (sold, payment, excluded)
    assert grams is None or float(grams) == 0.1
    assert ("text", "nicht nach Deutschland") in {(why, words) for why, words in own.rows(SPELLS, listing=listing_id)}
    said = own.rows("SELECT comment, stars FROM research.review_page WHERE review_id = :id", id=review_id)
    assert [("wurde falsch gelesen", 1)] == [(words, int(stars)) for words, stars in said]
    assert comment != said[0][0]
    assert before == own.rows(READ, id=record), "what was observed is as it was"
    views = own.rows("SELECT record, field FROM research.corrected_field WHERE verdict = 'corrected'")
    assert len(found) - len(unchanged) == len(views) == len(set(views))

    states = dict(own.rows(REJECTED))
    assert {"applied": "null", "ground_changed": None} == states, "another reading is not touched, and told"


def tiers(own: Opened, record: str) -> str:
    columns = "min_quantity, max_quantity, price_amount, price_currency, unit"
    return str(
        own.one(
            f"SELECT json_agg(json_build_object('min_quantity', min_quantity, 'max_quantity', max_quantity, "
            "'price_amount', price_amount, 'price_currency', price_currency, 'unit', unit) ORDER BY ordinal)::text "
            f"FROM (SELECT ordinal, {columns} FROM price_tier "
            "WHERE row_id(parse_run_id, 1, listing_ordinal) = CAST(:id AS uuid)) t",
            id=record,
        )
    )
