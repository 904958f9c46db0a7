"""A short form of the campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.campaigns.hostile_clients import Campaign

if TYPE_CHECKING:
    from cryptodrug_scraper.explore.sources import Sources


@pytest.mark.slow
def test_requests_that_no_browser_sends_find_no_fault(sources: Sources) -> None:
    campaign = Campaign(sources, seed=1)
    campaign.run(150)
    assert [] == campaign.wrong
    assert {"stranger 400", "stranger 404", "let in 200", "let in 400"} <= campaign.answers.keys()
