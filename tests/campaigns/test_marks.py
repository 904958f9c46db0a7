"""The short form of the campaign that hides and forges marks in Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.campaigns.marks import faults
from tests.support import seen_marks
from tests.support.browsing import browser
from tests.support.mark_tricks import page_of, random_page

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.campaign


def test_no_page_hides_or_forges_a_mark() -> None:
    assert [] == list(faults(12, 160))


def test_marks_that_are_hidden_or_forged_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(text: bytes, marks: list[seen_marks.Mark]) -> str:
        shown = text.decode()
        for mark in reversed(marks):
            said = shown[mark.start : mark.end]
            shown = f'{shown[: mark.start]}<mark id="{mark.name}">{said}</mark>{shown[mark.end :]}'
        return f'<div class="cd-page">{shown}</div>'

    monkeypatch.setattr(seen_marks, "inert_page", careless)
    with browser() as tab:
        for trick in (
            "<p style='display:none'>{}</p>",
            "<p style='position:fixed;left:-999px'>{}</p>",
            "<p style='opacity:0'>{}</p>",
        ):
            assert list(seen_marks.faults_of(tab, page_of(trick), tmp_path / "page.html"))
        assert list(seen_marks.faults_of(tab, page_of("<p style='background:gold'>9</p>"), tmp_path / "page.html"))
        assert not list(seen_marks.faults_of(tab, page_of("<p>{}</p>"), tmp_path / "page.html"))
        assert list(seen_marks.faults_of(tab, random_page(1), tmp_path / "page.html"))
