"""The commands of the how-to guides, run on the world of the demo, print what the guides show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.home import HOME_VARIABLE
from tests.support.console_page import Walk, steps

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.slow
@pytest.mark.parametrize(("page", "least"), [("querying.md", 10), ("reproducing.md", 4)])
def test_a_guide_shows_what_its_commands_print(
    page: str, least: int, demonstrated: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert demonstrated.one("SELECT count(*) FROM derived.sale") > 0
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    found = steps((DOCS / page).read_text(encoding="utf-8"))
    assert len(found) >= least
    walk = Walk()
    for step in found:
        walk.take(step)
