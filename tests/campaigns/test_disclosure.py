"""What an outsider finds in public packages and reports of worlds drawn by chance; `make campaigns` tries more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.export.package import without_note
from cryptodrug_scraper.export.selection import Selection, Tier
from tests.campaigns.disclosing.attack import Found, attack
from tests.campaigns.disclosing.filled import fill
from tests.campaigns.disclosing.page import report_of
from tests.campaigns.disclosing.truth import Truth

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database


def attacked(database: Database, folder: Path) -> Found:
    without_note(folder, Selection(tier=Tier.PUBLIC), None, forms=("csv",))
    with database.engine.connect() as connection:
        page = folder.with_suffix(".html")
        page.write_text(report_of(connection), encoding="utf-8")
        return attack(folder, Truth(connection), page)


@pytest.mark.parametrize(
    ("seed", "opened"),
    [
        (113, False),
        pytest.param(113, True, marks=pytest.mark.campaign),
        pytest.param(118, True, marks=pytest.mark.campaign),
    ],
)
@pytest.mark.slow
def test_nothing_of_fewer_than_five_vendors_follows_from_a_package_and_a_report(
    database: Database, tmp_path: Path, seed: int, opened: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database.engine, seed)
    found = attacked(database, tmp_path / "public")
    assert found.told == 0, found
    assert found.small > 100
    assert found.shown > 150  # and much is still there
    if not opened:
        return
    for name in ("sales_withheld", "listings_withheld"):
        monkeypatch.setattr(f"cryptodrug_scraper.disclosure.choice.{name}", lambda *_: {})
    moved = "cryptodrug_scraper.report.questions.moved_on"
    for name in ("by_weeks", "published_cohorts"):
        monkeypatch.setattr(f"{moved}.{name}", lambda frame: frame)
    open_to_it = attacked(database, tmp_path / "small_cells_alone")
    assert len(open_to_it.recovered | open_to_it.groups) > 0  # hiding small cells alone is not enough
    assert {told[0] for told in open_to_it.exact} >= {"migration-all", "migration-arrivals"}
