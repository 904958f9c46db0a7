"""The load that derivations are measured with: copies of other accounts, whose pages show listings several times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.crowd import crowd

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened

COUNTED = {
    "pages": "SELECT count(*) FROM parse_run",
    "ratings": "SELECT count(*) FROM review_observation",
    "statements of listings": "SELECT count(*) FROM listing_observation",
    "vendors": "SELECT count(DISTINCT vendor) FROM review_observation",
    "listings": "SELECT count(DISTINCT listing_id) FROM listing_observation",
    "keys": "SELECT count(pgp_fingerprint) FROM vendor_observation",
}
TIMES = {"pages": 3, "ratings": 3, "statements of listings": 6, "vendors": 3, "listings": 6, "keys": 1}


@pytest.mark.slow
def test_copies_are_of_other_accounts_and_their_pages_show_more_listings(own: Opened) -> None:
    before = {name: own.one(query) for name, query in COUNTED.items()}
    assert all(before.values())

    with own.database.engine.connect() as connection:
        crowd(connection, accounts=3, listings=2)

    assert {name: count * TIMES[name] for name, count in before.items()} == {
        name: own.one(query) for name, query in COUNTED.items()
    }
