"""The result of one world: every estimate beside the truth, and naive practice beside it, as one JSON file."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl
from sqlalchemy import text

from cryptodrug_scraper.derive.connection import steady_view
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database
from simulator.commands.comparison.derived import Derived
from simulator.commands.comparison.estimates import ESTIMATE, estimates, judged
from simulator.commands.comparison.findings import found_rows
from simulator.truth.asked_prices import BULK_EUR
from simulator.truth.frames import Frames
from simulator.truth.months import whole_months
from tests.campaigns.validating.claims import claim_estimates
from tests.campaigns.validating.dumps import DatedDerived, rating_counts, time_errors
from tests.campaigns.validating.growths import growth_estimates
from tests.campaigns.validating.mixes import mix_estimates
from tests.campaigns.validating.naive import naive_estimates, naive_holding

if TYPE_CHECKING:
    from pathlib import Path

    from tests.campaigns.validating.worlds import World

__all__ = ["NAME", "read_results", "write_result"]

NAME = "result.json"
_SIZE = text("""
    SELECT
        (SELECT count(*) FROM parse_run) AS pages,
        (SELECT count(DISTINCT (market, vendor)) FROM research.vendor_presence) AS vendors,
        (SELECT count(*) FROM research.distinct_review) AS reviews
""")

_PARTIAL = text("""
    SELECT market, reason_code AS why, count(*) AS snapshots
    FROM research.snapshot WHERE grade = 'partial' GROUP BY market, reason_code ORDER BY market, snapshots DESC
""")


def write_result(world: World, folder: Path, seconds: dict[str, float], country: str) -> None:
    """
    Compare a world's database with its truth, and write what comes of it.

    Args:
        world: the world.
        folder: where `World.make` made it.
        seconds: that its steps took.
        country: whose shares are compared, ISO 3166-1 alpha-2.
    """
    os.environ[HOME_VARIABLE] = str(folder / "home")
    os.environ.pop(URL_VARIABLE, None)
    frames = Frames(folder / "truth")
    with open_database(read_only=True) as database, database.engine.connect() as connection:
        derived = DatedDerived(connection, frames) if world.form == "folder" else Derived(connection, BULK_EUR)
        looks = derived["snapshots"]
        result: dict[str, Any] = {"world": asdict(world), "seconds": seconds}
        result["size"] = dict(connection.execute(_SIZE).mappings().one()) | {"snapshots": looks.height}
        result["grades"] = dict(looks["grade"].value_counts().iter_rows())
        result["whole"] = (
            whole_months(frames, looks)
            .filter("is_whole")
            .with_columns(pl.col("month").dt.strftime("%Y-%m"))
            .drop("is_whole")
            .to_dicts()
        )
        result["partial"] = [dict(row) for row in connection.execute(_PARTIAL).mappings()]
        mixes = judged(mix_estimates(frames, connection, looks, country)).select(ESTIMATE)
        claims = judged(claim_estimates(frames, connection, looks, country)).select(ESTIMATE)
        growths = judged(growth_estimates(frames, connection)).select(ESTIMATE)
        result["estimates"] = pl.concat([estimates(frames, derived, country), mixes, claims, growths]).to_dicts()
        result["found"] = [row._asdict() for row in found_rows(frames, derived)]
        with steady_view(database) as observed:
            naive = judged(naive_estimates(frames, derived, observed, country))
            result["naive"] = naive.to_dicts()
            result["naive_found"] = [
                dict(zip(("market", "found", "true", "right"), row, strict=True)) | {"what": "holding prices"}
                for row in naive_holding(frames, observed, looks)
            ]
            if world.kept:
                result["ratings"] = rating_counts(frames, derived, connection, observed)
        if world.form == "folder":
            result["times"] = time_errors(frames, connection)
    (folder / NAME).write_bytes(to_json(result))


def read_results(folder: Path) -> list[dict[str, Any]]:
    """All results of the worlds in a folder, in the order of their names."""
    return [json.loads(path.read_bytes()) for path in sorted(folder.glob(f"*/{NAME}"))]
