from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.accounts.identity_behaviour import IDENTITY, identity_behaviour
from cryptodrug_scraper.measures.accounts.migration import MIGRATION
from tests.measures.account_pages import KEY_A, KEY_B, KEY_C

KEYS = {"market": pl.String, "vendor": pl.String, "key": pl.String}
STATED = pl.DataFrame(
    [
        ("old", "zon", KEY_A),
        ("new", "Z_on", KEY_A),
        ("new", "Z_on", KEY_C),
        ("old", "maan", KEY_B),
        ("new", "maan2", KEY_B),
        ("old", "ster", KEY_A),
        ("new", "ster", KEY_B),
        ("old", "Żubr", KEY_C),
        ("new", "żubr", None),
    ],
    schema=KEYS,
    orient="row",
)


def moves(*pairs: tuple[str, str | None]) -> pl.DataFrame:
    found = [
        {
            "event": "closed",
            "from_market": "old",
            "from_vendor": source,
            "class": "migrant" if target else "lost",
            "to_market": "new" if target else None,
            "to_vendor": target,
        }
        for source, target in pairs
    ]
    return pl.DataFrame(found, schema=MIGRATION)


MOVES = moves(("zon", "Z_on"), ("maan", "maan2"), ("ster", "ster"), ("Żubr", "żubr"), ("wolk", None))


def test_names_and_keys_are_kept_or_changed() -> None:
    found = identity_behaviour(MOVES, STATED)
    assert found.schema == IDENTITY
    assert found.select("handle", "key", "pair_count").rows() == [
        ("changed", "kept", 1),
        ("kept", "changed", 1),
        ("kept", "kept", 1),
        ("kept", "unknown", 1),
    ]


def test_pairs_are_counted_and_their_order_does_not_matter() -> None:
    twice = pl.concat([MOVES, moves(("ster", "ster"))])
    found = identity_behaviour(twice, STATED)
    assert found.filter(pl.col("key") == "changed")["pair_count"].item() == 2
    assert identity_behaviour(twice.reverse(), STATED.reverse()).equals(found)


def test_no_moves_are_no_rows() -> None:
    assert identity_behaviour(MOVES.clear(), STATED.clear()).schema == IDENTITY
    assert identity_behaviour(moves(("wolk", None)), STATED).is_empty()
