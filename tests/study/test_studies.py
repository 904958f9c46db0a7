"""Studies beside the usual one: what comes with the program, files of one's own, and the window that the data hold."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.disclosure.findings import WITHHELD
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.report.asking import Asking
from cryptodrug_scraper.report.hidden import Hidden
from cryptodrug_scraper.report.parts import Study
from cryptodrug_scraper.report.questions.found import found as found_of
from cryptodrug_scraper.report.scope import Scope
from cryptodrug_scraper.report.study import study as report
from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.compute import findings
from cryptodrug_scraper.study.current import current_asked, data_window
from cryptodrug_scraper.study.file import read_study
from cryptodrug_scraper.study.installed import studies, study_named
from cryptodrug_scraper.study.questions import questions
from cryptodrug_scraper.words.wording import LANGUAGES, Words
from tests.cli.conftest import run  # noqa: F401  # a fixture
from tests.derive.small_world import SmallWorld, day
from tests.study.test_findings import ASKED, by_name
from tests.study.two_markets import wall_street

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from cryptodrug_scraper.store.database import Database
    from tests.cli.conftest import Run
    from tests.support.derived_windows import Opened

NDARC = study_named("ndarc")
OTHER = """
id = "mine"
title = { en = "Mine", fr = "la mienne", nl = "de mijne" }
citation = "Nobody, 2020"
country = "DE"
first_day = 2019-01-01
last_day = 2019-03-31
markets = ["wallstreet"]

[[claims]]
id = "many"
finding = "A1"
measure = "share"
values = { of = "vendors" }
above = 0.5
unit = "share"
printed = { place = "p. 7, table 2" }
[claims.said]
en = "most vendors send {home:from}"
fr = "la plupart des vendeurs expédient {home:from}"
nl = "de meeste verkopers verzenden {home:from}"
"""


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened
        opened.rollback()


def test_published_counts_of_markets_are_judged_by_the_month_of_which_they_are(connection: Connection) -> None:
    world = SmallWorld(connection)
    for month in (1, 3):
        world.snapshot("dream", day(month, 28))
    for number in range(100):
        goods = (
            ("Cannabis", "cannabis_herb")
            if number < 32
            else ("Stimulants", "cocaine")
            if number < 64
            else ("Other", "dmt")
        )
        world.listing("dream", f"v{number}", str(number), ["GB"] * 2, drug_class=goods[0], substance=goods[1])
    row = {"market": "dream", "measure": "vendors", "vendor_count": 100, "grade": "complete"}
    world.add("market_month", **row, month=date(2019, 3, 1), value=2800.0, low=2700.0, high=2900.0)
    world.add("market_month", **row, month=date(2019, 1, 1), value=9000.0, low=9000.0, high=9000.0)
    world.write()
    asked = current_asked(connection, NDARC)
    assert asked == Asked("AU", date(2019, 1, 1), date(2019, 3, 31), "D2", "A1")
    found = by_name(list(findings(connection, asked, NDARC)))
    dream = found["N1", "dream", "vendors_of_market"]
    assert (dream.value, dream.verdict, dream.country, dream.n) == (2800.0, "agrees", None, 1)
    assert (dream.first_day, dream.last_day) == (date(2019, 3, 1), date(2019, 3, 31))
    empire = found["N1", "empire", "vendors_of_market"]
    assert (empire.value, empire.verdict) == (None, "other_window")
    cannabis, five = found["N2", "dream", "cannabis_january_2019"], found["N3", "dream", "top_five"]
    assert (cannabis.value, cannabis.verdict, cannabis.n) == (0.32, "agrees", 100)
    assert (five.value, five.verdict) == (0.64, "agrees")
    assert "64 of 100" in five.why


def test_an_interval_that_is_wide_beside_a_count_bears_nothing_out(connection: Connection) -> None:
    world = SmallWorld(connection)
    world.snapshot("dream", day(3, 28))
    row = {"market": "dream", "measure": "vendors", "vendor_count": 100, "grade": "complete"}
    world.add("market_month", **row, month=date(2019, 3, 1), value=2800.0, low=1000.0, high=4000.0)
    world.write()
    found = by_name(list(findings(connection, current_asked(connection, NDARC), NDARC)))
    dream = found["N1", "dream", "vendors_of_market"]
    assert (dream.verdict, dream.why_code) == ("cannot_tell", "why.too_wide")


@pytest.mark.parametrize("name", studies())
def test_each_study_that_comes_with_the_program_runs_through_on_simulated_pages(name: str, shared: Opened) -> None:
    study = study_named(name)
    with shared.database.engine.connect() as connection:
        asked = current_asked(connection, study)
        assert (date(2018, 11, 1), date(2019, 11, 30)) == (asked.first_day, asked.last_day)
        rows = list(findings(connection, asked, study, "fr"))
    assert len(rows) == sum(len(study.markets_of(claim)) for claim in study.claims)
    assert {(study.id, True)} == {(row.study_id, study.claim(row.claim_id) is not None) for row in rows}
    assert sum(row.value is not None for row in rows) > len(rows) / 2
    assert "no_claim" not in {row.verdict for row in rows}
    assert ({"other_window"} <= {row.verdict for row in rows}) == (name == "ndarc")  # January 2020


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_tests_the_claims_of_the_study_that_it_is_given(shared: Opened, language: str) -> None:
    with shared.database.engine.connect() as connection:
        scope = Scope("BE", date(2018, 11, 1), date(2019, 11, 30))
        hidden = Hidden.of(connection, scope, NDARC)
        section = found_of(Study(scope, Words(language), Asking(connection, scope), hidden, {}, NDARC))
    assert NDARC.title[language] in section.title
    assert NDARC.citation in section.sentences[0]
    (figure,) = section.figures
    assert {"N1", "N2", "N3"} == set(figure.frame["finding"])
    several = figure.frame.filter(figure.frame["code"] == "top_five")
    assert {WITHHELD} == set(several["verdict"])  # nobody looks at sums of several goods


def test_a_report_of_a_part_of_the_days_says_beside_what_agrees_how_much_has_no_verdict(connection: Connection) -> None:
    world = SmallWorld(connection)
    wall_street(world)
    world.write()
    scope = Scope("BE", date(2019, 1, 1), date(2019, 2, 28), is_identified=True)
    section = found_of(Study(scope, Words("en"), Asking(connection, scope), Hidden()))
    agree, other = section.headlines
    assert " none disagrees, and none is left open." in agree
    assert "or of a part of them: they have a value, and no verdict." in other
    assert any("an account counts once" in line for line in section.sentences)
    assert any("2 are asked for and have snapshots that count" in line for line in section.sentences)


def test_the_window_is_that_of_snapshots_that_count_and_of_all_where_none_does(connection: Connection) -> None:
    world = SmallWorld(connection)
    for month, grade in ((-3, "partial"), (1, "usable"), (3, "complete"), (7, "partial")):
        world.snapshot("dream", day(month, 12), grade)
    world.write()
    assert data_window(connection) == (date(2019, 1, 1), date(2019, 3, 31))
    asked = current_asked(connection)
    assert (asked.country, asked.first_day, asked.last_day) == ("BE", date(2019, 1, 1), date(2019, 3, 31))
    assert current_asked(connection, last_day=date(2019, 2, 28)).last_day == date(2019, 2, 28)
    late = current_asked(connection, first_day=date(2020, 1, 5))
    assert (late.first_day, late.last_day) == (date(2020, 1, 5), date(2020, 1, 5))
    connection.rollback()

    world = SmallWorld(connection)
    world.snapshot("dream", day(2, 12), "partial")
    world.write()
    assert data_window(connection) == (date(2019, 2, 1), date(2019, 2, 28))
    connection.rollback()

    SmallWorld(connection).write()
    assert data_window(connection) is None
    assert current_asked(connection) == ASKED  # that of the study, which says that there is nothing


def test_claims_of_several_countries_are_each_judged_for_their_own_and_asked_of_others_once() -> None:
    french = (
        OTHER.split("[[claims]]")[1].replace('"many"', '"few"\nname = "many"\ncountry = "FR"').replace("0.5", "0.1")
    )
    study = read_study(f"{OTHER}\n[[claims]]{french}".encode(), "mine.toml")
    for country, claim, verdict in (("DE", "many", None), ("FR", "few", None), ("NL", "many", "no_claim")):
        asked = Asked(country, date(2019, 1, 1), date(2019, 3, 31), "D2", "A1")
        (question,) = questions(study, asked, ["wallstreet"])
        assert (question.claim.id, question.verdict, question.asked.country) == (claim, verdict, country)


def test_where_no_neighbour_is_declared_what_is_asked_of_neighbours_is_left_out_and_told(
    database: Database,
    run: Run,  # noqa: F811
) -> None:
    with database.engine.begin() as connection:
        world = SmallWorld(connection)
        wall_street(world)
        world.write()
    told = run("findings", "--country", "AQ").stdout.decode()
    assert (
        "Questions about neighbours are left out: none are declared of Antarctica, and --neighbour names them." in told
    )
    assert "F4" not in told
    told = run("findings", "--country", "AQ", "--neighbour", "NL", "--neighbour", "AR").stdout.decode()
    assert "F4: moves from the Netherlands or from Argentina to Antarctica" in told


def test_the_command_judges_a_file_of_one_s_own_and_says_what_is_wrong_with_it(
    database: Database,
    run: Run,  # noqa: F811
    tmp_path: Path,
) -> None:
    with database.engine.begin() as connection:
        world = SmallWorld(connection)
        wall_street(world)
        world.write()
    mine = tmp_path / "mine.toml"
    mine.write_text(OTHER, encoding="utf-8")
    (row,) = map(json.loads, run("findings", "--study", str(mine), "--json", "--language", "nl").stdout.splitlines())
    assert (row["country"], row["study_id"], row["claim_id"], row["verdict"]) == ("DE", "mine", "many", "agrees")
    assert (row["first_day"], row["last_day"]) == ("2019-01-01", "2019-03-31")
    assert row["study"] == "de meeste verkopers verzenden uit Duitsland"
    (row,) = map(json.loads, run("findings", "--study", str(mine), "--json", "--country", "be").stdout.splitlines())
    assert (row["country"], row["verdict"]) == ("BE", "no_claim")
    assert row["study"] == "share of vendors that send from Belgium"
    mine.write_text(OTHER.replace('unit = "share"\n', ""), encoding="utf-8")
    said = run("findings", "--study", str(mine), code=2).stderr.decode()
    assert (
        "mine.toml is no study: the threshold above has no unit: add unit = 'share' - at line 15, `claims[0].a" in said
    )


def test_claims_of_whole_markets_are_judged_whatever_country_is_asked_for(connection: Connection) -> None:
    SmallWorld(connection).write()
    rows = list(findings(connection, current_asked(connection, NDARC, country="NL"), NDARC))
    assert len(rows) == sum(len(NDARC.markets_of(claim)) for claim in NDARC.claims)
    assert {(None, "cannot_tell")} == {(row.country, row.verdict) for row in rows}


@pytest.mark.slow
def test_a_whole_report_of_another_study_is_made(shared: Opened) -> None:
    with shared.database.engine.connect() as connection:
        made = report(
            connection,
            Scope("DE", date(2019, 1, 1), date(2019, 3, 31), is_identified=True),
            read_study(OTHER.replace('"wallstreet"', '"wallstreet", "dream"').encode(), "mine.toml"),
            language="fr",
            today=date(2026, 11, 29),
        )
    assert "Ce qu&#39;affirmait la mienne, au regard de ces données" in made.html
    assert "la plupart des vendeurs expédient d&#39;Allemagne" in made.html
    assert "p. 7, table 2" in made.html


def test_the_example_of_the_documentation_is_a_study_and_its_error_is_what_is_said() -> None:
    page = (Path(__file__).parents[2] / "docs" / "studies.md").read_text(encoding="utf-8")
    example = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0]
    study = read_study(example.encode(), "example.toml")
    asked = Asked("PL", date(2019, 1, 1), date(2019, 3, 31), "D2", "A1")
    told = [question.said(study, Words("en")) for question in questions(study, asked, ["wallstreet"])]
    assert told[0] == "share of vendors that send from Poland"
    assert told[1].startswith("moves from Belarus, from Czechia, from Germany, ")
    with pytest.raises(ConfigurationError) as error:
        read_study(example.replace('unit = "share"\n', "").encode(), "example.toml")
    assert str(error.value).partition(";")[0] in page
