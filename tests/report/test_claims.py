"""Every sentence that holds a claim names the country with whose rows it was judged, in each language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine

from cryptodrug_scraper.measures.places.regions import COUNTRIES
from cryptodrug_scraper.report.asking import Asking
from cryptodrug_scraper.report.hidden import Hidden
from cryptodrug_scraper.report.parts import Study
from cryptodrug_scraper.report.questions.found import found as found_of
from cryptodrug_scraper.report.scope import Scope
from cryptodrug_scraper.report.study import study
from cryptodrug_scraper.study.compute import findings
from cryptodrug_scraper.study.installed import study_named
from cryptodrug_scraper.words.wording import LANGUAGES, Words
from tests.derive.small_world import SmallWorld, day
from tests.support.new_database import new_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection

    from cryptodrug_scraper.report.parts import Section
    from cryptodrug_scraper.study.finding import Finding

pytestmark = pytest.mark.xdist_group("claims")  # each process would measure all of them anew

STUDY = study_named()
HELD = (date(2018, 11, 1), date(2019, 4, 30))
OF_2017 = (date(2017, 3, 1), date(2017, 4, 30))
SCOPES = {
    **{country: Scope(country, *HELD, is_identified=True) for country in ("BE", "NL", "DE", "US")},
    "public": Scope("DE", *HELD),
    "2017": Scope("BE", *OF_2017, is_identified=True),
}
CODES = ("BE", "NL", "DE", "US")
BESIDE = {"BE": "NL", "NL": "BE", "DE": "BE", "US": "CA"}
TODAY = date(2026, 11, 26)


def early(month: int) -> datetime:
    return datetime(2017, month, 15, tzinfo=UTC)


def of_four_countries(world: SmallWorld) -> None:
    """Six vendors of each of four countries on each market, half with a neighbour too, and a move into each country."""
    for market in ("dream", "wallstreet", "empire"):
        for month in (3, 4):
            world.snapshot(market, early(month))
        for month in range(-1, 5):
            world.snapshot(market, day(month, 15))
        for number, code in enumerate(CODES):
            for vendor in range(6):
                name, listing = f"{code}{vendor}", f"{code}-{vendor}"
                codes = f"{code} {BESIDE[code]}" if vendor % 2 else code
                goods = {"drug_class": "Ecstasy", "substance": "mdma"}
                if (vendor + number) % 2:
                    goods = {"drug_class": "Cannabis", "substance": "cannabis_herb"}
                world.listing(market, name, listing, [codes] * 8, **goods)
                for sale in range(3 + number):
                    world.sale(market, name, listing, day(sale % 6 - 1, 5 + vendor), 40 + 10 * number, **goods)
                world.sale(market, name, listing, early(3), 40 + 10 * number, **goods)
            span = {"moved_from": day(1, 15), "moved_to": day(2, 15), "number": 1}
            moved = {"from_codes": [BESIDE[code]], "to_codes": [code], "kept_codes": [], "evidence": "restated"}
            world.add("origin_move", vendor=f"{code}0", market=market, **span, **moved, listing_count=1)


@pytest.fixture(scope="module")
def connection(server: URL, template: str) -> Iterator[Connection]:
    with new_database(server, template) as url:
        engine = create_engine(url)
        with engine.begin() as opened:
            world = SmallWorld(opened)
            of_four_countries(world)
            world.write()
        with engine.connect() as opened:
            yield opened
        engine.dispose()


@pytest.fixture(scope="module")
def sections(connection: Connection) -> dict[tuple[str, str], Section]:
    """The section of findings of every report."""
    hidden = {name: Hidden.of(connection, scope, STUDY) for name, scope in SCOPES.items()}
    return {
        (name, language): found_of(Study(scope, Words(language), Asking(connection, scope), hidden[name], {}, STUDY))
        for name, scope in SCOPES.items()
        for language in LANGUAGES
    }


@pytest.fixture(scope="module")
def measured(connection: Connection) -> dict[str, list[Finding]]:
    return {name: list(findings(connection, scope.asked, STUDY)) for name, scope in SCOPES.items()}


def named_in(words: Words, text: str) -> set[str]:
    """The countries that a sentence names; of names within names, the longest."""
    names = sorted(((words.country(code), code) for code in COUNTRIES), key=lambda each: -len(each[0]))
    found = set()
    for name, code in names:
        text, count = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", "", text)
        if count:
            found.add(code)
    return found


def rows_of(section: Section) -> dict[str, list[dict[str, Any]]]:
    return {figure.name: figure.frame.to_dicts() for figure in section.figures}


def asked_of(sql: str) -> set[str]:
    """The countries of whose rows a statement asks: not those at the other end of a move, or that are ruled out."""
    without_places = re.sub(r"ARRAY\['[^]]*\]", "", sql)
    return set(re.findall(r"'([A-Z]{2})'", without_places)) - {"D2", "A1"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCOPES)
def test_each_claim_names_the_country_whose_rows_it_was_judged_with(
    sections: dict[tuple[str, str], Section], measured: dict[str, list[Finding]], name: str, language: str
) -> None:
    words, rows = Words(language), rows_of(sections[name, language])
    by_key = {(row.finding, row.market, row.measure): row for row in measured[name]}
    told = [row for figure in rows.values() for row in figure]
    assert len(told) == len(by_key) > 60
    for row in told:
        found = by_key[row["finding"], row["market"], row["code"]]
        claim = STUDY.claim(found.claim_id)
        assert claim is not None
        is_of_country = claim.measured.of == "country"
        assert (row["country"], asked_of(found.sql)) == (
            (found.country, {found.country}) if is_of_country else (None, set())
        )
        places = set(re.findall(r"'([A-Z]{2})'", " ".join(re.findall(r"ARRAY\['[^]]*\]", found.sql))))
        own = {found.country} if is_of_country else set()
        assert named_in(words, str(row["name"])) == (own | places if "places" in claim.values else own)
        assert row["name"][0].isupper()
        if row["claim_kind"] == "no_claim":
            assert row["study"] is None
            assert found.country not in {None, STUDY.country}
        elif is_of_country:
            assert found.country == STUDY.country
            assert own | set(claim.places) <= named_in(words, str(row["study"]))
        if row["verdict"] != "withheld":
            assert words(f"verdict.{row['verdict']}") == row["verdict_name"]
            assert (row["value"] is None) == (found.value is None)


@pytest.mark.parametrize("country", ["NL", "DE", "US"])
def test_of_another_country_no_claim_is_judged_but_those_of_whole_markets(
    measured: dict[str, list[Finding]], country: str
) -> None:
    judged = [row for row in measured[country] if row.verdict != "no_claim"]
    assert {(row.finding, row.country) for row in judged} == {("F8", None)}
    asked = [row for row in measured[country] if row.verdict == "no_claim"]
    assert {country} == {row.country for row in asked}
    moves = {row.market: row.value for row in asked if row.measure == "moves_in"}
    assert set(moves.values()) == {1.0}  # from its own neighbour, and not from the study's


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_days_of_which_the_study_did_not_speak_values_are_given_and_nothing_agrees(
    sections: dict[tuple[str, str], Section], measured: dict[str, list[Finding]], language: str
) -> None:
    words, rows = Words(language), rows_of(sections["2017", language])
    assert set(rows) == {"found-all"}
    assert {row["verdict"] for row in rows["found-all"]} == {"other_window"}
    assert {words("verdict.other_window")} == {row["verdict_name"] for row in rows["found-all"]}
    of_vendors = [row for row in rows["found-all"] if row["code"] == "share_of_vendors"]
    assert all(row["value"] == pytest.approx(0.5) and row["low"] is not None for row in of_vendors)
    assert all(OF_2017 == (row.first_day, row.last_day) for row in measured["2017"])
    told = words.day if language == "en" else words.full_day
    assert told(date(2018, 11, 1)) in str(of_vendors[0]["why"])


@pytest.mark.parametrize(
    ("country", "language", "said", "unsaid"),
    [
        (
            "US",
            "fr",
            ["Les mêmes questions, posées pour les États-Unis", "Commerce de drogues en ligne depuis les États"],
            [],
        ),
        (
            "NL",
            "nl",
            [
                "Dezelfde vragen, gesteld over Nederland",
                "Over Nederland beweerde CRYPTODRUG niets",
            ],
            ["België is gemiddeld"],
        ),
        (
            "BE",
            "en",
            ["What CRYPTODRUG said, and these data", "Belgium has less than 1 %"],
            ["The same questions, asked"],
        ),
    ],
)
def test_questions_have_a_heading_of_their_own_on_the_page(
    connection: Connection, country: str, language: str, said: list[str], unsaid: list[str]
) -> None:
    html = study(connection, SCOPES[country], STUDY, language=language, today=TODAY).html
    assert not [text for text in said if text not in html]
    assert not [text for text in unsaid if text in html]
