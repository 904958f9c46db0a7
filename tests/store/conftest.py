"""Pages made by hand, and how they get into a database."""

from __future__ import annotations

import gzip
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.page.facts import ListingFacts
from cryptodrug_scraper.page.parsed import ParsedPage
from cryptodrug_scraper.page.records import Listing, Money, Place, Record, Review, TextExclusion, Vendor
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database, stop_embedded
from cryptodrug_scraper.store.dump import restore
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from tests.store.released.keep import FOLDER as RELEASED
from tests.support.made_once import made_once, of_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.store.database import Database

Page = tuple[Capture, ParsedPage]


class MakePage(Protocol):
    def __call__(
        self,
        *records: Record,
        at: datetime | date | None = ...,
        name: str = ...,
        kind: str = ...,
        market: str | None = ...,
    ) -> Page: ...


class MakeListing(Protocol):
    def __call__(self, listing_id: str | None, seen_on: Any = ..., **fields: Any) -> Listing: ...


class Load(Protocol):
    def __call__(self, pages: Iterable[Page], version: str = ..., size: int = ...) -> dict[str, int]: ...


def note_facts(page: ParsedPage) -> None:
    """Facts and exclusions as a parser would find them: the title says it all."""
    for place, record in enumerate(page.records):
        if isinstance(record, Listing) and page.market is not None:
            title = record.title or ""
            grams = Decimal(title.partition("g")[0]) if title[:1].isdigit() else None
            page.facts[place] = ListingFacts(drug_class="Cannabis", class_source="title", quantity_grams=grams)
            if "no US" in title:
                record.excluded_in_text = [TextExclusion("US", "title", "no US")]


@pytest.fixture
def own_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home that no other test uses, with a server of its own."""
    with TemporaryDirectory(prefix="cryptodrug test 'home' ") as name:
        monkeypatch.setenv(HOME_VARIABLE, name)
        monkeypatch.delenv(URL_VARIABLE, raising=False)
        yield Path(name)
        stop_embedded(force=True)


@pytest.fixture(scope="session")
def made() -> Path:
    """A home with a database in it that nobody uses, to be copied."""
    return made_once("home", _home)


def _home() -> Path:
    home = of_run() / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(home))
        patch.delenv(URL_VARIABLE, raising=False)
        with open_database():
            pass
    return home


@pytest.fixture
def made_home(own_home: Path, made: Path) -> Path:
    """A home that no other test uses, whose database has been made before."""
    subprocess.run(["cp", "--archive", f"{made}/.", str(own_home)], check=True)  # noqa: S607  # with owners and rights
    return own_home


@pytest.fixture(scope="session")
def restored() -> Path:
    """A home with a database of release 0.2.0, restored and brought to this version, that nobody uses, to be copied."""
    return made_once("restored", _restored)


def _restored() -> Path:
    home, file = of_run() / "restored", of_run() / "released.dump"
    file.write_bytes(gzip.decompress((RELEASED / "0.2.0.dump.gz").read_bytes()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(home))
        patch.delenv(URL_VARIABLE, raising=False)
        restore(file)
    return home


@pytest.fixture
def restored_home(own_home: Path, restored: Path) -> Path:
    """A home that no other test uses, whose database is that of the release."""
    subprocess.run(["cp", "--archive", f"{restored}/.", str(own_home)], check=True)  # noqa: S607  # as above
    return own_home


@pytest.fixture
def make_page() -> MakePage:
    def make(
        *records: Record,
        at: datetime | date | None = None,
        name: str = "page",
        kind: str = "listing",
        market: str | None = "dream",
    ) -> Page:
        if isinstance(at, datetime):
            captured: CaptureTime | None = CaptureTime.at(at)
        else:
            captured = None if at is None else CaptureTime.on(at)
        source: Any = "none" if at is None else "sidecar"
        capture = Capture(
            body=f"<html>{name}</html>".encode(),
            origin=Origin("folder", f"{name}.html"),
            url=f"http://abc.onion/{name}",
            captured=captured,
            time_source=source,
            http_status=200,
            content_type="text/html",
        )
        page = ParsedPage(market, kind, "utf-8", complete=True, records=list(records))
        note_facts(page)
        return capture, page

    return make


@pytest.fixture
def make_listing() -> MakeListing:
    def make(listing_id: str | None, seen_on: Any = "page", **fields: Any) -> Listing:
        known: dict[str, Any] = {
            "title": "5g hash",
            "title_cut": False,
            "vendor": "grower",
            "price": Money(Decimal("65.80"), "USD"),
        }
        return Listing(listing_id=listing_id, seen_on=seen_on, **known | fields)

    return make


@pytest.fixture
def belgium() -> Place:
    return Place("Belgium", "country", ["BE"], [])


@pytest.fixture
def load_pages(database: Database) -> Load:
    def run(pages: Iterable[Page], version: str = "1.0+test.1", size: int = 100) -> dict[str, int]:
        pages = list(pages)
        batches = [batch_of(pages[start : start + size], version) for start in range(0, len(pages), size)]
        with database.engine.connect() as connection:
            return load(connection, batches)

    return run


@pytest.fixture
def some_pages(make_page: MakePage, make_listing: MakeListing, belgium: Place) -> list[Page]:
    """Thirty pages over three months, some of them of known days only, some of unknown time."""
    pages = []
    for number in range(30):
        month, day = number % 3 + 1, number % 28 + 1
        at: datetime | date | None = datetime(2019, month, day, 12, tzinfo=UTC)
        if number % 5 == 0:
            at = None if number % 10 == 0 else date(2019, month, day)
        records: list[Record] = [
            make_listing(str(number % 7), description=f"text {number % 4}", ships_from=belgium),
            make_listing(str(number % 7), "card", promoted=True),
            Vendor(vendor="grower", seen_on="listing", level=number),
            *(Review(vendor="grower", position=place, comment=f"words {number % 4}") for place in (1, 2)),
        ]
        pages.append(make_page(*records, at=at, name=f"page-{number}"))
    return pages
