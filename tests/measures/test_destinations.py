from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.places.definitions import origin_rows
from cryptodrug_scraper.measures.places.destinations import listing_destinations, ships_to
from cryptodrug_scraper.measures.places.reach import exclusion_shares, listing_reach, reach_shares
from cryptodrug_scraper.measures.places.regions import members
from tests.measures.origin_cases import snapshots_on, state_of

FIRST = datetime(2019, 3, 1, tzinfo=UTC)
DAY = date(2019, 3, 1)
SNAPSHOTS = snapshots_on(FIRST, FIRST + timedelta(days=30), FIRST + timedelta(days=60))

Statement = tuple[str, int, str, str | None, list[tuple[str, str, str | None]]]
"""Listing, snapshot, ``page`` or ``card`` or ``tab``, field or None, exclusions as code, source, words."""


def frames(*statements: Statement) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows, excluded = [], []
    for page, (listing, snapshot, seen_on, field, out) in enumerate(statements):
        codes = None if field is None else field.split("+")
        whole = b"d" if seen_on == "page" else None
        at = FIRST + timedelta(days=30 * (snapshot - 1), minutes=page)
        field_out = [code for code, source, _ in out if source == "field"]
        seen = "card" if seen_on == "card" else "page"
        rows.append((page, at, 0, listing, f"S{snapshot}", seen, codes, field_out, whole))
        excluded += [(page, 0, n, code, source, words) for n, (code, source, words) in enumerate(out)]
    texts = pl.List(pl.Utf8())
    listing_schema: dict[str, pl.DataType] = {
        "page": pl.UInt32(),
        "captured_at": pl.Datetime("us", "UTC"),
        "ordinal": pl.Int32(),
        "listing_id": pl.Utf8(),
        "snapshot_id": pl.Utf8(),
        "seen_on": pl.Utf8(),
        "destination_codes": texts,
        "destination_excluded": texts,
        "description_sha256": pl.Binary(),
    }
    exclusion_schema: dict[str, pl.DataType] = {
        "page": pl.UInt32(),
        "listing_ordinal": pl.Int32(),
        "ordinal": pl.Int32(),
        "code": pl.Utf8(),
        "source": pl.Utf8(),
        "span": pl.Utf8(),
    }
    return (
        pl.DataFrame(rows, schema=listing_schema, orient="row"),
        pl.DataFrame(excluded, schema=exclusion_schema, orient="row"),
    )


def destinations(*statements: Statement, origin: str = "BE") -> pl.DataFrame:
    live: dict[str, list[str | None]] = {}
    for listing, snapshot, *_ in statements:
        live.setdefault(listing, [None] * 3)[snapshot - 1] = origin
    state = state_of(
        {
            listing: [value if any(states[n:]) else None for n, value in enumerate(states)]
            for listing, states in live.items()
        }
    )
    return listing_destinations(state, *frames(*statements), SNAPSHOTS, market="m")


def answer(country: str, *statements: Statement, day: date = DAY) -> tuple[str, str | None, str | None]:
    (row,) = ships_to(destinations(*statements), country, day).select("ships", "why", "words").rows()
    return row


@pytest.mark.parametrize(
    ("country", "field", "out", "expected"),
    [
        ("BE", "EU", [], ("yes", "field", "EU")),
        ("BE", "BE+EU", [], ("yes", "field", "BE")),
        ("GB", "EU", [], ("yes", "field", "EU")),
        ("CH", "EU", [], ("no", "field", "EU")),
        ("CH", "EUROPE+US", [], ("yes", "field", "EUROPE")),
        ("US", "WORLD", [("US", "text", "no US/AU"), ("AU", "text", "no US/AU")], ("no", "text", "no US/AU")),
        ("NL", "WORLD", [("US", "text", "no US/AU")], ("yes", "field", "WORLD")),
        ("NL", "WORLD", [("NL", "field", None)], ("no", "field", "not NL")),
        ("NL", "WORLD", [("BENELUX", "text", "sauf Benelux")], ("no", "text", "sauf Benelux")),
        ("NL", "NL+WORLD", [("EU", "text", "niet in de EU")], ("no", "text", "niet in de EU")),
        ("BE", None, [], ("unstated", None, None)),
        ("US", None, [("US", "text", "kein Versand in die USA")], ("no", "text", "kein Versand in die USA")),
        ("BE", None, [("US", "text", "kein Versand in die USA")], ("unstated", None, None)),
        ("NL", "NL", [("WORLD", "text", "not worldwide")], ("yes", "field", "NL")),
        ("DE", "NL", [("WORLD", "text", "not worldwide")], ("no", "field", "NL")),
    ],
)
def test_three_values(
    country: str,
    field: str | None,
    out: list[tuple[str, str, str | None]],
    expected: tuple[str, str | None, str | None],
) -> None:
    assert answer(country, ("A1", 1, "page", field, out)) == expected


def test_the_united_kingdom_leaves_the_union() -> None:
    late = destinations(("A1", 1, "page", "EU", [])).with_columns(
        pl.lit(datetime(2020, 3, 1, tzinfo=UTC)).alias("until_at")
    )

    assert ships_to(late, "GB", date(2020, 1, 31))["ships"].to_list() == ["yes"]
    assert ships_to(late, "GB", date(2020, 2, 1))["ships"].to_list() == ["no"]


def test_a_card_or_another_page_does_not_take_back_what_the_text_excludes() -> None:
    text = ("US", "text", "not to the US")
    found = destinations(
        ("A1", 1, "page", "WORLD", [text]),
        ("A1", 2, "card", "WORLD", []),
        ("A1", 3, "page", "WORLD", [text]),
        ("A1", 3, "tab", "WORLD", []),
    )

    assert found.select("first_at", "code", "is_included", "words").rows() == [
        (FIRST, "US", False, "not to the US"),
        (FIRST, "WORLD", True, None),
    ]


def test_a_card_that_shows_no_field_says_nothing_and_a_whole_page_without_one_does() -> None:
    found = destinations(("A1", 1, "page", "EU", []), ("A1", 2, "card", None, []), ("A1", 3, "page", None, []))

    assert found.select("code", "first_at", "until_at").rows() == [
        ("EU", FIRST, FIRST + timedelta(days=60)),
        (None, FIRST + timedelta(days=60), FIRST + timedelta(days=60, hours=6)),
    ]


def test_between_two_snapshots_the_earlier_one_counts() -> None:
    change: tuple[Statement, Statement] = (("A1", 1, "page", "EU", []), ("A1", 2, "page", "WORLD", []))

    assert answer("US", *change, day=date(2019, 3, 30))[0] == "no"
    assert answer("US", *change, day=date(2019, 3, 31))[0] == "yes"
    assert ships_to(destinations(*change), "US", date(2019, 4, 1)).height == 0
    assert ships_to(destinations(*change), "US", date(2019, 2, 28)).height == 0


def test_how_far_listings_go() -> None:
    union = "+".join(sorted(members("EU", DAY) - {"BE"}))
    found = destinations(
        ("A1", 1, "page", "BE", []),
        ("A2", 1, "page", "EU", []),
        ("A3", 1, "page", union, []),
        ("B1", 1, "page", "WORLD", []),
        ("B2", 1, "page", "BE+NL", []),
        ("B3", 1, "page", f"{union}+CH", []),
        ("C1", 1, "page", None, []),
    )
    origins = origin_rows(state_of({name: ["BE"] for name in ("A1", "A2", "A3", "B1", "B2", "B3", "C1")}), SNAPSHOTS)

    reach = listing_reach(found, origins)

    assert dict(reach.select("listing_id", "reach").rows()) == {
        "A1": "domestic",
        "A2": "eu",
        "A3": "eu",
        "B1": "world",
        "B2": "countries",
        "B3": "europe",
        "C1": "unstated",
    }
    assert reach["is_international"].to_list() == [False, True, True, True, True, True, None]
    shares = {row[:2]: row[2:] for row in reach_shares(reach, DAY).select("reach", "of", "value", "total").rows()}
    assert shares["domestic", "listings"] == (1, 6)
    assert shares["eu", "vendors"] == (1, 2)
    assert shares["international", "listings"] == (5, 6)
    assert shares["unstated", "vendors"] == (1, 3)


def test_shares_that_exclude_a_country() -> None:
    out: list[tuple[str, str, str | None]] = [("NL", "text", "pas aux Pays-Bas")]
    found = destinations(
        ("A1", 1, "page", "EU", out),
        ("A2", 1, "page", "EU", []),
        ("B1", 1, "page", "WORLD", []),
        ("C1", 1, "page", "US", []),
    )

    rows = exclusion_shares(ships_to(found, "NL", DAY)).select("of", "value", "total", "share").rows()

    assert rows == [("listings", 1, 4, 0.25), ("vendors", 1, 3, pytest.approx(1 / 3))]


def test_empty_and_shuffled_frames() -> None:
    state = state_of({"A1": ["BE", "BE"], "\u042f1": ["BE", "BE"]})
    listings, out = frames(
        ("A1", 1, "page", "EU+US", [("GB", "text", "no UK"), ("GB", "text", "no U.K.")]),
        ("\u042f1", 2, "card", "BE", []),
    )
    whole = listing_destinations(state, listings, out, SNAPSHOTS, market="m")

    mixed = listing_destinations(state.reverse(), listings.reverse(), out.reverse(), SNAPSHOTS.reverse(), market="m")

    assert mixed.equals(whole)
    assert whole.filter(~pl.col("is_included"))["words"].to_list() == ["no UK"]
    nothing = listing_destinations(state.clear(), listings.clear(), out.clear(), SNAPSHOTS, market="m")
    assert nothing.schema == whole.schema
    assert ships_to(nothing, "BE", DAY).schema == ships_to(whole, "BE", DAY).schema
    assert listing_reach(nothing, origin_rows(state, SNAPSHOTS)).height == 0
