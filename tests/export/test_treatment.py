"""It is decided of every column of text that a view can be exported with whether it may leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.export.treatment import CODED, Treatment, treatment_of
from cryptodrug_scraper.export.views import VIEWS

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened

WITHHELD = {
    *("title", "listing_title", "description", "terms", "refund_policy", "tags", "profile", "comment", "reply"),
    *("packaging", "words", "span", "raw", "age_raw", "ships_from_raw", "ships_to_raw", "pgp_key", "detail", "label"),
}
PLAIN = {"boolean": "boolean", "bigint": "integer", "integer": "integer", "numeric": "number", "date": "date"}
COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'research'::regnamespace AND c.relkind = 'v' AND a.attnum > 0 AND NOT a.attisdropped
"""


def test_every_text_of_every_view_is_coded_a_pseudonym_or_withheld_on_purpose(shared: Opened) -> None:
    undecided = set()
    seen = set()
    for view, column, kind in shared.rows(COLUMNS):
        if view not in VIEWS or kind not in {"text", "text[]", "uuid", "jsonb"}:
            continue
        seen.add(column)
        treatment, _ = treatment_of(column, "string")
        if treatment is Treatment.WITHHOLD and column not in WITHHELD:
            undecided.add(f"{view}.{column}")
        assert not (treatment is Treatment.KEEP and column in WITHHELD)
        assert kind != "uuid" or treatment is Treatment.PSEUDONYM or column == "derive_run", f"{view}.{column}"
    assert undecided == set()
    assert CODED - seen == set()


def test_every_view_can_be_exported_or_is_left_out_on_purpose(shared: Opened) -> None:
    views = {view for view, _, _ in shared.rows(COLUMNS)}
    left_out = {
        "template_mark",
        "template_change",
        "publication",
        "market_look",
        "searched_text",
        "decision",
        "corrected_field",
        "error_count",
    }
    assert views - set(VIEWS) == left_out
    assert set(VIEWS) - views == set()


def test_a_text_that_nobody_has_thought_of_is_withheld_and_a_number_is_not() -> None:
    assert treatment_of("hobbies", "string") == (Treatment.WITHHOLD, None)
    assert treatment_of("hobbies", "array") == (Treatment.WITHHOLD, None)
    assert treatment_of("shoe_size", "number") == (Treatment.KEEP, None)
    assert treatment_of("number", "integer") == (Treatment.WITHHOLD, None)
