"""The windows that come with the project are what scenario and policy make, and are read as the truth has it."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from cryptodrug_scraper.archive.verify import verify_files
from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.database import URL_VARIABLE, engine_at, open_database
from cryptodrug_scraper.study.run import derive
from simulator.cli import simulate
from simulator.commands.comparison.intervals import ASKED
from simulator.windows import crawls_of_windows, make_windows
from tests.support.new_database import new_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL


pytestmark = pytest.mark.xdist_group("windows made anew")  # which takes some seconds

WINDOWS = Path(__file__).parents[2] / "fixtures" / "windows"
DEMO = WINDOWS.parent / "demo"
MOST_BYTES = {WINDOWS: 15_000_000, DEMO: 26_000_000}
MONTHS = {
    "dream": ["2018-11", "2018-12", "2019-01", "2019-02", "2019-03"],
    "wallstreet": ["2018-11", "2018-12", "2019-01", "2019-02", "2019-03", "2019-04"],
    "empire": ["2019-04", "2019-05", "2019-06", "2019-07", "2019-08", "2019-09", "2019-10", "2019-11"],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One month of each market, and the truth, made anew."""
    folder = tmp_path_factory.mktemp("windows")
    crawls = [crawl for crawl in crawls_of_windows(WINDOWS) if f"{crawl.day:%Y-%m}" == MONTHS[crawl.market][0]]
    make_windows(WINDOWS, folder, crawls, workers=1)
    return folder


@pytest.mark.parametrize("market", MONTHS)
def test_a_month_made_anew_has_the_bytes_that_are_committed(market: str, made: Path) -> None:
    """All bytes of all records: how well they compress hangs on the processor."""
    (path,) = (made / market).iterdir()
    assert gzip.decompress((WINDOWS / market / path.name).read_bytes()) == gzip.decompress(path.read_bytes())


def test_the_truth_made_anew_is_the_committed_one(made: Path) -> None:
    tables = {path.name: pq.read_table(path) for path in (made / "truth").iterdir()}
    assert tables.keys() == {path.name for path in (WINDOWS / "truth").iterdir()}
    for name, table in tables.items():
        assert pq.read_table(WINDOWS / "truth" / name).equals(table, check_metadata=True)


def test_the_demo_made_anew_is_the_committed_one(tmp_path: Path) -> None:
    make_windows(DEMO, tmp_path, crawls_of_windows(DEMO)[:1], workers=1)
    (path,) = tmp_path.rglob("*.warc.gz")
    assert gzip.decompress((DEMO / "dream" / path.name).read_bytes()) == gzip.decompress(path.read_bytes())
    for made_anew in (tmp_path / "truth").iterdir():
        assert pq.read_table(DEMO / "truth" / made_anew.name).equals(pq.read_table(made_anew), check_metadata=True)


@pytest.mark.parametrize("folder", [WINDOWS, DEMO], ids=lambda folder: folder.name)
def test_every_month_is_there_and_named_after_its_day(folder: Path) -> None:
    names = {market: sorted(path.name for path in (folder / market).iterdir()) for market in MONTHS}
    assert {
        market: [f"{market}-{month}-18-000.warc.gz" for month in months] for market, months in MONTHS.items()
    } == names


def test_what_the_crawls_did_is_written_down_for_each_of_them() -> None:
    reports: list[dict[str, Any]] = msgspec.json.decode((WINDOWS / "crawls.json").read_bytes())
    assert [(market, f"{month}-18") for market, months in MONTHS.items() for month in months] == [
        (report["market"], report["day"]) for report in reports
    ]
    assert all(sum(report["planned"].values()) > len(report["missed"]) > 0 for report in reports)


@pytest.mark.parametrize(
    "folder", [WINDOWS, pytest.param(DEMO, marks=pytest.mark.campaign)], ids=lambda folder: folder.name
)
def test_they_are_small_and_whole(folder: Path) -> None:
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= MOST_BYTES[folder]
    verified = verify_files(sorted(folder.rglob("*.warc.gz")))
    assert [] == verified.problems
    assert 19 == verified.files


@pytest.fixture(scope="module")
def replayed(server: URL, template: str, made: Path) -> Iterator[URL]:
    """A database in which the months are replayed, and to which nobody is connected."""
    with new_database(server, template) as url:
        engine = engine_at(url)
        replay(engine, [made], workers=1)
        engine.dispose()
        yield url


def test_the_database_is_compared_with_the_truth_month_by_month(
    server: URL, replayed: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert replayed.database is not None
    with new_database(server, replayed.database) as url:
        monkeypatch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
        is_compared_month_by_month()


def is_compared_month_by_month() -> None:
    options = ["compare", "--truth", str(WINDOWS / "truth"), "--json"]
    done = CliRunner().invoke(simulate, options)
    assert done.exception is None
    assert "nothing is derived of these pages" in done.stderr
    rows = [msgspec.json.decode(line, type=dict[str, Any]) for line in done.stdout.splitlines()]
    assert [(market, months[0]) for market, months in sorted(MONTHS.items()) for _ in range(4)] == [
        (row["market"], row["month"]) for row in rows
    ]
    found = {(row["market"], row["what"]): (row["seen"], row["true"]) for row in rows}
    for market in MONTHS:
        for what in ("vendors", "listings", "vendors from BE (D2)", "reviews"):
            seen, true = found[market, what]
            assert seen <= true
        assert found[market, "vendors"][0] >= found[market, "vendors"][1] - 2
    assert found["dream", "listings"][0] == found["dream", "listings"][1]
    assert all(row["difference"] == row["seen"] - row["true"] for row in rows)


@pytest.fixture(scope="module")
def derived(server: URL, replayed: URL) -> Iterator[str]:
    """The address of a database in which the months are replayed and derived."""
    assert replayed.database is not None
    with new_database(server, replayed.database) as url, pytest.MonkeyPatch.context() as patch:
        address = url.render_as_string(hide_password=False)
        patch.setenv(URL_VARIABLE, address)
        with open_database() as database:
            derive(database, read_parameters(None))
        patch.undo()
        yield address


@pytest.mark.slow
def test_what_is_derived_is_compared_with_the_truth(derived: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, derived)
    given = ["--truth", str(WINDOWS / "truth"), "--policy", str(WINDOWS / "policy.toml")]
    done = CliRunner().invoke(simulate, ["compare", *given, "--json"])
    assert (None, "") == (done.exception, done.stderr)
    rows = [msgspec.json.decode(line, type=dict[str, Any]) for line in done.stdout.splitlines()]
    assert 12 == sum("seen" in row for row in rows)
    figures = {(row["market"], row["measure"]): row for row in rows if "period" in row}
    for market in MONTHS:
        reviews = figures[market, "distinct reviews (of captured pages)"]
        assert 0 < reviews["true"] == pytest.approx(reviews["value"], rel=0.02)
        listings = figures[market, "listings"]
        assert (f"{listings['value']:.0f}", MONTHS[market][0]) == (f"{listings['low']:.0f}", listings["period"])
        assert 0 < listings["value"] <= listings["true"]
        assert figures[market, "transactions_shown (of captured pages)"]["true"] > 0
        assert 0 <= figures[market, "vendors of BE (D2)"]["true"] <= 1
    assert {row["measure"] for row in rows if "spread" in row} == {
        row["measure"] for row in figures.values() if row["counts"]
    }
    assert {market for market, measure in figures if measure.endswith(ASKED)} == {"empire"}
    whole, asked = (figures["empire", measure] for measure in ("listings", "listings" + ASKED))
    assert whole["value"] == asked["value"]
    assert asked["value"] == pytest.approx(asked["true"], rel=0.1)
    assert asked["true"] <= whole["true"]
    found = [row for row in rows if "precision" in row]
    assert {"exclusions", "links (same)"} <= {row["what"] for row in found}
    assert all(0 <= row["right"] <= min(row["found"], row["true"]) for row in found)


@pytest.mark.slow
def test_people_get_the_comparison_as_tables(derived: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, derived)
    done = CliRunner().invoke(simulate, ["compare", "--truth", str(WINDOWS / "truth"), "--all"])
    assert done.exception is None
    heads = [
        line.split()
        for line in done.stdout.splitlines()
        if line.split()[1:2] in (["month"], ["period"], ["unit"], ["market"])
    ]
    assert [
        ["market", "month", "what", "seen", "true", "difference"],
        [
            "market",
            "period",
            "measure",
            "unit",
            "value",
            "low",
            "high",
            "true",
            "difference",
            "inside",
            "grade",
            "counts",
        ],
        [
            *("measure", "unit", "count", "mean", "spread", "worst", "inside"),
            *("intervals", "held", "chance_low", "chance_high"),
        ],
        ["what", "market", "found", "true", "right", "precision", "recall"],
    ] == heads


@pytest.mark.slow
def test_what_is_read_first_fits_on_a_screen_and_a_file_keeps_the_rest(
    derived: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(URL_VARIABLE, derived)
    given = ["compare", "--truth", str(WINDOWS / "truth"), "--policy", str(WINDOWS / "policy.toml")]
    kept = tmp_path / "comparison.jsonl"
    done = CliRunner().invoke(simulate, [*given, "--to", str(kept)])
    assert done.exception is None
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    assert len(lines) < 30
    assert str(kept) in lines[-1]
    as_json = CliRunner().invoke(simulate, [*given, "--json"])
    assert kept.read_text() == as_json.stdout
    rows = [msgspec.json.decode(line, type=dict[str, Any]) for line in kept.read_text().splitlines()]
    vendors = next(row for row in rows if row.get("measure") == "vendors" + ASKED and "spread" in row)
    line = next(line for line in lines if line.split()[0] == "vendors" + ASKED.split()[0])
    assert f"{vendors['held']} of {vendors['intervals']}" in line
    lost = [row for row in rows if row.get("what") == "went: lost" and "precision" in row]
    line = next(line for line in lines if "went: lost" in line)
    assert [str(sum(row[name] for row in lost)) for name in ("found", "true", "right")] == line.split()[2:]
