"""
Link rows of ratings with Splink: run by the Python that has it, as ``link.py ROWS CLUSTERS TIME``.

Rows are blocked on vendor and words, on vendor, buyer and stars, and, without words, on vendor and time; each
comparison and the chance to agree by accident are learnt from the rows, as Splink's tutorial does. ``TIME`` names the
column with the time of each row.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import duckdb  # type: ignore[import-not-found]
import splink.comparison_level_library as levels  # type: ignore[import-not-found]  # in an environment of its own
import splink.comparison_library as comparisons  # type: ignore[import-not-found]
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI  # type: ignore[import-not-found]

_THRESHOLDS = (0.5, 0.9, 0.99, 0.999)
_ROUNDS = (25, 10, 5, 3, 2, 1)
_DAY = 86_400


def _linked(rows: str, clusters: str, moment: str) -> float:
    """Write ``row, cluster, threshold`` as Parquet, and return the seconds that it took."""
    before = time.process_time()
    connection = duckdb.connect()
    connection.execute("CREATE TABLE rows AS SELECT row AS unique_id, * FROM read_parquet(?)", [rows])
    known = [
        name for name in ("words", "stars", "sign", "buyer_mask", "amount", "listing_id") if _varies(connection, name)
    ]
    linker = _trained(connection, known, moment)
    pairs = linker.inference.predict(threshold_match_probability=min(_THRESHOLDS))
    for threshold in _THRESHOLDS:
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_probability=threshold
        )
        connection.execute(
            f"INSERT INTO clusters SELECT unique_id, cluster_id, {threshold} FROM {found.physical_name}"
            if threshold != _THRESHOLDS[0]
            else "CREATE TABLE clusters AS SELECT unique_id AS row, cluster_id AS cluster, "
            f"{threshold}::DOUBLE AS threshold FROM {found.physical_name}"
        )
    connection.execute(f"COPY clusters TO '{clusters}' (FORMAT parquet)")
    return time.process_time() - before


def _trained(connection: duckdb.DuckDBPyConnection, known: list[str], moment: str) -> Any:  # untyped
    """A linker that has learnt, in as many rounds as go before a probability is too small for a float."""
    for rounds in _ROUNDS:
        settings = SettingsCreator(
            link_type="dedupe_only",
            max_iterations=rounds,
            comparisons=[_comparison(name) for name in known] + [_of_time(moment)],
            blocking_rules_to_generate_predictions=[
                block_on("vendor", "words"),
                block_on("vendor", "buyer_mask", "stars" if "stars" in known else "sign"),
                f"l.vendor = r.vendor AND coalesce(l.words, r.words) IS NULL AND {_apart(moment)} < {2 * _DAY}",
            ],
        )
        linker = Linker(DuckDBAPI(connection).register("rows"), settings, log_level=40)
        sure = [block_on("vendor", "words", "listing_id")]
        linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
        linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
        try:
            for rule in (block_on("vendor", "words"), block_on("vendor", "buyer_mask")):
                linker.training.estimate_parameters_using_expectation_maximisation(rule)
        except ValueError:
            continue
        return linker
    message = "no probability can be learnt from these rows"
    raise ValueError(message)


def _apart(moment: str) -> str:
    return f"abs(epoch(l.{moment}) - epoch(r.{moment}))"


def _varies(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    ((count,),) = connection.execute(f"SELECT count(DISTINCT {name}) FROM rows").fetchall()
    return bool(count > 1)


def _comparison(name: str) -> object:
    if name == "words":
        return comparisons.JaroWinklerAtThresholds("words", [0.9]).configure(term_frequency_adjustments=True)
    if name == "amount":
        return comparisons.CustomComparison(
            output_column_name="amount",
            comparison_levels=[
                levels.NullLevel("amount"),
                levels.ExactMatchLevel("amount"),
                levels.PercentageDifferenceLevel("amount", 0.25),
                levels.ElseLevel(),
            ],
        )
    return comparisons.ExactMatch(name)


def _of_time(moment: str) -> object:
    apart = f"abs(epoch({moment}_l) - epoch({moment}_r))"  # as comparisons name both sides
    steps = [levels.CustomLevel(f"{apart} <= {days * _DAY}", f"{days} days") for days in (0.01, 1.1, 3, 21)]
    return comparisons.CustomComparison(
        output_column_name="moment", comparison_levels=[levels.NullLevel(moment), *steps, levels.ElseLevel()]
    )


def _most_memory() -> float:
    """Megabytes that this process had at most: what a process is told of itself counts also whatever started it."""
    (line,) = (line for line in Path("/proc/self/status").read_text("utf-8").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    seconds = _linked(*sys.argv[1:])
    sys.stdout.write(json.dumps({"seconds": seconds, "megabytes": _most_memory()}) + "\n")
