from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.measures.accounts.similarity import OVERLAP, alike_texts, jaccard, overlaps, shingles
from tests.support.peak_memory import peak_mebibytes

TEXTS = {"account": pl.UInt32, "text": pl.String}
FEATURES = {"account": pl.UInt32, "feature": pl.UInt64}
MOST_MEBIBYTES = 400
"""It was 3,236 where the runs of words of each account were held."""


def texts(*said: tuple[int, str | None]) -> pl.DataFrame:
    return pl.DataFrame(said, schema=TEXTS, orient="row")


def features(sets: dict[int, set[int]]) -> pl.DataFrame:
    found = [(account, feature) for account, bearing in sets.items() for feature in bearing]
    return pl.DataFrame(found, schema=FEATURES, orient="row")


def test_runs_of_words_disregard_case_signs_and_repetition() -> None:
    found = shingles(texts((1, "We ship on Monday"), (1, "we ship, on MONDAY!"), (2, "on Monday we ship")), width=2)
    assert found.filter(pl.col("account") == 1).height == 3  # we ship, ship on, on monday
    assert found.filter(pl.col("account") == 2).height == 3  # on monday, monday we, we ship
    assert found["feature"].n_unique() == 4


def test_runs_do_not_reach_from_one_text_into_the_next() -> None:
    found = shingles(texts((1, "aa bb"), (1, "cc dd"), (2, "één twee drie")), width=3)
    assert found["account"].to_list() == [2]


def test_the_order_of_words_counts_in_a_run() -> None:
    assert shingles(texts((1, "rot weiß"), (2, "weiß rot")), width=2)["feature"].n_unique() == 2
    assert shingles(texts((1, "rot weiß"), (2, "weiß rot")), width=1)["feature"].n_unique() == 2


def test_a_sample_keeps_the_same_runs_of_all_texts() -> None:
    long = " ".join(f"w{number}" for number in range(2000))
    kept = shingles(texts((1, long), (2, long + " more")), width=2, one_in=4)
    one, other = (set(kept.filter(pl.col("account") == account)["feature"]) for account in (1, 2))
    assert one <= other
    assert 400 < len(one) < 600


def test_the_index_is_shared_features_over_all_features() -> None:
    found = overlaps(features({5: {1, 2, 3, 4}, 3: {3, 4, 5}, 9: {77}}), least=0.3)
    assert found.rows() == [(3, 5, 2, 2 / 5)]
    assert found.schema == OVERLAP


def test_a_feature_of_many_accounts_proposes_no_pair_but_counts() -> None:
    many = {account: {1} for account in range(10)}
    assert overlaps(features(many), least=0.1, most_bearers=3).is_empty()
    found = overlaps(features({**many, 0: {1, 2}, 1: {1, 2}}), least=0.1, most_bearers=3)
    assert found.rows() == [(0, 1, 2, 1.0)]


def test_little_text_agrees_by_chance() -> None:
    assert overlaps(features({0: {1}, 1: {1}}), least=0.5, least_features=2).is_empty()


def test_an_account_without_features_has_no_index() -> None:
    pairs = pl.DataFrame({"a": [0, 0], "b": [1, 2]}, schema={"a": pl.UInt32, "b": pl.UInt32})
    assert jaccard(pairs, features({0: {1}, 2: {8}})).rows() == [(0, 1, 0, None), (0, 2, 0, 0.0)]


def test_nothing_gives_nothing() -> None:
    none = shingles(texts(), width=3)
    assert none.schema == FEATURES
    assert overlaps(none, least=0.5).schema == OVERLAP
    assert shingles(texts((1, None), (1, "")), width=1).is_empty()


@given(
    st.dictionaries(st.integers(0, 6), st.sets(st.integers(0, 12), min_size=1), max_size=7),
    st.floats(0.05, 1.0),
)
def test_no_pair_is_missed_that_shares_a_rare_feature(sets: dict[int, set[int]], least: float) -> None:
    wanted = {
        (a, b)
        for a in sets
        for b in sets
        if a < b
        and len(sets[a] & sets[b]) / len(sets[a] | sets[b]) >= least
        and any(sum(feature in other for other in sets.values()) <= 3 for feature in sets[a] & sets[b])
    }
    found = overlaps(features(sets), least=least, most_bearers=3)
    assert set(found.select("a", "b").rows()) == wanted


@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["aa bb cc", "bb cc dd", "aa bb dd ee", "ee ff"]))),
    st.floats(0.05, 1.0),
)
@pytest.mark.slow
def test_accounts_with_the_very_same_texts_have_the_pairs_that_they_have_one_by_one(
    said: list[tuple[int, str]], least: float
) -> None:
    frame = texts(*said)
    assert alike_texts(frame, width=2, least=least).equals(overlaps(shingles(frame, width=2), least=least))


def test_a_text_of_thousands_of_accounts_is_held_once() -> None:
    imports = """
        import polars as pl
        from cryptodrug_scraper.measures.accounts.similarity import alike_texts

        words = " ".join(f"w{number}" for number in range(2_000))
        said = pl.DataFrame({"account": range(10_000), "text": words}, schema_overrides={"account": pl.UInt32})
    """
    peak, _ = peak_mebibytes(imports, "assert alike_texts(said, width=6, least=0.7).is_empty()")
    assert peak < MOST_MEBIBYTES


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    frame = features({0: {1, 2, 3}, 1: {2, 3}, 2: {3, 4}})
    assert overlaps(frame.sample(fraction=1, shuffle=True, seed=seed), least=0.1).equals(overlaps(frame, least=0.1))
