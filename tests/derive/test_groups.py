"""Groups of ratings in files, which several processes work out, each once."""

from __future__ import annotations

import importlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dask
import polars as pl
import pytest

from cryptodrug_scraper.cluster import workers as cluster
from cryptodrug_scraper.cluster.version import program_version
from cryptodrug_scraper.derive.groups import KeptGroups
from cryptodrug_scraper.derive.kept import Kept
from cryptodrug_scraper.derive.on_cluster import ClusterWorkers
from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.derive.run import derive
from cryptodrug_scraper.derive.workers import Workers
from cryptodrug_scraper.errors import ConfigurationError, StoreError
from tests.measures.rating_rows import NO_NAMES, NOTHING, Site, distinct_reviews, rating
from tests.support.dask_processes import DaskProcesses
from tests.support.dask_workers import ends_at
from tests.support.distinct_reviews import distinct_in_groups

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from distributed import LocalCluster

    from cryptodrug_scraper.derive.on_cluster import SendableTask
    from cryptodrug_scraper.store.database import Database

VENDORS = [f"vendor {number}" for number in range(8)]
GROUPS = 4
ONCE = {"viewed": 1, "counted": 1, "same": 1, "joined": 1, "described": 1}


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module `dying_steps`, which other processes find by that name."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return importlib.import_module("dying_steps")


def site(*, more: bool = False, sooner: bool = False) -> Site:
    """Lists of ratings at three looks, some words on two lists; ``more``: with a page that nobody had looked at."""
    found = Site()
    if sooner:
        found.page("0", [rating(0, 0.5, text="a first one", vendor="vendor 5")], url="/5")
    for look in range(3):
        for number, vendor in enumerate(VENDORS):
            kept = partial(rating, look * 7, vendor=vendor)
            rows = [kept(left * 7 + 1 + look * 7, text=f"words {number // 2} {left}") for left in range(3)]
            found.page(f"{look}", [*rows, kept(2, text=None)], url=f"/{number}", doubt=0.1)
    if more:
        found.page("9", [rating(40, 2, text="seen for the first time", vendor="vendor 5")], url="/5")
    return found


def told(folder: Path, asked: Site, workers: int = 1) -> tuple[pl.DataFrame, dict[str, int]]:
    """The distinct reviews, and in how many groups each step was worked out."""
    with Workers(workers, 1000) as processes:
        return told_by(processes, folder, asked)


def told_by(workers: Workers | ClusterWorkers, folder: Path, asked: Site) -> tuple[pl.DataFrame, dict[str, int]]:
    """The same, of processes or a cluster."""
    place = pl.col("vendor").replace_strict(VENDORS, [number % GROUPS for number in range(len(VENDORS))])
    parts = asked.reviews.with_columns(group=place).partition_by("group", as_dict=True, include_key=False)
    ratings = [partial(pl.DataFrame.clone, parts[number,]) for number in range(GROUPS)]
    about: dict[str, Any] = {"totals": NOTHING["totals"], "prices": NOTHING["prices"]}
    groups = KeptGroups(Kept(folder), GROUPS, workers)
    found = distinct_in_groups("dream", ratings, asked.page_frame, NO_NAMES, groups=groups, **about)
    groups.keep()
    return found, groups.made


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_processes_give_what_one_gives_and_nothing_is_worked_out_twice(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    whole = distinct_reviews(site().reviews, site().page_frame, NO_NAMES)
    assert whole.height > len(VENDORS)
    all_groups = dict.fromkeys(ONCE, GROUPS)

    assert all_groups == (by_one := told(one, site()))[1]
    assert all_groups == (by_two := told(two, site(), workers=2))[1]
    assert whole.equals(by_one[0])
    assert whole.equals(by_two[0])
    assert sorted(files(one)) == sorted(files(two)), "the same frames and notes"
    assert {0o600} == {path.stat().st_mode & 0o777 for path in two.iterdir()}

    found, made = told(one, site(), workers=2)
    assert dict.fromkeys(ONCE, 0) == made
    assert whole.equals(found)


@pytest.mark.xdist_group("cluster")
@pytest.mark.slow
def test_a_cluster_of_which_a_worker_dies_gives_what_one_process_gives(
    tmp_path: Path, workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    expected = told(one, site())
    ends_at(3, workers, monkeypatch)

    with cluster.Cluster(workers.scheduler_address) as connected:
        found = told_by(ClusterWorkers(connected), two, site())

    assert expected[0].equals(found[0])
    assert expected[1] == found[1]
    assert files(one) == files(two)


@pytest.mark.campaign
@pytest.mark.xdist_group("cluster")
def test_a_scheduler_that_is_started_again_gives_what_one_process_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    expected = told(one, site())
    restarted: list[int] = []
    run = ClusterWorkers.run

    def interrupted(self: ClusterWorkers, tasks: list[SendableTask]) -> Iterator[tuple[SendableTask, dict[str, str]]]:
        for number, done in enumerate(run(self, tasks)):
            if number == 1 and not restarted:
                processes.kill_scheduler()
                processes.start_scheduler()
                restarted.append(1)
            yield done

    monkeypatch.setattr(ClusterWorkers, "run", interrupted)
    with DaskProcesses(1) as processes, cluster.Cluster(processes.address) as connected:
        found = told_by(ClusterWorkers(connected), two, site())

    assert restarted
    assert expected[0].equals(found[0])
    assert files(one) == files(two)


@pytest.mark.xdist_group("cluster")
def test_a_worker_that_measures_otherwise_is_refused(
    tmp_path: Path, workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = frozenset({program_version(), ("what measures", "0.1.0+measures.other")})
    monkeypatch.setattr("cryptodrug_scraper.derive.on_cluster.versions", lambda: other)

    with (
        cluster.Cluster(workers.scheduler_address) as connected,
        pytest.raises(ConfigurationError, match=r"0\.1\.0\+measures\.other .*restart the worker"),
    ):
        told_by(ClusterWorkers(connected), tmp_path, site())


def test_a_cluster_that_is_not_there_is_told_before_anything_is_derived(database: Database) -> None:
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "0.3s"}),
        pytest.raises(ConfigurationError, match="tcp://127.0.0.1:9 cannot be reached"),
    ):
        derive(database, read_parameters(), dask="tcp://127.0.0.1:9")


@pytest.mark.parametrize("change", ["more", "sooner"])
def test_of_a_page_of_one_vendor_only_its_group_is_told_apart_anew(tmp_path: Path, change: str) -> None:
    """Of the others only what hangs on how rare words are in the whole market, and on how often ratings are edited."""
    told(tmp_path, site())
    asked = site(**{change: True})

    found, made = told(tmp_path, asked)

    assert {"viewed": 1, "counted": 1, "joined": 1} == {name: made[name] for name in ("viewed", "counted", "joined")}
    assert found.equals(distinct_reviews(asked.reviews, asked.page_frame, NO_NAMES))


def test_what_is_not_used_any_more_is_removed(tmp_path: Path) -> None:
    told(tmp_path, site())
    before = files(tmp_path)
    told(tmp_path, site(more=True))
    (tmp_path / "left-1.new").write_bytes(b"cut off")

    told(tmp_path, site())

    assert before == files(tmp_path)


def test_a_note_without_its_frame_is_none(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    frame = kept.put(pl.DataFrame({"number": [1]}))
    kept.note("result", {"numbers": frame})
    assert {"numbers": frame} == kept.result("result")

    (tmp_path / f"{frame}.arrow").write_bytes(b"")
    assert kept.result("result") is None
    kept.remove([frame])
    assert kept.result("result") is None
    kept.note("cut", {})
    (tmp_path / "cut.json").write_bytes(b'{"numbe')
    assert kept.result("cut") is None


def test_a_damaged_frame_is_named(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    frame = kept.put(pl.DataFrame({"number": [1]}))
    (tmp_path / f"{frame}.arrow").write_bytes(b"damaged")

    with pytest.raises(StoreError, match=rf"{frame}\.arrow cannot be read .*: remove the folder {tmp_path}, and run"):
        kept.get(frame)


def test_a_flipped_byte_is_no_other_number(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    frame = kept.put(pl.DataFrame({"vendor": ["één", "twee"]}))
    path = tmp_path / f"{frame}.arrow"
    content = path.read_bytes()
    path.write_bytes(content.replace(b"twee", b"twef"))

    with pytest.raises(StoreError, match=rf"{frame}\.arrow cannot be read"):
        kept.get(frame)


def test_a_process_that_is_killed_is_told_and_what_others_did_is_kept(tmp_path: Path, steps: ModuleType) -> None:
    marker, folder = tmp_path / "marker", tmp_path / "kept"
    marker.touch()
    folder.mkdir()

    def doubled() -> tuple[list[list[int]], dict[str, int]]:
        with Workers(2, 100) as workers:
            groups = KeptGroups(Kept(folder), GROUPS, workers)
            for number in range(GROUPS):
                groups.put(number, "numbers", pl.DataFrame({"number": [number]}))
            groups.work(steps.DOUBLED, str(marker))
            return [groups.of(number, "doubled")["number"].to_list() for number in range(GROUPS)], groups.made

    with pytest.raises(StoreError, match=r"a process .* was ended by SIGKILL, as when memory is short: .*--workers"):
        doubled()
    marker.unlink()

    assert ([[0], [2], [4], [6]], {"doubled": 1}) == doubled()


def test_processes_hold_no_more_rows_together_than_they_may(steps: ModuleType) -> None:
    with Workers(2, 10) as workers:
        ran = [(task.weight, *times) for task, times in workers.run(map(steps.Noted, [8, 2, 20, 7]))]
    assert [2, 7, 8, 20] == sorted(weight for weight, *_ in ran)

    for _, began, _ in ran:
        assert 10 >= sum(weight for weight, since, until in ran if since <= began < until and weight <= 10)
    (alone,) = (each for each in ran if each[0] == 20)
    assert all(until <= alone[1] or since >= alone[2] for weight, since, until in ran if weight != 20)


def test_what_a_process_is_refused_is_an_error_here(steps: ModuleType) -> None:
    with Workers(2, 10) as workers, pytest.raises(StoreError, match="the disk is full"):
        list(workers.run([steps.Refused(), steps.Refused()]))
