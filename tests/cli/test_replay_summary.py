"""The summary of a replay explains its words where they stand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cryptodrug_scraper.cli.replay_summary import print_summary
from cryptodrug_scraper.replay.summary import KindCount, Summary

if TYPE_CHECKING:
    import pytest


def test_records_observations_walls_and_issues_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    counts: dict[tuple[str | None, str], KindCount] = {("dream", "listing"): KindCount(3, 20, 2, 1)}
    print_summary(Summary(kinds=counts, issues=Counter(empty_list=1, of_a_plug_in=1), seconds=1.0))
    said = capsys.readouterr().out

    assert "A record is what a page states of one listing, vendor or review" in said
    assert "a list without rows; normal where the page says so itself" in said
    assert "of_a_plug_in" in said
    assert "an observation is what it states of a listing, vendor or review; a list of reviews that is there" in said


def test_where_nothing_is_new_there_is_no_table_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_summary(Summary(read_before=7, seconds=1.0))
    said = capsys.readouterr().out

    assert "Pages read" not in said
    assert said.endswith("Nothing is new: the installed parsers have read all these pages before.\n")
