from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

from cryptodrug_scraper.measures.places.origins import origin_history, vendor_origins
from cryptodrug_scraper.measures.places.settled import settled_origins
from tests.measures.origin_cases import shown_at, snapshots_on, state_of

FIRST = datetime(2019, 1, 1, tzinfo=UTC)
SNAPSHOTS = snapshots_on(*(FIRST + timedelta(days=30 * n) for n in range(5)))


def at(n: int, hours: int = 0) -> datetime:
    return FIRST + timedelta(days=30 * (n - 1), hours=hours)


def history(**listings: list[str | None]) -> list[tuple[object, ...]]:
    origins = vendor_origins(shown_at(state_of(listings), SNAPSHOTS), SNAPSHOTS)
    columns = ("vendor", "origin_codes", "from_earliest", "from_latest", "to_earliest", "to_latest")
    return origin_history(origins, SNAPSHOTS, market="m").select(columns).rows()


def test_the_set_is_the_union_over_listings_and_keeps_regions_apart() -> None:
    state = state_of({"A1": ["BE+EUROPE"], "A2": ["NL"], "A3": ["WORLD"], "B1": ["-"], "C1": ["?"]})

    rows = vendor_origins(state, SNAPSHOTS).select("vendor", "origin_codes", "other_codes", "listing_count").rows()

    assert rows == [("A", ["BE", "NL"], ["EUROPE", "WORLD"], 3), ("B", [], [], 1), ("C", None, [], 1)]


def test_listings_counted_by_what_they_name() -> None:
    state = state_of({"A1": ["BE", "(BE)"], "A2": ["WORLD", "WORLD"], "A3": ["?", "?"]})

    rows = vendor_origins(state, SNAPSHOTS).select("listing_count", "country_listing_count", "stated_count").rows()

    assert rows == [(3, 1, 2), (3, 1, 1)]


def test_spells_end_between_two_statements() -> None:
    assert history(A1=["BE", "BE", "NL", "NL", "NL"]) == [
        ("A", ["BE"], None, at(1, 3), at(2, 3), at(3, 3)),
        ("A", ["NL"], at(2, 3), at(3, 3), at(5, 3), None),
    ]


def test_a_spell_of_one_snapshot_ends_when_it_was_last_shown() -> None:
    state = state_of({"A1": ["BE", "NL", "BE", None, None], "A2": ["BE", "NL", "BE", None, None], "B1": ["DE"] * 5})
    origins = vendor_origins(shown_at(state, SNAPSHOTS, A1=2, A2=5), SNAPSHOTS)
    found = origin_history(origins, SNAPSHOTS, market="m").filter(vendor="A")
    assert [
        (["BE"], None, at(1, 2), at(1, 5), at(2, 2)),
        (["NL"], at(1, 5), at(2, 2), at(2, 5), at(3, 2)),
        (["BE"], at(2, 5), at(3, 2), at(3, 5), at(4, 6)),
    ] == found.select("origin_codes", "from_earliest", "from_latest", "to_earliest", "to_latest").rows()


def test_a_vendor_that_no_page_showed_had_its_countries_all_the_time() -> None:
    origins = vendor_origins(state_of({"A1": ["BE", "(BE)"]}), SNAPSHOTS)
    (row,) = origin_history(origins, SNAPSHOTS, market="m").select("from_latest", "to_earliest").rows()
    assert (at(1), at(2, 6)) == row


def test_spells_of_snapshots_that_overlap_are_in_order() -> None:
    longer = SNAPSHOTS.with_columns(pl.col("last_at") + timedelta(days=40))
    state = shown_at(state_of({"A1": ["BE", None, "NL"], "A2": ["BE", "DE", None]}), longer, A1=39 * 24, A2=1)
    found = origin_history(vendor_origins(state, longer), longer, market="m")
    assert [["BE"], ["DE"], ["NL"]] == found["origin_codes"].to_list()
    for row in found.select("from_earliest", "from_latest", "to_earliest", "to_latest").rows():
        moments = [moment for moment in row if moment is not None]
        assert sorted(moments) == moments


def test_a_snapshot_without_the_vendor_bounds_its_first_and_its_last_spell() -> None:
    assert history(A1=[None, "BE", "BE", None, None]) == [("A", ["BE"], at(1), at(2, 3), at(3, 3), at(4, 6))]


def test_a_partial_snapshot_without_the_vendor_bounds_nothing() -> None:
    partial = SNAPSHOTS.with_columns(
        pl.when(pl.col("snapshot_id").is_in(["S1", "S4"])).then(pl.lit("partial")).otherwise("grade").alias("grade")
    )
    origins = vendor_origins(state_of({"A1": [None, "BE", "BE", None, None]}), partial)

    row = origin_history(origins, partial, market="m").row(0, named=True)

    assert (row["from_earliest"], row["to_latest"]) == (None, at(5, 6))


def test_what_was_not_read_or_not_seen_ends_no_spell() -> None:
    assert len(history(A1=["BE", "(BE)", None, "?", "BE"], A2=[None, None, "?", "?", None])) == 1
    assert len(history(A1=["BE", None, None, None, "BE"])) == 1


def test_a_listing_that_nobody_read_again_moves_with_the_others() -> None:
    state = state_of({"A1": ["BE", "(BE)", "NL"], "A2": ["BE", "(BE)", "(BE)"], "A3": ["(NL)", "(NL)", "NL"]})

    found = settled_origins(state, SNAPSHOTS).select("listing_id", "country_codes", "evidence").rows()

    assert found == [
        ("A1", ["BE"], "stated"),
        ("A2", ["BE"], "stated"),
        ("A3", ["BE"], "moved"),
        ("A1", ["BE"], "carried"),
        ("A2", ["BE"], "carried"),
        ("A3", ["BE"], "moved"),
        ("A1", ["NL"], "stated"),
        ("A2", ["NL"], "moved"),
        ("A3", ["NL"], "stated"),
    ]


def test_a_listing_stays_where_a_vendor_still_states_the_old_country() -> None:
    state = state_of({"A1": ["BE", "NL", "NL"], "A2": ["BE", "(BE)", "(BE)"], "A3": ["BE", "BE", "BE"]})

    last = vendor_origins(state, SNAPSHOTS).filter(pl.col("snapshot_id") == "S3")

    assert last["origin_codes"].to_list() == [["BE", "NL"]]


def test_empty_and_shuffled_frames() -> None:
    state = state_of({"\u00d81": ["BE", "BE", "NL"], "B2": ["DE+AT", None, "DE"]})
    origins = vendor_origins(state, SNAPSHOTS)

    mixed = vendor_origins(state.sample(fraction=1, shuffle=True, seed=2), SNAPSHOTS.reverse())

    assert mixed.equals(origins)
    assert origin_history(origins.reverse(), SNAPSHOTS, market="m").equals(
        origin_history(origins, SNAPSHOTS, market="m")
    )
    assert vendor_origins(state.clear(), SNAPSHOTS).schema == origins.schema
    assert origin_history(origins.clear(), SNAPSHOTS, market="m").height == 0


def test_snapshots_that_show_a_vendor_at_one_instant_show_one_set() -> None:
    state = state_of({"A1": ["BE", None, "BE", "NL", "NL"], "A2": [None, "NL", None, None, None]})
    at_once = pl.when(pl.col("snapshot_id").is_in(["S1", "S2", "S3"])).then(pl.lit(at(0, 6)))
    together = SNAPSHOTS.with_columns(at_once.otherwise("last_at").alias("last_at"))
    shown = shown_at(state, SNAPSHOTS).with_columns(at_once.otherwise("seen_at").alias("seen_at"))
    found = origin_history(vendor_origins(shown, together), together, market="m")
    assert [["BE", "NL"], ["NL"]] == found["origin_codes"].to_list()
    assert not found.select("vendor", "from_latest").is_duplicated().any()
