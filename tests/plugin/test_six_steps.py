"""A market is added from outside by the six steps of CONTRIBUTING, and everything works with it on the path."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.marktplein import PAGES, save_pages
from tests.support.own_markets import OWN_NAMES
from tests.support.plugins import MARKET, distribution, offer_studies, run_with

if TYPE_CHECKING:
    from sqlalchemy import URL

ROOT = Path(__file__).parent.parent.parent
BY_HAND = Path(__file__).parent / "data" / "marktplein"

pytestmark = pytest.mark.xdist_group("six steps")  # the steps take longest, and are gone once for all tests


def entry_points_of(project: Path) -> dict[str, str]:
    """The markets that a distribution's settings declare, as an installer reads them."""
    text = (project / "pyproject.toml").read_text(encoding="utf-8")
    _, _, points = text.partition('[project.entry-points."cryptodrug_scraper.markets"]\n')
    return dict(re.findall(r'^(\w+) = "(.+)"$', points.partition("\n\n")[0], re.MULTILINE))


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_pages(tmp_path_factory.mktemp("saved"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, saved: Path) -> Path:
    """The distribution of the market, made by the steps."""
    project = tmp_path_factory.mktemp("projects") / "marktplein"
    package = project / "marktplein"
    # 1. the skeleton
    made = run_with([], "market", "new", "marktplein", "--title", "Marktplein", "--outside", project, "--from", saved)
    assert 0 == made.returncode, made.stderr
    # 2. install it: what pip would write, in a folder that is on the path
    distribution(project, "cryptodrug-market-marktplein", "0.1.0", **entry_points_of(project))
    assert "marktplein" in run_with([project], "market", "list").stdout
    lacking = run_with([project], "market", "check", "marktplein", "--json", cwd=project)
    assert 7 == lacking.returncode
    assert "no note in meta.json: read each draft, and say what it shows: " in lacking.stdout
    # 3. fill it in
    for file in BY_HAND.iterdir():
        shutil.copy(file, package / file.name)
    declaration = (package / "__init__.py").read_text(encoding="utf-8")
    own_wall = '    sources=(__name__,),\n    walls={"wachtrij": "maintenance"},\n'
    (package / "__init__.py").write_text(declaration.replace("    sources=(__name__,),\n", own_wall), encoding="utf-8")
    # 4. fixtures, read by a person
    shutil.rmtree(project / "fixtures")
    for name in PAGES:
        page = saved / f"{name}.html"
        words = ("fixture", "draft", page, name, "--captured-at", "2019-02-03", "--into", project / "fixtures")
        drafted = run_with([project], *words)
        assert 0 == drafted.returncode, drafted.stderr
    for meta in project.rglob("meta.json"):
        meta.write_text(meta.read_text().replace("say here what this case shows", "Invented."))
    # 5. what is lacking, and 6. the documentation
    (project / "README.md").write_text("# Marktplein\n\nIt never was. All its pages are known.\n")
    return project


def test_the_skeleton_is_a_market_that_claims_and_classifies_its_saved_pages(tmp_path: Path, saved: Path) -> None:
    made = run_with([], "market", "new", "pleintje", "--outside", tmp_path, "--from", saved)
    distribution(tmp_path, "pleintje", **entry_points_of(tmp_path))
    parsed = run_with([tmp_path], "parse", *(saved / f"{name}.html" for name in ("list-1", "offer-1", "login")))

    assert 0 == made.returncode, made.stderr
    pages = [json.loads(line) for line in parsed.stdout.splitlines()]
    assert [("pleintje", "category_list"), ("pleintje", "listing"), ("pleintje", "login")] == [
        (page["market"], page["kind"]) for page in pages
    ]
    assert "12,Hasj,Other,," in (tmp_path / "pleintje" / "taxonomy.csv").read_text()
    drafts = [file.read_text() for file in tmp_path.rglob("body.html")]
    assert len(PAGES) == len(drafts)
    assert not [draft for draft in drafts if "koopman" in draft or "imkerij" in draft]
    assert 2 == sum("Verzending van" in draft for draft in drafts) - 1


def test_inside_a_checkout_the_files_lie_beside_those_of_the_other_markets(tmp_path: Path, saved: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    made = run_with([], "market", "new", "pleintje", saved / "list-1.html", saved / "offer-1.html", cwd=tmp_path)

    assert 0 == made.returncode, made.stderr
    assert 'pleintje = "parsers.pleintje:MARKET"' in (tmp_path / "pyproject.toml").read_text()
    assert 'spider="spiders.pleintje:PleintjeSpider"' in (tmp_path / "parsers" / "pleintje" / "__init__.py").read_text()
    for place in ("spiders/pleintje.py", "tests/parsers/test_pleintje.py", "fixtures/pages/pleintje/listing/draft-2"):
        assert (tmp_path / place).exists(), place


def test_where_there_is_no_checkout_nothing_is_written(tmp_path: Path) -> None:
    done = run_with([], "market", "new", "pleintje", cwd=tmp_path)
    assert 2 == done.returncode
    assert [] == list(tmp_path.iterdir())


def test_the_skeleton_keeps_the_style_of_the_project(tmp_path: Path, saved: Path) -> None:
    run_with([], "market", "new", "pleintje", "--outside", tmp_path, "--from", saved)
    settings = ("--config", ROOT / "pyproject.toml", "--no-cache")
    package = tmp_path / "pleintje"
    checked = run_with([], "check", *settings, package, module="ruff")
    assert 0 == checked.returncode, checked.stdout
    formatted = run_with([], "format", "--check", *settings, package, module="ruff")
    assert 0 == formatted.returncode, formatted.stdout


def test_a_skeleton_never_overwrites_a_file(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    done = run_with([], "market", "new", "pleintje", "--outside", tmp_path)
    assert 2 == done.returncode
    assert ["README.md"] == [file.name for file in tmp_path.iterdir()]


@pytest.mark.parametrize("name", ["dream", "Big Market", "none", "1st"])
def test_a_name_that_cannot_be_used_is_refused(tmp_path: Path, name: str) -> None:
    assert 2 == run_with([], "market", "new", name, "--outside", tmp_path / "x").returncode
    assert not (tmp_path / "x").exists()


def test_nothing_required_is_lacking(project: Path) -> None:
    done = run_with([project], "market", "check", "marktplein", "--json", cwd=project)
    assert [] == [lack for lack in json.loads(done.stdout) if lack["required"]]
    assert 0 == done.returncode, done.stderr


def test_check_names_what_is_lacking(project: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(project, tmp_path / "copy")
    (copy / "marktplein" / "calendar.toml").write_text("")
    (copy / "marktplein" / "taxonomy.csv").write_text("category_id,category_path,drug_class,substance,note\n")
    (copy / "README.md").write_text("nothing")
    shutil.rmtree(next(copy.glob("fixtures/marktplein/listing/offer-2")))
    shutil.rmtree(copy / "fixtures" / "marktplein" / "wachtrij")
    readers = copy / "marktplein" / "readers.py"
    readers.write_text(readers.read_text().replace('{"Aangeboden sinds": "no record has a field for it"}', "{}"))
    done = run_with([copy], "market", "check", "marktplein", "--json", cwd=copy)

    assert 7 == done.returncode
    lacking = {(lack["what"], lack["detail"].partition(":")[0]) for lack in json.loads(done.stdout) if lack["required"]}
    assert {
        ("calendar", "it is empty"),
        ("taxonomy", "the category 12 'Hasj' is not in it"),
        ("taxonomy", "the category  'Hasj' is not in it"),
        ("docs", "Marktplein is not named in docs/records.md or README.md"),
        ("listing", "2 fixtures"),
        ("wachtrij", "a wall of the market's own without a fixture"),
        ("2 fixtures", "unknown_label"),
    } <= lacking


def test_check_tells_a_market_that_claims_pages_of_another(tmp_path: Path) -> None:
    (tmp_path / "kraampje.py").write_text(MARKET.replace('b"<title>Kraampje" in body', 'b"Empire Market" in body'))
    folder = distribution(tmp_path, "kraampje", kraampje="kraampje:MARKET")
    done = run_with([folder], "market", "check", "kraampje", "--json", "--fixtures", ROOT / "fixtures" / "pages")

    assert 7 == done.returncode
    claims = [lack["detail"] for lack in json.loads(done.stdout) if lack["what"] == "claims" and lack["required"]]
    assert any(detail.startswith("kraampje claims pages of empire: ") for detail in claims)


def test_pages_are_parsed_replayed_and_queried(project: Path, saved: Path, database: object) -> None:
    del database
    replayed = run_with([project], "replay", saved.parent, "--json")
    assert 0 == replayed.returncode, replayed.stderr
    summary = json.loads(replayed.stdout)
    assert (8, 2, {}) == (summary["pages"], summary["walls"], summary["failed"])
    sql = (
        "SELECT title, drug_class, substance, quantity_grams, price_amount, origin_codes "
        "FROM research.listing_snapshot WHERE market = 'marktplein' AND seen_on = 'page' ORDER BY listing_id"
    )
    asked = run_with([project], "query", sql, "--format", "csv")
    assert 0 == asked.returncode, asked.stderr
    assert "Hasj uit eigen tuin 5 g,Cannabis,cannabis_resin,5,42.50" in asked.stdout
    events = run_with([project], "query", "SELECT event FROM research.market_event WHERE market = 'marktplein'")
    assert "closed" in events.stdout


STUDY = """id = "pleinstudie"
title = { en = "the square", fr = "la place", nl = "het plein" }
citation = "It never was"
country = "DE"
first_day = 2019-02-01
last_day = 2019-02-28
markets = ["marktplein"]

[closure]
market = "marktplein"
event = "betalingen_gestopt"
days_around = 28

[[claims]]
id = "one_in_ten"
finding = "A1"
measure = "share"
values = { of = "vendors" }
above = 0.1
unit = "share"
printed = { place = "p. 7" }

[claims.said]
en = "more than one in ten vendors send {home:sent_from}"
fr = "plus d'un vendeur sur dix expédie {home:sent_from}"
nl = "meer dan een op de tien verkopers verzendt {home:sent_from}"
"""
EVENTS = """[[event]]
market = "marktplein"
event = "betalingen_gestopt"
acts = "shock"
title = { en = "payments stopped", fr = "paiements arrêtés", nl = "betalingen gestopt" }
first_on = 2019-02-10
last_on = 2019-02-11
note = "It was made up."
evidence = "recalled"
"""


@pytest.mark.slow
def test_a_study_of_it_and_events_reach_findings_and_reports_which_name_no_other_market(
    project: Path, saved: Path, database: object, tmp_path: Path
) -> None:
    del database
    studies = project / "marktplein" / "studies"
    studies.mkdir()
    (studies / "__init__.py").touch()
    (studies / "plein.toml").write_text(STUDY, encoding="utf-8")
    (studies / "odd.toml").write_text(STUDY.replace('"pleinstudie"', '"cryptodrug"'), encoding="utf-8")
    offer_studies(project, marktplein="marktplein.studies", module="marktplein.kinds")
    (tmp_path / "events.toml").write_text(EVENTS, encoding="utf-8")
    (tmp_path / "own.toml").write_text('[findings]\nstudy = "pleinstudie"\n')
    run_with([project], "replay", saved.parent)
    for words in (("event", "load", tmp_path / "events.toml"), ("derive", "--parameters", tmp_path / "own.toml")):
        done = run_with([project], *words)
        assert 0 == done.returncode, done.stderr
    kept = run_with([project], "query", "SELECT study_id, market, verdict FROM finding", "--format", "csv")
    assert kept.stdout.splitlines()[1:] == ["pleinstudie,marktplein,cannot_tell"]
    page = tmp_path / "study.html"
    told_of = ("--study", "pleinstudie", "--language", "fr", "--identified")
    made = run_with([project], "report", "study", *told_of, "--output", page)
    assert 0 == made.returncode, made.stderr
    text = page.read_text(encoding="utf-8")
    assert "Marktplein" in text
    assert "paiements arrêtés" in text
    assert not [name for name in ("Dream", "Wall Street", "Empire") if name in text]
    told = {finding["what"]: finding for finding in json.loads(run_with([project], "doctor", "--json").stdout)}
    assert "pleinstudie" in told["studies"]["found"]
    assert "it names no package" in told["study module"]["advice"]
    assert "another study has the id 'cryptodrug'" in told["study marktplein, odd.toml"]["advice"]
    removed = run_with([project], "event", "remove", "marktplein", "betalingen_gestopt")
    assert (0, "The event betalingen_gestopt of marktplein is removed. Next: cryptodrug derive\n") == (
        removed.returncode,
        removed.stdout,
    )
    refused = run_with([project], "findings", "--study", "pleinstudy")
    assert 2 == refused.returncode
    assert "odd.toml of cryptodrug-market-marktplein 0.1.0 cannot be used" in refused.stderr


def test_doctor_fixture_check_and_scrapy_know_it(project: Path) -> None:
    found = {finding["what"]: finding for finding in json.loads(run_with([project], "doctor", "--json").stdout)}
    assert "+marktplein." in found["markets"]["found"]
    checked = run_with([project], "fixture", "check", project / "fixtures")
    assert (0, "8 fixtures, 0 fields differ\n") == (checked.returncode, checked.stdout)
    listed = run_with([project], "list", module="scrapy", cwd=ROOT)
    assert sorted([*OWN_NAMES, "marktplein"]) == listed.stdout.split()


@pytest.mark.slow
def test_its_own_tests_pass(project: Path) -> None:
    done = run_with([project], "-q", module="pytest", cwd=project)
    assert 0 == done.returncode, done.stdout


PARTS = (
    "tests/parsers/test_fixtures.py::test_every_kind_of_page_has_enough_cases",
    "tests/parsers/test_fixtures.py::test_every_wall_has_a_case",
    "tests/parsers/test_taxonomy.py",
    "tests/cli/test_docs.py::test_every_kind_of_page_is_documented",
    "tests/crawl/test_as_scrapy_user.py::test_scrapy_lists_the_spiders_of_the_projects_markets",
    "tests/store/test_migrations.py::test_the_calendar_of_the_markets_is_there_and_says_how_it_is_known",
    "tests/replay/test_versions.py",
)
"""Those of the project's own tests that look at the markets as such."""


@pytest.mark.campaign
def test_the_projects_own_tests_speak_of_its_own_markets(
    project: Path, server: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    monkeypatch.setenv("CRYPTODRUG_TEST_SERVER", address)
    words = ("-q", "-n", "0", "-p", "no:randomly", "-p", "no:cacheprovider")
    done = run_with([project], *words, *PARTS, module="pytest", cwd=ROOT)
    assert 0 == done.returncode, done.stdout
