"""Words of listings and accounts are found by an index, in any language, and go with the pages that say them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.page.records import Vendor
from cryptodrug_scraper.statements import statement, with_values
from cryptodrug_scraper.store.chosen import Chosen
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from cryptodrug_scraper.store.migrate import downgrade, upgrade
from cryptodrug_scraper.store.removal import remove
from tests.support.filled_database import copied, filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

    from cryptodrug_scraper.store.database import Database

SAID = {
    "1": {"title": "Crème de Hash", "description": "We do NOT ship\nto U.K. or the US; don’t ask."},
    "2": {"title": "Гашиш из Москвы", "description": "Отправляем почтой."},
    "3": {"title": "Łódź weiß", "terms": "Only to the UK and to Ukraine"},
    "4": {"title": "Pure_stuff, 100%", "vendor": "Grünkraut"},
}
FORMS = text(
    "SELECT e.kind, e.field, e.market, e.name, t.form FROM public.search_entry e "
    "JOIN search_text t USING (text_digest) ORDER BY 1, 2, 3, 4, 5"
)
MANY_TEXTS = (
    "INSERT INTO search_text SELECT sha256(int4send(g)), ' ' || md5(g::text) || ' ' FROM generate_series(1, 20000) g"
)
MANY_ENTRIES = (
    "INSERT INTO public.search_entry SELECT sha256(int4send(g)), kind, field, 'dream', g::text "
    "FROM generate_series(1, 20000) g CROSS JOIN (VALUES ('listing', 'title'), ('vendor', 'name')) f(kind, field)"
)
EVERYTHING = {"market": "", "country": "", "category": "", "first": "1900-01-01", "last": "2100-01-01"}


@pytest.fixture
def loaded(server: URL, template: str, make_page: Any, make_listing: Any) -> str:
    """Pages of four listings and an account, each of a page, in a database to be copied."""
    pages = [
        make_page(make_listing(name, **fields), at=datetime(2019, int(name), 3, tzinfo=UTC), name=f"listing-{name}")
        for name, fields in SAID.items()
    ]
    vendor = Vendor(vendor="Grünkraut", seen_on="page", profile="Fast and discreet since 2015")
    pages.append(make_page(vendor, at=datetime(2019, 3, 3, tzinfo=UTC), name="vendor", kind="vendor_profile"))

    def fill(engine: Engine) -> None:
        with engine.connect() as connection:
            load(connection, [batch_of(pages, "1.0+test.1")])

    return filled(server, "searched", template, fill)


@pytest.fixture
def database(server: URL, loaded: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A copy with these pages, to which more can be loaded."""
    with copied(server, loaded, monkeypatch) as opened:
        yield opened


@pytest.fixture
def said(database: Database) -> Database:
    """The same, by what it is asked for."""
    return database


@pytest.fixture
def much(server: URL, loaded: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A copy with many more texts."""

    def fill(engine: Engine) -> None:
        with engine.begin() as connection:
            for each in (MANY_TEXTS, MANY_ENTRIES, "ANALYZE search_text, public.search_entry"):
                connection.exec_driver_sql(each)

    name = filled(server, "searched_much", loaded, fill)
    with copied(server, name, monkeypatch) as opened:
        yield opened


def query(name: str, **values: str) -> str:
    """A search of explore, with its values in it."""
    return with_values(statement("cryptodrug_scraper.explore.pages", name), {"words": "", **EVERYTHING, **values})


def found(connection: Connection, name: str, column: str, **values: str) -> list[str]:
    connection.exec_driver_sql("SET search_path = research, public")
    sql = query(f"search_{name}", **values).replace("%", "%%")
    return [str(row[column]) for row in connection.exec_driver_sql(sql).mappings()]


@pytest.mark.parametrize(
    ("words", "listings"),
    [
        ("not ship to U.K.", ["1"]),
        ("NOT SHIP  to u k", ["1"]),
        ("dont ask", []),
        ("don't ask", ["1"]),
        ("creme", ["1"]),
        ("CRÈME DE HA", ["1"]),
        ("москв", ["2"]),
        ("почт", ["2"]),
        ("lodz weiss", ["3"]),
        ("uk", ["3"]),  # a word of two letters is no part of Ukraine or of Grünkraut
        ("ukr", ["3"]),
        ("pure stuff", ["4"]),
        ("100", ["4"]),
        ("%", []),
        ("_", []),
        ("4", ["4"]),
    ],
)
def test_listings_are_found_by_what_titles_and_texts_say(said: Database, words: str, listings: list[str]) -> None:
    with said.engine.connect() as connection:
        assert listings == found(connection, "listings", "listing_id", words=words)


def test_a_title_comes_before_a_text(said: Database, make_page: Any, make_listing: Any, load_pages: Any) -> None:
    load_pages(
        [make_page(make_listing("0", title="5g", description="like creme"), at=datetime(2019, 2, 1, tzinfo=UTC))]
    )
    with said.engine.connect() as connection:
        assert ["1", "0"] == found(connection, "listings", "listing_id", words="crème")


def test_a_search_is_narrowed_by_what_pages_of_the_time_state(said: Database) -> None:
    with said.engine.connect() as connection:
        assert ["1", "2", "3", "4"] == found(connection, "listings", "listing_id", category="Cannabis")
        assert [] == found(connection, "listings", "listing_id", category="Opioids")
        assert ["2"] == found(connection, "listings", "listing_id", first="2019-02-01", last="2019-02-28")
        assert [] == found(connection, "listings", "listing_id", words="creme", first="2019-02-01")
        assert [] == found(connection, "listings", "listing_id", market="empire")


def test_accounts_are_found_by_their_names_and_profiles(said: Database) -> None:
    with said.engine.connect() as connection:
        for words in ("grun", "GRÜNKRAUT", "discreet since"):
            assert ["Grünkraut"] == found(connection, "vendors", "vendor", words=words)
        assert ["1"] == found(connection, "vendors", "listings", words="grünkraut")
        assert [] == found(connection, "vendors", "vendor", words="grower profile")
        assert ["Grünkraut"] == found(connection, "vendors", "vendor", words="grün", category="Cannabis")
        assert [] == found(connection, "vendors", "vendor", words="grün", category="Opioids")


def read_whole(plan: dict[str, Any]) -> Iterator[str]:
    """The large tables that a plan reads from the beginning to the end."""
    if plan["Node Type"] == "Seq Scan" and plan["Relation Name"] in {"search_text", "search_entry"}:
        yield plan["Relation Name"]
    for below in plan.get("Plans", ()):
        yield from read_whole(below)


@pytest.mark.parametrize("name", ["search_listings", "search_vendors"])
@pytest.mark.parametrize("words", ["not ship to uk", "москв", "uk"])
@pytest.mark.slow
def test_no_search_for_words_reads_all_texts_or_pages(much: Database, name: str, words: str) -> None:
    with much.engine.connect() as connection:
        connection.exec_driver_sql("SET search_path = research, public")
        sql = query(name, words=words).replace("%", "%%")
        told = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}").scalar_one()
    plan = json.dumps(told)
    assert "search_text_form_idx" in plan
    assert "search_entry_pkey" in plan
    assert set() == set(read_whole(told[0]["Plan"]))


def test_what_was_loaded_before_is_found_after_an_upgrade(said: Database) -> None:
    with said.engine.connect() as connection:
        before = connection.execute(FORMS).all()
        connection.rollback()
        downgrade(connection, "0116")
        upgrade(connection)
        assert before == connection.execute(FORMS).all()
    assert {("vendor", "profile", "dream", "Grünkraut", " fast and discreet since 2015 ")} < set(map(tuple, before))


def test_words_go_with_the_last_page_that_says_them(
    said: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    again = make_page(make_listing("1", title="Crème de Hash"), at=datetime(2019, 5, 1, tzinfo=UTC), name="again")
    load_pages([again])
    with said.engine.connect() as connection:
        remove(connection, Chosen(paths=("listing-1.html",)))
        assert ["1"] == found(connection, "listings", "listing_id", words="creme")
        assert [] == found(connection, "listings", "listing_id", words="not ship")
        assert (
            0 == connection.execute(text("SELECT count(*) FROM search_text WHERE form LIKE '%not ship%'")).scalar_one()
        )
        connection.rollback()
        remove(connection, Chosen(paths=("again.html",)))
        assert 0 == connection.execute(text("SELECT count(*) FROM search_text WHERE form LIKE '%creme%'")).scalar_one()
        assert ["2"] == found(connection, "listings", "listing_id", words="москв")
