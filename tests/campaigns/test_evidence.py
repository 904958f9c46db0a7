"""The short form of the campaign that looks for the words of simulated pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.campaigns.evidence import Campaign
from tests.campaigns.evidencing import looking
from tests.support.invented_field import invent_views

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.campaign
def test_each_field_of_simulated_pages_has_words() -> None:
    campaign = Campaign(("cryptodrug",), (1,), 12, size=0.002, markets=("wallstreet", "empire"))
    campaign.run()
    assert ([], [], []) == campaign.faults
    assert campaign.is_good
    assert len({each.digest for each in campaign.looked}) == len(campaign.looked) == 12
    assert len({each.kind for each in campaign.looked}) >= 12
    assert sum(each.words for each in campaign.looked) > 300
    assert sum(each.blanked for each in campaign.looked) > 30


@pytest.mark.campaign
def test_fields_from_nowhere_and_words_that_are_none_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    invent_views(monkeypatch)
    monkeypatch.setattr(looking, "WAYS", ((bytes, bytes),))
    campaign = Campaign(("cryptodrug",), (1,), 4, size=0.002, markets=("empire",))
    campaign.run()
    lacking, unchanged, _ = campaign.faults
    assert lacking
    assert all(": views of Listing" in each for each in lacking)
    assert unchanged
    assert not campaign.is_good
    assert any("4 different pages" in line for line in campaign.lines(1))


@pytest.mark.campaign
def test_a_campaign_that_was_broken_off_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "kept.jsonl"

    def campaign() -> Campaign:
        return Campaign(("cryptodrug",), (1,), 4, size=0.002, markets=("empire",), kept=kept)

    whole = campaign()
    whole.run()
    lines = kept.read_bytes().splitlines(keepends=True)
    kept.write_bytes(b"".join(lines[:3]) + lines[3][:-9])  # broken off while it wrote
    rest = campaign()
    assert rest.looked == whole.looked[:2]
    rest.run()
    assert [each.digest for each in rest.looked] == [each.digest for each in whole.looked]
    monkeypatch.setattr("tests.campaigns.evidence.look", pytest.fail)
    campaign().run()
    with pytest.raises(SystemExit, match="other pages"):
        Campaign(("cryptodrug",), (2,), 4, size=0.002, markets=("empire",), kept=kept)


def test_pages_that_are_lacking_are_told() -> None:
    campaign = Campaign((), (), 1)
    assert not campaign.is_good
    assert ["no page was looked at"] == list(campaign.lines(1))
