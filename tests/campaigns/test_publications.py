"""What an outsider who keeps several publications finds; `make campaigns` tries more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.home import HOME_VARIABLE
from tests.campaigns.publishing.attacks import ATTACKS, compared

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database


@pytest.mark.campaign
@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_of_fewer_than_five_vendors_follows_from_publications_that_the_ledger_has(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    found = compared(database, name, 101, with_bounds=False)
    assert found.exact_with == 0, found
    assert found.large_with == 0, found
    assert found.shown_with > 0.8 * found.shown_without  # and much is still there
    if name == "one large vendor":
        assert found.large > 20, found
    if name == "adjacent windows":
        assert found.exact_without > 20  # without a ledger they tell
