"""The economy of the scenario that has all difficulties: what its pages show, and what its truth says of that."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from simulator import truth
from simulator.economy import instant_of, snapshot_of
from tests.simulator.economy_worlds import world_of

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

WORLD = world_of("hard", 0.02)
MARCH = instant_of(date(2019, 3, 15)) + 40_000
PLAIN_TABLES = 15


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    folder: Path = tmp_path_factory.mktemp("truth")
    return {path.stem: pq.read_table(path) for path in truth.write(WORLD, folder)}


def test_only_an_economy_that_is_hard_has_the_tables_for_it(tables: dict[str, pa.Table]) -> None:
    assert [table.name for table in truth.TABLES] == list(tables)
    assert PLAIN_TABLES == len(truth.digests(world_of("toy"))) < len(tables)
    assert all(len(table) for table in tables.values())


def test_some_changed_stars_are_not_those_of_the_counts(tables: dict[str, pa.Table]) -> None:
    snapshot, differ = snapshot_of(WORLD, "dream", MARCH), 0
    for handle in snapshot.handles():
        reviews = snapshot.vendor_reviews(handle)
        counts = snapshot.star_counts(handle, 0, MARCH + 1)
        assert len(reviews) == sum(counts)
        shown = Counter(review.stars for review in reviews)
        differ += sum(abs(shown[stars] - count) for stars, count in enumerate(counts, 1)) // 2
    edits = tables["edit"].to_pylist()
    reviews_of = {(row["market"], row["review_id"]): row for row in tables["review"].to_pylist()}
    stale = [
        row
        for row in edits
        if row["market"] == "dream" and row["at"].timestamp() <= MARCH and not row["counted"]
        and reviews_of["dream", row["review_id"]]["stars"] != reviews_of["dream", row["review_id"]]["edited_stars"]
    ]  # fmt: skip
    assert len(reviews_of) * 0.015 < len(edits)
    assert 0 < differ <= len(stale)
    assert (
        0.5
        < sum(row["counted"] for row in edits if row["market"] == "dream")
        / sum(row["market"] == "dream" for row in edits)
        < 0.8
    )
