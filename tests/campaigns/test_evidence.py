"""The short form of the campaign that looks for the words of simulated pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.campaigns import evidence as campaigns
from tests.campaigns.evidence import campaign
from tests.support.invented_field import invent_views

if TYPE_CHECKING:
    import pytest


def test_each_field_of_simulated_pages_has_words() -> None:
    shown = campaign("cryptodrug", (1,), 12, size=0.002, markets=("wallstreet", "empire"))
    assert ([], [], []) == (shown.lacking, shown.unchanged, shown.unfinished)
    assert shown.pages >= 8
    assert len(shown.seconds) >= 8
    assert shown.fields > 500
    assert shown.blanked > 30


def test_fields_from_nowhere_and_words_that_are_none_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    invent_views(monkeypatch)
    monkeypatch.setattr(campaigns, "_WAYS", ((bytes, bytes),))
    shown = campaign("cryptodrug", (1,), 4, size=0.002, markets=("empire",))
    assert shown.lacking
    assert all(": views of Listing" in each for each in shown.lacking)
    assert shown.unchanged
