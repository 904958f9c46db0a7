"""Whether the derivation counts all pages that the database holds."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.derive.version import measures_version
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.contents import contents_of

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened

LOGIN = Path(__file__).parents[2] / "fixtures" / "pages" / "dream" / "login" / "from_browser" / "body.html"


def test_pages_that_came_after_a_derivation_are_counted(own: Opened, tmp_path: Path) -> None:
    with own.database.engine.connect() as connection:
        before = contents_of(connection)
    assert {"dream", "empire", "wallstreet"} == set(before.markets)
    assert before.underived == {}
    assert before.measures_version == measures_version()
    assert before.pages >= sum(before.markets.values())

    (tmp_path / "2019-02-03").mkdir()
    shutil.copy(LOGIN, tmp_path / "2019-02-03" / "login.html")
    replay(own.database.engine, [tmp_path], workers=1)
    with own.database.engine.connect() as connection:
        after = contents_of(connection)
    assert after.pages == before.pages + 1
    assert after.underived == {"dream": 1}

    own.forget()
    with own.database.engine.connect() as connection:
        assert (contents_of(connection).derived_at, contents_of(connection).underived) == (None, after.markets)
