"""Derived figures are compared with the truth: differences, intervals, and what is right of what was found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from simulator.commands.comparison.estimates import estimates, judged, summaries
from simulator.commands.comparison.findings import Found, found_rows
from simulator.commands.comparison.intervals import ASKED, IN_ALL, by_chance, covers, remarks
from simulator.dream.addresses import offer_id
from simulator.truth.asked import AskedFrames
from simulator.truth.frames import INSTANT, Frames
from tests.simulator.small_truth import MINI_LOOKS, instant, write_mini, write_truth

if TYPE_CHECKING:
    from pathlib import Path

_MARKET = {"market": pl.String}
_ESTIMATE = {"value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "grade": pl.String}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "populations": {**_MARKET, "snapshot_id": pl.String, "of": pl.String, "estimator": pl.String, **_ESTIMATE},
    "months": {**_MARKET, "month": pl.Date, "measure": pl.String, **_ESTIMATE},
    "reviews": {**_MARKET, "value": pl.Float64},
    "bulk": {**_MARKET, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64},
    "prices": {**_MARKET, "listing_id": pl.String, "first_at": INSTANT, "price_flag": pl.String},
    "moves": {
        **_MARKET, "vendor": pl.String, "from_codes": pl.List(pl.String), "to_codes": pl.List(pl.String),
        "moved_from": INSTANT, "moved_to": INSTANT,
    },
    "exclusions": {**_MARKET, "listing_id": pl.String, "place": pl.String},
    "opened": {**_MARKET, "listing_id": pl.String},
    "names": {**_MARKET, "printed_name": pl.String, "vendor": pl.String, "decision": pl.String},
    "links": dict.fromkeys(("market_a", "vendor_a", "market_b", "vendor_b", "decision"), pl.String),
    "migrations": dict.fromkeys(("from_market", "from_vendor", "to_market", "class"), pl.String),
    "pages": {
        **_MARKET, "vendor": pl.String, "listing_id": pl.String, "captured_at": INSTANT, "occurred_from": INSTANT,
    },
}  # fmt: skip
_SHARES = {
    **_MARKET, "month": pl.Date, "definition": pl.String, "measure": pl.String, "grade": pl.String,
    **dict.fromkeys(("share", "share_low", "share_high", "value", "value_low", "value_high"), pl.Float64),
}  # fmt: skip


class Said:
    """A derivation that says what a test wants; nothing of all else."""

    def __init__(self, *, shares: list[tuple[Any, ...]] | None = None, **tables: list[tuple[Any, ...]]) -> None:
        self._shares, self._tables = shares or [], tables

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name == "snapshots":
            return MINI_LOOKS.with_columns(pl.lit("complete").alias("grade"))
        return pl.DataFrame(self._tables.get(name, []), schema=_SCHEMAS[name], orient="row")

    def shares(self, country: str) -> pl.DataFrame:
        assert "BE" == country
        return pl.DataFrame(self._shares, schema=_SHARES, orient="row")


_NO_MORE = (5.0, 12.0, "complete")
FEBRUARY, MARCH, APRIL = (date(2019, month, 1) for month in (2, 3, 4))


def test_estimates_stand_beside_the_truth_with_their_differences(tmp_path: Path) -> None:
    said = Said(
        months=[
            ("dream", FEBRUARY, "transactions", 9.0, 5.0, 12.0, "complete"),
            ("dream", MARCH, "turnover_eur", 436.0, 400.0, 500.0, "usable"),
            ("dream", APRIL, "listings", 7.0, None, None, "partial"),
        ],
        populations=[("dream", "dream 2019-03-01", "listing", "jolly_seber", 10.0, 9.0, 11.0, "complete")],
        shares=[("dream", MARCH, "D2", "vendors", "complete", 0.5, 0.1, 0.7, 2.0, 2.0, 2.5)],
    )
    found = estimates(Frames(write_mini(tmp_path)), said, "BE")  # type: ignore[arg-type]
    rows = {row["measure"]: row for row in found.iter_rows(named=True)}
    assert (6, 50.0, True, True) == _of(rows["transactions"])
    assert (545, -20.0, False, True) == _of(rows["turnover_eur"])
    assert (7, 0.0, None, False) == _of(rows["listings"])
    assert (8, 25.0, False, True) == _of(rows["listings (jolly_seber)"])
    assert (0.6, -10.0, True, True) == _of(rows["vendors of BE (D2)"])
    assert (3, -33.333333333, False, True) == _of(rows["vendors of BE (D2)" + IN_ALL])


def test_of_what_crawls_ask_for_the_truth_is_less_than_of_the_whole_market(tmp_path: Path) -> None:
    folder = write_mini(tmp_path)
    listings = Frames(folder).table("listing")
    product = pl.when(pl.col("account_id") == 5).then(pl.lit("ebooks")).otherwise(pl.lit("cannabis"))
    listings.with_columns(product=product).write_parquet(folder / "listing.parquet")
    said = Said(
        months=[("dream", MARCH, "vendors", 4.0, 4.0, 4.0, "usable"), ("dream", MARCH, "transactions", 9.0, *_NO_MORE)],
        populations=[("dream", "dream 2019-03-01", "vendor", "jolly_seber", 4.0, 4.0, 4.0, "complete")],
        shares=[("dream", MARCH, "D2", "vendors", "complete", 0.75, 0.1, 0.8, 3.0, 3.0, 3.0)],
    )
    asked = AskedFrames(folder, {"dream": ["ebooks"], "empire": []})
    found = estimates(Frames(folder), said, "BE", asked)  # type: ignore[arg-type]
    rows = {row["measure"]: row for row in found.iter_rows(named=True)}
    for measure, whole, part in (("vendors", 5, 4), ("vendors (jolly_seber)", 5, 4), ("vendors of BE (D2)", 0.6, 0.75)):
        assert (whole, part) == (rows[measure]["true"], rows[measure + ASKED]["true"])
        assert rows[measure + ASKED]["inside"]
        assert "category" not in covers(measure + ASKED)
    assert "transactions" + ASKED not in rows
    everything = estimates(Frames(folder), said, "BE", AskedFrames(folder, {"dream": []}))  # type: ignore[arg-type]
    assert everything.equals(found.filter(~pl.col("measure").str.ends_with(ASKED)))


def _of(row: dict[str, Any]) -> tuple[Any, ...]:
    difference = row["difference"]
    return row["true"], round(difference, 9), row["inside"], row["counts"]


def test_what_is_said_of_nothing_has_no_difference() -> None:
    found = judged(
        pl.DataFrame(
            {"market": ["dream"], "period": ["all"], "measure": ["m"], "unit": ["count"], "value": [3.0], "true": [0.0]}
        )
    )
    assert [None] == found["difference"].to_list()
    assert "inside" not in found.columns


def test_summaries_leave_out_what_does_not_count() -> None:
    rows = [(10.0, 8.0, 12.0, 10.0, True), (8.0, 7.0, 9.0, 10.0, True), (30.0, 1.0, 2.0, 10.0, False)]
    found = pl.DataFrame(rows, schema=["value", "low", "high", "true", "counts"], orient="row").with_columns(
        pl.lit("dream").alias("market"), pl.lit("2019-02").alias("period"), pl.lit("m").alias("measure"),
        pl.lit("count").alias("unit"),
    )  # fmt: skip
    (row,) = summaries(judged(found)).iter_rows(named=True)
    assert (2, -10.0, pytest.approx(200**0.5), -20.0, 0.5) == (
        row["count"], row["mean"], row["spread"], row["worst"], row["inside"],
    )  # fmt: skip


@pytest.fixture
def frames(tmp_path: Path) -> Frames:
    """Two markets: a seller on both under two names, one who is renamed and moves, and a stranger."""
    since, moved, shock = instant("2018-06-01"), instant("2019-02-15"), instant("2019-03-26")
    accounts = [
        (1, 1, "dream", "Zoë", since), (2, 1, "empire", "zoe2", since), (3, 2, "dream", "old", since),
        (4, 3, "empire", "Zoë", since),
    ]  # fmt: skip
    prices = [("dream", 1, since, moved, 1000, "EUR", False), ("dream", 1, moved, None, 99900, "EUR", True)]
    origins = [("dream", 2, "NL", None, None, since, moved), ("dream", 2, "BE", None, None, moved, None)]
    written = write_truth(
        tmp_path,
        account=accounts,
        rename=[("dream", 3, moved, "old", "new")],
        residence=[(2, "NL", since), (2, "BE", moved)],
        listing=[("dream", number, account, since, None) for number, account in ((1, 1), (2, 3))],
        listing_origin=origins,
        listing_destination=[("dream", 2, "US", False, "text", since), ("dream", 1, "NL", False, "text", since)],
        price=prices,
        event=[("dream", "closure", shock)],
    )
    return Frames(written)


_NAMES = [
    ("dream", "Zoë", "Zoë", None), ("empire", "zoe2", "zoe2", None), ("dream", "old", "new", "same"),
    ("dream", "new", "new", None), ("empire", "Zoë", "Zoë", None),
]  # fmt: skip


def _found(frames: Frames, **tables: list[tuple[Any, ...]]) -> dict[str, Found]:
    return {row.what: row for row in found_rows(frames, Said(**tables))}  # type: ignore[arg-type]


def test_links_are_pairs_of_accounts_whichever_comes_first_under_any_of_their_names(frames: Frames) -> None:
    links = [
        ("empire", "zoe2", "dream", "Zoë", "candidate"), ("dream", "Zoë", "empire", "Zoë", "same"),
        ("dream", "old", "empire", "Zoë", "rejected"), ("dream", "old", "dream", "new", "same"),
    ]  # fmt: skip
    found = _found(frames, names=_NAMES, links=links)
    assert Found("links (same)", "all", 1, 1, 0) == found["links (same)"]
    assert Found("links (same or candidate)", "all", 2, 1, 1) == found["links (same or candidate)"]
    assert (0.5, 1.0) == (found["links (same or candidate)"].precision, found["links (same or candidate)"].recall)


def test_only_accounts_that_were_seen_can_be_linked_or_renamed(frames: Frames) -> None:
    found = _found(frames, names=[("dream", "Zoë", "Zoë", None), ("dream", "old", "old", None)])
    assert not {"links (same)", "renamed accounts"} & found.keys()
    assert Found("renamed accounts", "dream", 1, 1, 1) == _found(frames, names=_NAMES)["renamed accounts"]


def test_a_move_is_right_if_it_has_the_countries_and_the_interval(frames: Frames) -> None:
    before, after, later = instant("2019-02-01"), instant("2019-03-01"), instant("2019-04-01")
    right = ("dream", "new", ["NL"], ["BE"], before, after)
    for row, number in (
        (right, 1),
        (("dream", "new", ["BE"], ["NL"], before, after), 0),
        (("dream", "new", ["NL"], ["BE"], after, later), 0),
        (("dream", "Zoë", ["NL"], ["BE"], before, after), 0),
    ):
        assert Found("moves", "dream", 1, 1, number) == _found(frames, moves=[row])["moves"]


def test_holding_prices_are_told_by_the_spell_in_which_they_were_seen(frames: Frames) -> None:
    offer = offer_id(1)
    seen = [
        ("dream", offer, instant("2019-02-01"), "holding"), ("dream", offer, instant("2019-03-01"), "holding"),
        ("dream", offer, instant("2019-04-01"), "ok"),
    ]  # fmt: skip
    assert Found("holding prices", "dream", 2, 2, 1) == _found(frames, prices=seen)["holding prices"]


def test_exclusions_are_asked_of_listings_whose_page_was_captured(frames: Frames) -> None:
    offer = offer_id(1)
    found = _found(frames, opened=[("dream", offer)], exclusions=[("dream", offer, "NL"), ("dream", offer, "GB")])
    assert Found("exclusions", "dream", 2, 1, 1) == found["exclusions"]


def test_where_accounts_went_is_compared_class_by_class(frames: Frames) -> None:
    """No look follows the shock on another market here, so that the truth says nothing either."""
    found = _found(frames, names=_NAMES, migrations=[("dream", "Zoë", "empire", "migrant")])
    assert Found("went: migrant", "dream", 1, 0, 0) == found["went: migrant"]
    assert found["went: migrant"].recall is None
    assert "went: lost" not in found


def test_a_summary_says_how_many_intervals_hold_and_how_many_would_by_chance() -> None:
    rows = [(1.0, 0.0, high, 1.5, True) for high in [2.0] * 7 + [1.2] * 6]
    found = pl.DataFrame(rows, schema=["value", "low", "high", "true", "counts"], orient="row").with_columns(
        pl.lit("empire").alias("market"), pl.lit("2019-02").alias("period"),
        pl.lit("listings (jolly_seber)").alias("measure"), pl.lit("count").alias("unit"),
    )  # fmt: skip
    summed = summaries(judged(found)).to_dicts()
    (row,) = summed
    assert (13, 7, 11, 13) == (row["intervals"], row["held"], row["chance_low"], row["chance_high"])
    head, said = remarks(summed)
    assert "Do not read these as of 95 %" in head
    assert "7 of 13 intervals hold the truth; by chance it would be 11 to 13" in said
    assert "not what all crawls pass over" in said
    assert remarks([row | {"held": 11}]) == []


def test_chance_is_that_of_the_binomial_distribution() -> None:
    assert [(0, 0), (0, 1), (6, 8), (11, 13), (17, 20), (90, 99)] == [by_chance(n) for n in (0, 1, 8, 13, 20, 100)]
