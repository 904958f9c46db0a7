"""Pages that were made at another time than their source states: commands, report, explore and packages tell it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl
import pytest
from click.testing import CliRunner
from sqlalchemy import text

from cryptodrug_scraper.cli import cli
from cryptodrug_scraper.cli.time_words import of_times, time_words
from cryptodrug_scraper.derive.times import Times, current_times, of_markets
from cryptodrug_scraper.explore.application import application
from cryptodrug_scraper.explore.door import ENTER
from cryptodrug_scraper.explore.guard import Key
from cryptodrug_scraper.explore.invitations import Invitations
from cryptodrug_scraper.explore.looking import Looking
from cryptodrug_scraper.explore.sources import Sources
from cryptodrug_scraper.export.package import make_package
from cryptodrug_scraper.export.pseudonyms import default_key
from cryptodrug_scraper.export.selection import Selection, Tier
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.report.asking import Asking
from cryptodrug_scraper.report.hidden import Hidden
from cryptodrug_scraper.report.parts import Study
from cryptodrug_scraper.report.questions.times import times
from cryptodrug_scraper.report.scope import Scope
from cryptodrug_scraper.report.study import study
from cryptodrug_scraper.store.contents import contents_of
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database, open_for_reader
from cryptodrug_scraper.store.estimate import estimate_of
from cryptodrug_scraper.words.wording import LANGUAGES, Words
from simulator.archiving import archive_crawls, policy_of
from simulator.archiving.schedule import crawls_of
from simulator.economy import build_world, load_scenario
from simulator.site import Viewer
from tests.support.derived_windows import Opened
from tests.support.new_database import new_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from sqlalchemy import URL, Connection

    from cryptodrug_scraper.report.parts import Figure, Section

pytestmark = pytest.mark.xdist_group("old copies")

CRAWLS = [date(2019, 1, 15), date(2019, 2, 15), date(2019, 3, 15)]
MOVED = "SELECT * FROM research.capture_time WHERE moved_days IS NOT NULL ORDER BY moved_days DESC, capture_id"


@dataclass(frozen=True)
class Dump:
    """A folder of one market with old copies, loaded and derived; and the truth of its pages."""

    folder: Path
    url: URL
    opened: Opened


@pytest.fixture(scope="module")
def dump(server: URL, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dump]:
    root = tmp_path_factory.mktemp("dump")
    world = build_world(load_scenario("toy", size=0.004))
    policy = policy_of({"days": CRAWLS, "old": 0.15, "sidecars": 0}, "dream", "this test")
    archive_crawls(world, crawls_of(world.scenario, "dream", policy), root, Viewer(), form="folder", workers=1)
    with new_database(server, template) as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
        with open_database() as database:
            replay(database.engine, [root], workers=1)
            opened = Opened(database)
            opened.derive()
            patch.undo()
            yield Dump(root, url, opened)


@pytest.fixture
def opened(dump: Dump, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """The database, which commands open too."""
    monkeypatch.setenv(URL_VARIABLE, dump.url.render_as_string(hide_password=False))
    return dump.opened


def run(*words: str) -> str:
    done = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def counts(opened: Opened) -> dict[str, int]:
    return dict(opened.rows("SELECT verdict, count(*) FROM research.capture_time GROUP BY 1"))


def test_the_pages_that_are_moved_are_old_copies_and_how_far_is_near_the_truth(dump: Dump) -> None:
    truth = pl.read_parquet(dump.folder / "pages.parquet")
    assert truth.height == sum(counts(dump.opened).values())
    days = [days for (days,) in dump.opened.rows("SELECT moved_days FROM research.capture_time WHERE moved_days > 0")]
    assert len(days) > 30
    assert max(days) < 31


def test_derive_tells_how_many_were_moved_and_how_many_are_unsure(opened: Opened) -> None:
    found = counts(opened)
    told = json.loads(run("derive", "--json"))
    assert {} == told["made"]
    (own,) = told["times"]
    assert ("dream", "directory", found["older"]) == (own["market"], own["source"], own["older"])
    assert (found.get("unsure", 0), sum(found.values())) == (own["unsure"], own["pages"])
    assert f"dream: of {own['pages']} pages, {own['older']} were made before the time that their source states" in run(
        "derive"
    )


def test_pages_that_were_moved_are_none_that_came_after_the_derivation(opened: Opened) -> None:
    with opened.database.engine.connect() as connection:
        assert {} == contents_of(connection).underived


def test_the_doctor_warns_where_more_than_a_tenth_are_old(opened: Opened) -> None:
    with opened.database.engine.connect() as connection:
        (finding,) = of_times(current_times(connection))
    assert ("times dream", "note") == (finding.what, finding.state)
    assert "dated by directory are older than it states" in finding.found
    assert finding.found in " ".join(run_doctor().split())
    few = Times("dream", "warc", 100, 10, 3, 0, 0)
    assert [] == of_times([few])
    assert [] == of_times([Times("dream", "none", 0, 0, 0, 0, 0)])


def run_doctor() -> str:
    found = json.loads(CliRunner().invoke(cli, ["doctor", "--json"]).stdout)
    return " ".join(finding["found"] for finding in found)


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (Times("m", "all", 9, 0, 0, 0, 0), []),
        (
            Times("m", "all", 1234, 2, 1, 0, 0),
            ["m: of 1,234 pages, 2 were made before STATED and 1 after it, and are in no snapshot."],
        ),
        (
            Times("m", "all", 9, 0, 0, 3, 4),
            ["m: of 9 pages, 3 are of unsure time, and stay where their source puts them; 4 have no time."],
        ),
    ],
)
def test_a_market_is_told_by_what_there_is_to_tell(times: Times, said: list[str]) -> None:
    assert [line.replace("STATED", "the time that their source states") for line in said] == time_words([times])


def test_sources_of_a_market_are_added_up() -> None:
    parts = [Times("a", "warc", 5, 1, 0, 2, 0), Times("b", "warc", 7, 0, 0, 0, 7), Times("a", "none", 3, 0, 1, 1, 1)]
    assert [Times("a", "all", 8, 1, 1, 3, 1), Times("b", "all", 7, 0, 0, 0, 7)] == of_markets(parts)


def section(
    opened: Opened, language: str = "en", *, is_identified: bool = True, is_whole: bool = False, **days: date
) -> Section:
    """The section, out of a whole report where that is asked for: that takes ten times as long."""
    window = {"first_day": date(2019, 1, 1), "last_day": date(2019, 3, 31)} | days
    scope = Scope("BE", **window, is_identified=is_identified)  # type: ignore[arg-type]
    with opened.database.engine.connect() as connection:
        if is_whole:
            made = study(connection, scope, language=language, today=date(2026, 11, 29))
            (found,) = (section for section in made.sections if section.name == "times")
        else:
            found = asked(connection, scope, language)
    assert "{" not in "".join((*found.sentences, *found.headlines, *(s for f in found.figures for s in f.sentences)))
    return found


def asked(connection: Connection, scope: Scope, language: str = "en") -> Section:
    """The section alone, also of what a transaction that is not kept has changed."""
    return times(Study(scope, Words(language), Asking(connection, scope), Hidden(), {"dream": "Dream Market"}))


def figures(found: Section) -> tuple[Figure, Figure]:
    sources, looks = found.figures
    return sources, looks


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.slow
def test_the_report_tells_of_each_source_and_snapshot(opened: Opened, language: str) -> None:
    found = counts(opened)
    sources, looks = figures(section(opened, language, is_whole=language == "fr"))
    (row,) = sources.frame.to_dicts()
    assert (row["older"], row["agree"]) == (found["older"], found["agrees"])
    assert row["pages"] == row["agree"] + row["older"] + row["newer"] + row["unsure"] + row["without_time"]
    assert 0 < row["by_rates"] <= row["moved"]
    assert 0 < row["days_median"] <= row["days_most"] < 31
    assert [day.date() for day in looks.frame["first_at"]] == CRAWLS
    assert looks.frame["moved"].sum() == found["older"]
    assert looks.frame["pages"].sum() == row["pages"]
    assert looks.frame.select((pl.col("moved") / pl.col("pages") - pl.col("moved_share")).abs().max()).item() < 1e-9
    (chart,) = looks.charts
    alt.Chart.from_dict(dict(chart.spec), validate=True)
    assert 3 == len(next(iter(values(chart.spec))))


def values(spec: Any) -> Iterator[list[dict[str, Any]]]:
    yield from spec.get("datasets", {}).values()
    for part in (spec, *spec.get("layer", [])):
        if "values" in part.get("data", {}):
            yield part["data"]["values"]


def test_the_window_cuts_by_what_sources_state(opened: Opened) -> None:
    """Pages of a crawl that were made in the month before are of the crawl's month."""
    sources, looks = figures(section(opened, first_day=date(2019, 2, 3), last_day=date(2019, 2, 4)))
    stated = opened.one(
        "SELECT count(*) FROM research.capture_time WHERE stated_from >= '2019-02-01' AND stated_from < '2019-03-01'"
    )
    assert sources.frame["pages"].to_list() == [stated] == looks.frame["pages"].to_list()
    early = (
        "SELECT count(*) FROM research.capture_time WHERE stated_from = '2019-02-15' AND estimated_to < '2019-02-01'"
    )
    assert opened.one(early) > 0


def test_a_report_for_the_public_rounds_pages_and_leaves_few_out(opened: Opened) -> None:
    exact, _ = figures(section(opened))
    public, looks = figures(section(opened, is_identified=False, is_whole=True))
    for name in ("pages", "agree", "older", "moved", "by_rates"):
        assert public.frame[name].item() % 5 == 0
        assert abs(public.frame[name].item() - exact.frame[name].item()) <= 2
    assert looks.frame["moved_share"].to_list() == (looks.frame["moved"] / looks.frame["pages"]).to_list()
    few = "UPDATE derived.capture_time SET verdict = 'agrees' WHERE capture_id <> :kept AND stated_from = '2019-01-15'"
    kept = opened.rows(MOVED.replace("ORDER", "AND stated_from = '2019-01-15' ORDER").replace("*", "capture_id"))[0][0]
    with opened.database.engine.connect() as connection, connection.begin() as change:
        connection.execute(text(few), {"kept": kept})
        found = asked(connection, Scope("BE", date(2019, 1, 1), date(2019, 1, 31)))
        change.rollback()
    sources, looks = figures(found)
    for row in (*sources.frame.to_dicts(), *looks.frame.to_dicts()):
        assert (None, None, None) == (row["moved"], row["days_median"], row["days_most"])
    assert () == tuple(looks.charts)
    assert "one to four were made at another time" in found.headlines[0]


def test_where_no_page_was_moved_nothing_is_drawn_and_a_sentence_says_so(opened: Opened) -> None:
    with opened.database.engine.connect() as connection, connection.begin() as change:
        connection.execute(text("UPDATE derived.capture_time SET verdict = 'agrees'"))
        scope = Scope("NL", date(2019, 1, 1), date(2019, 3, 31), is_identified=True)
        found = asked(connection, scope)
        connection.execute(text("DELETE FROM derived.capture_time"))
        none = asked(connection, scope, "fr")
        change.rollback()
    sources, looks = figures(found)
    assert () == tuple(looks.charts)
    assert "No page of the window was moved from the time that its source states." in looks.sentences
    assert (0, None) == (sources.frame["moved"].item(), sources.frame["days_median"].item())
    assert "La date d'aucune page de la période n'a été estimée." in none.sentences
    assert [] == none.headlines


def test_a_day_all_of_whose_pages_were_moved_has_a_row_of_its_own(opened: Opened) -> None:
    with opened.database.engine.connect() as connection, connection.begin() as change:
        connection.execute(
            text(
                "UPDATE derived.capture_time SET stated_from = '2019-03-20', stated_to = '2019-03-21' "
                "WHERE verdict = 'older' AND stated_from = '2019-03-15'"
            )
        )
        found = asked(connection, Scope("BE", date(2019, 3, 1), date(2019, 3, 31), is_identified=True))
        change.rollback()
    _, looks = figures(found)
    assert [("2019-03-15", False), ("2019-03-20", True)] == [
        (f"{row['first_at']:%Y-%m-%d}", row["moved"] > 0) for row in looks.frame.to_dicts()
    ]
    assert 1 == looks.frame["moved_share"][1]


def test_the_command_reports_the_same_in_each_language(opened: Opened) -> None:
    told = json.loads(run("report", "times", "--from", "2019-01-01", "--until", "2019-03-31", "--json"))
    sources, looks = figures(section(opened))
    assert [row["older"] for row in told["sources"]] == sources.frame["older"].to_list()
    assert [row["moved"] for row in told["snapshots"]] == looks.frame["moved"].to_list()
    assert "Share moved" in run("report", "times")
    assert "Deel" not in run("report", "times", "--language", "nl")
    assert "Aandeel herdateerd" in run("report", "times", "--language", "nl")
    nothing = run("report", "times", "--from", "2011-01-01", "--until", "2011-01-02")
    assert "Of no page of the window was a time estimated." in nothing


def test_show_prints_the_estimate_beside_the_stated_time(opened: Opened) -> None:
    capture = str(opened.rows(MOVED.replace("*", "capture_id"))[0][0])
    told = json.loads(run("show", capture, "--json"))
    assert ("older", "directory") == (told["capture_time"]["verdict"], told["capture_time"]["source"])
    assert told["capture_time"]["estimated_to"] < told["capture_time"]["stated_from"]
    said = " ".join(run("show", capture).split())
    assert "This page is thought to have been made between" in said
    assert "before the time that its source states" in said
    other = str(opened.one("SELECT capture_id FROM research.capture_time WHERE verdict = 'agrees' LIMIT 1"))
    assert "Its source states that this page was made between" in " ".join(run("show", other).split())


KEY = Key("/known-to-one-browser")
OWN = "http://127.0.0.1:8099"


@pytest.fixture
def client(opened: Opened, dump: Dump) -> Iterator[FlaskClient]:
    with open_for_reader() as views:
        sources = Sources(views.engine, opened.database.engine, [dump.folder], Looking(120))
        invitations = Invitations()
        client = application(sources, 8099, invitations, key=KEY).test_client()
        assert 200 == client.get(f"{ENTER}{invitations.give().token}", base_url=OWN).status_code
        yield client


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(f"{KEY.root}{path}", base_url=OWN)
    assert 200 == answer.status_code, answer.text
    return unescape(answer.text)


@pytest.mark.slow
def test_explore_says_it_of_the_page_and_of_what_stands_on_it_and_lists_moved_pages(
    opened: Opened, client: FlaskClient
) -> None:
    moved = [str(row[0]) for row in opened.rows(MOVED.replace("*", "capture_id"))]
    listed = re.findall(r'href="[^"]*/capture/([0-9a-f-]{36})"', page(client, "/figures/capture_time?market=dream"))
    assert moved[0] == listed[0]
    assert set(moved) == set(listed)
    days = [row for (row,) in opened.rows(MOVED.replace("*", "abs(moved_days)"))]
    assert sorted(days, reverse=True) == days
    assert "No page of these days was moved" in page(client, "/figures/capture_time?last=2019-01-01")

    thought = "This page is thought to have been made between"
    assert thought in page(client, f"/capture/{moved[0]}")
    sure = opened.one("SELECT capture_id FROM research.capture_time WHERE verdict = 'agrees' LIMIT 1")
    assert thought not in page(client, f"/capture/{sure}")
    (row,) = opened.rows(
        "SELECT listing_observation_id FROM research.listing_snapshot JOIN research.capture_time USING (capture_id) "
        "WHERE moved_days IS NOT NULL LIMIT 1"
    )
    assert thought in page(client, f"/record/{row[0]}")


def test_a_rating_says_how_sure_it_is_told_apart_where_it_is_not_certain(opened: Opened, client: FlaskClient) -> None:
    rating = opened.one("SELECT review_id FROM research.distinct_review ORDER BY certainty DESC, review_id LIMIT 1")
    assert "Certainty" not in page(client, f"/record/{rating}")
    change = "UPDATE derived.distinct_review SET certainty = :certainty WHERE review_id = :rating"
    with opened.database.engine.begin() as connection:
        connection.execute(text(change), {"certainty": 0.9234, "rating": rating})
    try:
        assert "Certainty 92.34%: the chance that its" in page(client, f"/record/{rating}")
        assert "0.9234" in page(client, "/figures/transaction?csv=transaction")
    finally:
        with opened.database.engine.begin() as connection:
            connection.execute(text(change), {"certainty": 1.0, "rating": rating})


@pytest.mark.slow
def test_packages_of_rows_have_times_under_pseudonyms_and_public_ones_have_none(opened: Opened, tmp_path: Path) -> None:
    make_package(tmp_path / "rows", Selection(), default_key())
    make_package(tmp_path / "public", Selection(tier=Tier.PUBLIC), None)
    rows = pl.read_parquet(tmp_path / "rows" / "data" / "capture_time.parquet")
    captures = {str(row[0]) for row in opened.rows("SELECT capture_id FROM research.capture_time")}
    assert rows.height == len(captures)
    assert not captures & set(rows["capture_id"].cast(pl.String))
    assert {"verdict", "evidence", "moved_days", "source", "doubt"} <= set(rows.columns)
    assert not (tmp_path / "public" / "data" / "capture_time.parquet").exists()
    public = (tmp_path / "public" / "datapackage.json").read_text(encoding="utf-8")
    assert "moved_days" not in public


def test_a_capture_that_was_never_derived_has_no_estimate(opened: Opened) -> None:
    capture = opened.one("SELECT capture_id FROM research.capture_time LIMIT 1")
    with opened.database.engine.connect() as connection, connection.begin() as change:
        connection.execute(text("DELETE FROM derived.capture_time"))
        assert estimate_of(connection, capture) is None
        change.rollback()
