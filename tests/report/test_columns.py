"""The columns of a report's tables."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.report.columns import COLUMNS, table_columns
from cryptodrug_scraper.words.wording import LANGUAGES, Words


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_column_has_a_heading_in_each_language(language: str) -> None:
    shown = table_columns(Words(language), *COLUMNS)

    assert [column.name for column in shown] == list(COLUMNS)
    assert all(column.heading for column in shown)


def test_ends_of_an_interval_are_written_as_the_value_before_them() -> None:
    words = Words("en")

    shown = table_columns(words, "share", "low", "high", "jump", "jump_low", "jump_high", "before", "whole_low")

    assert [column.kind for column in shown] == ["percent"] * 3 + ["decimal"] * 3 + ["amount"] * 2
    assert shown[1].heading == shown[4].heading == words("column.low")


def test_a_column_of_a_frame_may_be_known_under_another_name() -> None:
    (shown,) = table_columns(Words("nl"), ("value", "of_country"))

    assert (shown.name, shown.kind) == ("value", "amount")
    assert shown.heading == Words("nl")("column.of_country")


def test_a_name_that_is_not_known_is_refused() -> None:
    with pytest.raises(KeyError, match="vendors_count"):
        table_columns(Words("en"), "vendors_count")
