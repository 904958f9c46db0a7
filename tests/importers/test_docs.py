from __future__ import annotations

from pathlib import Path

from cryptodrug_scraper.capture import TimeSource
from cryptodrug_scraper.importers import Reason
from cryptodrug_scraper.importers.reasons import DAMAGE

PAGE = (Path(__file__).parents[2] / "docs" / "importing.md").read_text()


def test_every_reason_for_a_refusal_is_explained_once() -> None:
    rows = [line.split("|")[1].strip() for line in PAGE.splitlines() if line.startswith("| ")]
    assert [] == [reason.value for reason in Reason if rows.count(reason.value) != 1]


def test_the_reasons_that_are_damage_are_marked() -> None:
    marked = {line.split("|")[1].strip() for line in PAGE.splitlines() if "| **Damage.** " in line}
    assert {reason.value for reason in DAMAGE} == marked


def test_every_source_of_a_time_is_explained() -> None:
    from typing import get_args

    assert [] == [word for word in get_args(TimeSource) if f"`{word}`" not in PAGE]
