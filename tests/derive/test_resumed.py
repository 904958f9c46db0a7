"""A derivation that is killed within a market goes on where it was, and what it kept goes when it is of no use."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest
from click.testing import CliRunner

from cryptodrug_scraper.cli.db import db
from cryptodrug_scraper.derive import rows
from cryptodrug_scraper.derive.groups import KeptGroups
from cryptodrug_scraper.derive.workplace import forget_kept
from cryptodrug_scraper.home import data_home
from tests.support.derived_windows import ONE_MARKET

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.derived_windows import Opened, Windows

ROWS = 1500
SMALL_GROUPS = f"""
from cryptodrug_scraper.derive import rows
rows.ROWS_OF_GROUP = {ROWS}
from cryptodrug_scraper.__main__ import main
main()
"""


def notes(market: str) -> list[Path]:
    return list(data_home().glob(f"derived-groups/*/{market}/*.json"))


@pytest.mark.slow
def test_by_a_kill_within_a_market(own_of_one: Opened, one_market: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    own_of_one.forget()
    forget_kept()  # other tests of this process derived in the same data home
    going = subprocess.Popen([sys.executable, "-c", SMALL_GROUPS, "derive", "--workers", "2"])
    end = time.monotonic() + 240
    while not notes(ONE_MARKET):
        assert time.monotonic() < end
        assert going.poll() is None
        time.sleep(0.01)
    others = psutil.Process(going.pid).children(recursive=True)
    going.kill()
    going.wait()
    assert others
    assert not psutil.wait_procs(others, timeout=60)[1], "its processes end with it"
    assert 0 == own_of_one.one("SELECT count(*) FROM derived.part WHERE market IS NOT NULL")

    monkeypatch.setattr(rows, "ROWS_OF_GROUP", ROWS)
    made: list[tuple[int, dict[str, int]]] = []
    keep = KeptGroups.keep

    def noted(groups: KeptGroups) -> None:
        made.append((len(groups), groups.made))
        keep(groups)

    monkeypatch.setattr(KeptGroups, "keep", noted)
    own_of_one.derive()

    (groups, done), *_ = made
    assert 0 <= done["viewed"] < groups, "what was worked out is taken"
    assert one_market.digest == own_of_one.digest()

    other = data_home() / "derived-groups" / "of another version"
    other.mkdir()
    own_of_one.forget()
    made.clear()
    own_of_one.derive()

    assert {0} == {count for _, steps in made for count in steps.values()}
    assert one_market.digest == own_of_one.digest()
    assert not other.exists()

    assert notes(ONE_MARKET)
    CliRunner().invoke(db, ["remove", "--path", f"*{ONE_MARKET}*", "--yes"], catch_exceptions=False)
    assert not notes(ONE_MARKET)
