"""Packages of the shipped windows, each made once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.export.package import make_package, without_note
from cryptodrug_scraper.export.pseudonyms import default_key
from cryptodrug_scraper.export.selection import Selection, Tier
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.derived_windows import Opened

OBSERVED = (
    "listing_at_snapshot",
    "review_page",
    "listing_snapshot",
    "vendor_snapshot",
    "review",
    "listing_destination",
    "listing_origin",
    "vendor_counter",
)
_OF = {
    "analyst": Selection(),
    "observed": Selection(views=OBSERVED),
    "public": Selection(tier=Tier.PUBLIC),
    "cmu": Selection(layout="cmu"),
    "datacrypto": Selection(layout="datacrypto"),
}


@pytest.fixture(scope="session")
def packages(shared: Opened, home: Path) -> Iterator[dict[str, Path]]:
    """A package of each kind that identifies nobody, with the key of the session's home, whichever test asks first."""
    assert shared.one("SELECT count(*) FROM derived.sale") > 0
    with TemporaryDirectory(prefix="cryptodrug-packages-") as folder:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(HOME_VARIABLE, str(home))
            patch.setenv(URL_VARIABLE, shared.database.engine.url.render_as_string(hide_password=False))
            for name, selection in _OF.items():
                make = without_note if selection.tier is Tier.PUBLIC else make_package  # the ledger is of all tests
                make(Path(folder) / name, selection, default_key())
        yield {name: Path(folder) / name for name in _OF}
