"""Every page under fixtures/pages has the properties that every page of every market has; see `cases.any_page`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.cases.any_page import Look, faults_of
from cryptodrug_scraper.cases.case import Case, cases_below
from cryptodrug_scraper.page.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent / "fixtures" / "pages"
CASES = cases_below(ROOT)
ALIKE = {"dream": {"vendor_feedback": "vendor_profile"}}
"""The profile and the ratings of a vendor look alike on Dream Market until the tabs."""
FEW = 6
"""Places at which a page is cut: others for each, and there are several pages of each kind."""
SOME = 20
"""Such places where a fault of few of them is looked for."""
CLOSE = 1000
"""Such places in the long run."""


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_page_has_the_properties_of_every_page(case: Case) -> None:
    assert {} == faults_of(case, Look(FEW, ALIKE.get(case.market, {})))


@pytest.mark.parametrize(
    ("of", "name", "careless", "fault"),
    [
        ("dream/category_list/cocaine_cp1252", "whole", lambda _, elements: elements, "cut anywhere it states a part"),
        ("wallstreet/listing/cocaine_belgium_de", "line", lambda _, raw: raw, "minified it says the same"),
    ],
)
def test_what_does_not_hold_is_told(
    of: str, name: str, careless: Callable[..., object], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Document, name, careless)
    (case,) = [case for case in CASES if case.name == of]
    assert fault in faults_of(case, Look(SOME))


def test_of_a_short_page_that_is_cut_at_once_nothing_is_asked(tmp_path: Path) -> None:
    folder = tmp_path / "wall"
    folder.mkdir()
    (folder / "body.html").write_text("<!doctype html>\n<html><body><p>Back soon, at ten.</p></body></html>\n")
    (folder / "meta.json").write_text('{"url": null, "captured_at": null, "note": "a wall of few bytes"}')
    for number in range(200):  # by its name a page is cut at other places
        assert {} == faults_of(Case(folder, f"wall-{number}"), Look())


@pytest.mark.campaign
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_page_has_them_however_closely_it_is_looked_at(case: Case) -> None:
    assert {} == faults_of(case, Look(CLOSE, ALIKE.get(case.market, {})))
