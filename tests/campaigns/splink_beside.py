"""
The identity of ratings beside that of Splink, on simulated archives as others keep them.

    python tests/campaigns/splink_beside.py --splink .venv/splink/bin/python --kept old --kept weekly --size 0.03

Worlds are made as those of `validate.py`, and are kept. The rows of all pages with ratings are linked by Splink, once
with the time that the folder's day gives and once with the one that `derive` estimates; and as `derive` does. Pairs of
rows with words of their own are held against the truth, and how many ratings there are of all. Of Splink's thresholds
the one with the best F1 is shown. Printed as Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS

from cryptodrug_scraper.derive.connection import steady_view  # noqa: E402  # after the name is taken
from cryptodrug_scraper.derive.dated import dated_pages  # noqa: E402
from cryptodrug_scraper.derive.looked import Looked  # noqa: E402
from cryptodrug_scraper.derive.observed import read_market  # noqa: E402
from cryptodrug_scraper.derive.parameters import read_parameters  # noqa: E402
from cryptodrug_scraper.home import HOME_VARIABLE  # noqa: E402
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database  # noqa: E402
from simulator.truth.frames import Frames  # noqa: E402
from simulator.truth.printed import numbered  # noqa: E402
from tests.campaigns.splinking.ours import FRAMES  # noqa: E402
from tests.campaigns.splinking.pairs import scores  # noqa: E402
from tests.campaigns.splinking.truth import with_truth  # noqa: E402
from tests.campaigns.validating.worlds import KEPT, MARKETS, SCENARIOS, World, dumps_of  # noqa: E402

_SPLINKING = Path(__file__).parent / "splinking"
_FILES = """
    SELECT DISTINCT uuid_send(r.parse_run_id) AS run, o.path AS file
    FROM counted_reading r JOIN capture_origin o USING (capture_id)
"""
_WORDS = "SELECT substr(sha256, 1, 8) AS comment, body AS words FROM text"
_HEADINGS = ("kept", "market", "by", "rows", "ratings", "there were", "precision", "recall", "F1", "s (CPU)", "MB")


def _main() -> None:
    given = _arguments()
    lines = [_HEADINGS, ("---",) * len(_HEADINGS)]
    for world in dumps_of(
        1, given.seed, given.size, 6.0, scenarios=[given.scenario], kept=given.kept or ["old", "weekly"]
    ):
        folder = given.folder / world.name
        if not (folder / "home").is_dir():
            shutil.rmtree(folder, ignore_errors=True)
            world.make(folder)
        for market in MARKETS:
            for by, *cells in _compared(world, folder, market, given.splink):
                lines.append((KEPT[world.kept or ""].title, market, by, *cells))
                sys.stderr.write(f"{world.name}, {market}, {by}\n")
    sys.stdout.writelines(f"| {' | '.join(line)} |\n" for line in lines)


def _compared(world: World, folder: Path, market: str, splink: Path) -> Any:  # rows of a table
    rows = _prepared(world, folder, market)
    path = folder / f"{market}-rows.parquet"
    rows.write_parquet(path)
    clusters = folder / f"{market}-clusters.parquet"
    for by, moment in (("Splink, days of folders", "stated"), ("Splink, estimated times", "estimated")):
        told = _run([str(splink), str(_SPLINKING / "link.py"), str(path), str(clusters), moment])
        linked = pl.read_parquet(clusters)
        best = max(
            (scores(rows, one.select("row", "cluster")), threshold)
            for (threshold,), one in linked.group_by("threshold")
        )
        yield f"{by} (from {best[1]:g})", *_cells(best[0], told)
    told = _run([sys.executable, str(_SPLINKING / "ours.py"), str(folder), market, str(clusters)])
    ours = rows.join(pl.read_parquet(clusters), on=["page", "ordinal"]).select("row", cluster="review_id")
    yield "**derive**", *_cells(scores(rows, ours), told)


def _cells(found: Any, told: dict[str, float]) -> list[str]:  # see pairs.Scores
    return [
        f"{found.rows:,}", f"{found.found:,}", f"{found.true:,}",
        *(f"{share:.2%}" for share in (found.precision, found.recall, found.f1)),
        f"{told['seconds']:.1f}", f"{told['megabytes']:.0f}",
    ]  # fmt: skip


def _prepared(world: World, folder: Path, market: str) -> pl.DataFrame:
    """Write the frames by which ratings are told apart, and return their rows with what Splink compares."""
    os.environ[HOME_VARIABLE] = str(folder / "home")
    os.environ.pop(URL_VARIABLE, None)
    with open_database(read_only=True) as database, steady_view(database) as connection:
        observed = read_market(connection, market)
        looked = Looked(observed, dated_pages(observed), read_parameters())
        with connection.cursor() as cursor:
            cursor.execute(_FILES)
            files = pl.DataFrame(cursor.fetch_arrow_table())
            cursor.execute(_WORDS)
            words = pl.DataFrame(cursor.fetch_arrow_table())
        stated = observed.frame(
            "reviews", looked.pages.drop("captured_at").join(observed.pages().select("run", "captured_at"), on="run")
        )
    prices = looked.listings.columns("listing_id", "captured_at", "price", "price_currency").drop_nulls()
    (reviews,) = looked.ratings.each()
    frames = dict(zip(FRAMES, (reviews, looked.pages, looked.names, looked.totals(), prices), strict=True))
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{market}-{name}.parquet")
    truth = Frames(folder / "truth")
    times = truth.table("pages").select("file", "fetched_at", "crawled_at")
    pages = looked.pages.select("page", "run").join(files, on="run").join(times, on="file").unique("page").drop("run")
    accounts = truth.names.filter(pl.col("market") == market).select(
        vendor="name", account_id=pl.col("account_id").cast(pl.Int64)
    )
    rows = (
        reviews.with_row_index("row")
        .join(words.unique("comment"), on="comment", how="left", maintain_order="left")
        .join(pages, on="page")
        .join(accounts, on="vendor")
        .join(stated.select("page", "ordinal", stated="occurred_to"), on=["page", "ordinal"], how="left")
    )
    aged = pl.col("age_most").is_not_null()
    rows = rows.with_columns(
        words=pl.col("words").str.replace_all(r"\s+", " ").str.strip_chars(),
        true_from=pl.when(aged).then(pl.col("fetched_at") - pl.duration(seconds="age_most")).otherwise("occurred_from"),
        true_to=pl.when(aged).then(pl.col("fetched_at") - pl.duration(seconds="age_least")).otherwise("occurred_to"),
        listing_number=numbered(rows.select("listing_id"))["listing_id"],
        estimated="occurred_to",
    )
    known = with_truth(rows, market, folder / "world.toml", world.seed, world.size)
    sys.stderr.write(f"{market}: the truth of {known.height} of {reviews.height} rows is known\n")
    return known.select(
        "row", "page", "ordinal", "truth", "vendor", "listing_id", "words", "stars", "sign", "buyer_mask", "amount",
        "stated", "estimated",
    )  # fmt: skip


def _run(command: list[str]) -> dict[str, float]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    if done.returncode:
        sys.exit(f"{' '.join(command)} ends with {done.returncode}: {done.stderr}")
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splink", type=Path, required=True, help="Python of an environment that has Splink")
    parser.add_argument("--seed", type=int, default=1, help="of the world")
    parser.add_argument("--size", type=float, default=0.03, help="1 is some 150 vendors on each market")
    parser.add_argument("--scenario", choices=sorted(SCENARIOS), default="hard", help="of the world")
    parser.add_argument(
        "--kept",
        action="append",
        choices=[name for name, way in KEPT.items() if way.form == "folder"],
        help="in which ways; old and weekly unless given",
    )
    parser.add_argument("--folder", type=Path, default=Path("splink-worlds"), help="of the worlds, which are kept")
    return parser.parse_args()


if __name__ == "__main__":
    _main()
