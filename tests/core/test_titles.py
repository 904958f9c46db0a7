"""How much, in how many pieces, and what: titles that were labelled by hand before the program was asked."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.support.title_reading import counted, rows_of

# field: right at least, wrong at most, as measured
TITLES = {
    "quantity": (172, 60),
    "dose_mg": (255, 4),
    "drug_class": (285, 0),
    "substance": (251, 0),
}


@pytest.mark.parametrize("field", TITLES)
def test_no_fewer_titles_are_read_right_and_no_more_wrong_than_was_measured(field: str) -> None:
    verdicts = counted(rows_of("titles_read.csv"))[field]

    assert verdicts["right"] >= TITLES[field][0]
    assert verdicts["wrong"] <= TITLES[field][1]


def test_the_titles_are_of_four_languages_and_none_stands_twice() -> None:
    rows = rows_of("titles_read.csv")

    assert {"en", "de", "fr", "nl"} == set(Counter(row["language"] for row in rows))
    assert len(rows) == len({row["title"] for row in rows}) >= 300
