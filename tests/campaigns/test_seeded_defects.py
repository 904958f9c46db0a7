"""Each defect that is seeded can still be: its file has the text that it replaces, and its tests are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns.seeding.defects import DEFECTS, Defect

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_has_its_place_once_and_tests(defect: Defect) -> None:
    assert (ROOT / defect.file).read_text(encoding="utf-8").count(defect.good) == 1
    assert defect.bad not in {defect.good, ""}
    assert [test for test in defect.tests if not (ROOT / test.partition("::")[0]).exists()] == []
