"""What can be sealed: figures of other countries, empty markets, SQL of one's own, absences; and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from rocrate.rocrate import ROCrate

from cryptodrug_scraper.export.pseudonyms import KEY_FILE
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.sealed.arithmetic import as_floats, given_again
from cryptodrug_scraper.sealed.family import FAMILIES
from cryptodrug_scraper.sealed.lines import fitting
from cryptodrug_scraper.sealed.verify import verify_sealed
from cryptodrug_scraper.study.compute import findings
from cryptodrug_scraper.study.current import current_asked, current_study
from tests.sealed.conftest import of_absence, of_finding, run
from tests.support.derived_windows import WINDOWS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.derived_windows import Opened

FOUND = """
-- What an account was paid in sales with a rating
SELECT t.market, count(*) AS sales, sum(t.amount_eur)::numeric(20, 4) AS eur
FROM transaction t WHERE t.market = :market AND t.vendor = :vendor GROUP BY 1
"""
ROWS = """
SELECT t.market, t.vendor, t.transaction_id, t.listing_id, t.amount_eur
FROM transaction t WHERE t.market = :market AND t.vendor = :vendor
"""
SUM = "SELECT count(*) AS sales, round(sum(amount_eur), 4) AS eur FROM rows"
_WITHOUT_ROWS = {"transactions_after_over_before", "migrants", "migrant_share"}
SELLER = """
SELECT t.vendor FROM research.transaction t JOIN research.distinct_review r ON r.review_id = t.transaction_id
WHERE t.market = 'empire' AND t.amount_eur IS NOT NULL GROUP BY 1 HAVING count(*) BETWEEN 3 AND 9 ORDER BY 1 LIMIT 1
"""


@pytest.fixture
def new_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: Opened) -> Path:
    assert shared.one("SELECT 1") == 1
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize("country", ["BE", pytest.param("DE", marks=pytest.mark.slow)])
def test_figures_follow_from_their_rows_in_every_family(shared: Opened, country: str) -> None:
    given, families = 0, set()
    with shared.database.engine.connect() as connection:
        study = current_study(connection)
        asked = current_asked(connection, study, country=country)
        for found in findings(connection, asked, study):
            asking = of_finding(found.measure, found.market, country)(connection)
            assert (asking.figure["value"], asking.figure_sql) == (found.value, found.sql)
            if asking.compared:
                again = given_again(asking.arithmetic, as_floats(asking.rows).to_dicts(), asking.rows.columns)
                for name in asking.compared:
                    assert fitting(asking.figure[name], again[name]), (found.measure, found.market, name)
                given += 1
                families.add(asking.family)
    assert given > 20
    assert families >= FAMILIES.keys() - {"share_of_goods", "order", "moves_in", "moves_out", "looks_quotient"}


@pytest.mark.slow
def test_sql_of_ones_own_is_sealed_and_verified(new_home: Path, shared: Opened, tmp_path: Path) -> None:
    vendor = shared.one(SELLER)
    files = {"paid.sql": FOUND, "rows.sql": ROWS, "sum.sql": SUM}
    for name, sql in files.items():
        (tmp_path / name).write_text(sql)
    words: list[Any] = [
        "--sql",
        tmp_path / "paid.sql",
        "--rows",
        tmp_path / "rows.sql",
        "--archive",
        WINDOWS,
        "--words",
        "1",
    ]
    words += ["--arithmetic", tmp_path / "sum.sql", "--value", "market=empire", "--value", f"vendor={vendor}"]
    target = tmp_path / "own"
    said = run("seal", target, *words, "--identified", "--json")
    made = json.loads(said[said.index("{") :])
    assert made["facts"] == made["rows"] > 2
    assert made["root"] == verify_sealed(target).root
    assert (new_home / KEY_FILE).exists()
    noted = json.loads((new_home / "exports.jsonl").read_text())
    assert (noted["tier"], noted["views"]) == ("identified", ["sealed answer"])
    told = verify_sealed(target)
    assert told.is_good, told.changed
    assert any("sales" in line.said and line.part == "figure" for line in told.lines if line.state == "holds")
    assert any(line.part == "SQL" and "of one's own" in line.said for line in told.lines)
    row = json.loads((target / "rows.jsonl").read_text().splitlines()[0])
    assert (row["vendor"][:2], row["transaction_id"][:2]) == ("v_", "r_")
    assert json.loads((target / "figure.json").read_text()).keys() == {"rows", "vendor_count"}

    (tmp_path / "emptied").mkdir()
    missed = ["--sql", tmp_path / "paid.sql", "--rows", tmp_path / "rows.sql", *words[-4:]]
    said = run("seal", tmp_path / "missed", *missed, "--archive", tmp_path / "emptied", "--identified", "--json")
    assert json.loads(said[said.index("{") :])["lacking"] == made["facts"]
    told = verify_sealed(tmp_path / "missed")
    assert told.is_good, told.changed
    open_ = [line.said for line in told.lines if line.state == "not checked"]
    assert f"in none of the archives when it was sealed: the pages of {made['facts']} facts" in open_
    assert not (tmp_path / "missed" / "pages").exists()
    assert "names a vendor of its rows" in run("reduce", target, tmp_path / "without", code=2)
    assert not (tmp_path / "without").exists()


@pytest.mark.slow
def test_the_figure_of_another_country_is_given_without_pages(new_home: Path, shared: Opened, tmp_path: Path) -> None:
    assert not new_home.exists()
    with shared.database.engine.connect() as connection:
        study = current_study(connection)
        told_of = findings(connection, current_asked(connection, study, country="NL"), study)
        known = [each for each in told_of if each.value is not None and each.measure not in _WITHOUT_ROWS]
    enough = max(known, key=lambda each: each.vendor_count)
    words = ("--finding", enough.measure, "--market", enough.market, "--country", "NL", "--words", "0")
    said = run("seal", tmp_path / "nl", *words, "--archive", WINDOWS, "--without-pages", "--json")
    told = verify_sealed(tmp_path / "nl", root=json.loads(said[said.index("{") :])["root"])
    assert told.is_good, told.changed
    held = {line.part for line in told.lines if line.state == "holds"}
    assert held == {"manifest", "root", "SQL"} | (set() if 0 < enough.vendor_count < 5 else {"figure"})
    left = "".join(
        path.read_text() for path in (tmp_path / "nl").rglob("*") if path.suffix in {".json", ".jsonl", ".sql"}
    )
    vendors = [row[0] for row in shared.rows("SELECT DISTINCT vendor FROM research.vendor_presence")]
    assert len(vendors) > 20
    assert not [vendor for vendor in vendors if len(vendor) > 4 and vendor in left]
    assert json.loads((new_home / "exports.jsonl").read_text())["tier"] == "analyst"
    assert not list(tmp_path.glob(".nl*")), "nothing of the whole is left"


def test_it_is_a_workflow_run_crate(answers: dict[str, Path]) -> None:
    crate = ROCrate(answers["vendors"])
    profiles = {each["@id"] for each in crate.root_dataset["conformsTo"]}
    assert "https://w3id.org/ro/wfrun/workflow/0.5" in profiles
    workflow = crate.mainEntity
    assert workflow.id == "sql/figure.sql"
    assert {"File", "SoftwareSourceCode", "ComputationalWorkflow"} <= set(workflow.type)
    actions = {each.id: each for each in crate.root_dataset["mentions"]}
    assert set(actions) == {"#reading", "#derivation", "#answer"}
    assert actions["#answer"]["instrument"] is workflow
    assert [each.id for each in actions["#answer"]["result"]] == ["figure.json"]
    assert actions["#answer"]["result"][0]["exampleOfWork"] in workflow["output"]
    parts = {part.id for part in crate.root_dataset["hasPart"]}
    there = {
        path.relative_to(answers["vendors"]).as_posix() for path in answers["vendors"].rglob("*") if path.is_file()
    }
    assert {part for part in parts if not part.endswith("/")} <= there
    assert {part for part in there if not part.startswith(("pages/", "seal/", "manifest", "ro-crate"))} <= parts


def test_texts_under_other_names_do_not_leave_with_the_rows(new_home: Path, tmp_path: Path) -> None:
    assert not new_home.exists()
    (tmp_path / "q.sql").write_text("SELECT vendor AS class, market, title AS note FROM listing_snapshot LIMIT 3")
    run("seal", tmp_path / "own", "--sql", tmp_path / "q.sql", "--identified")
    rows = [json.loads(line) for line in (tmp_path / "own" / "rows.jsonl").read_text().splitlines()]
    assert {tuple(row) for row in rows} == {("market",)}
    run("reduce", tmp_path / "own", tmp_path / "without")
    why = json.loads((tmp_path / "without" / "seal" / "left-out.json").read_text())
    assert "is not known" in why["figure.json"]
    assert "it names people" in why["answer.jsonl"]


def test_there_is_no_absence_where_somebody_was_met(new_home: Path, tmp_path: Path) -> None:
    assert not new_home.exists()
    days = ("--from", "2018-11-01", "--until", "2019-11-30", "--archive", str(WINDOWS))
    said = run("seal", tmp_path / "x", "--absent", "anything", "--country", "NL", *days, "--identified", code=7)
    assert "there is no absence" in said
    assert not list(tmp_path.glob("*x*"))


def test_an_absence_has_a_bound_only_where_it_is_known_how_many_there_were(answers: dict[str, Path]) -> None:
    figure = json.loads((answers["none"] / "figure.json").read_text())
    assert {look["of"] for look in figure["looks"]} == {"listing", "vendor"}
    for look in figure["looks"]:
        limits = [limit for limit in (look["high"], look["stated"]) if limit is not None]
        assert (look["bound"] is None) == (not limits)
        if limits:
            assert look["most"] >= look["met"] >= look["told"]
            assert 0 <= look["bound"] <= look["not_met"] == look["most"] - look["told"]


def test_of_days_in_which_nobody_looked_nothing_is_said(shared: Opened) -> None:
    with shared.database.engine.connect() as connection:
        asking = of_absence("heroin", "BE", "dream", "empire")(connection)
        assert asking.figure["unlooked"] == ["empire"], "its first look is in April"
        assert {look["market"] for look in asking.figure["looks"]} == {"dream"}
        none = of_absence("heroin", "BE", "nowhere")(connection)
    assert (none.figure["looks"], none.figure["unlooked"], none.pages) == ([], ["nowhere"], [])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--finding", "share_of_vendors", "--market", "dream"], "say --identified"),
        (["--finding", "share_of_vendors", "--market", "dream", "--identified", "--without-pages"], "not both"),
        (["--identified"], "ask one question"),
        (["--identified", "--absent", "mdma", "--finding", "x"], "ask one question"),
        (["--identified", "--absent", "mdma"], "needs --country"),
        (["--identified", "--finding", "share_of_vendors"], "name it with --market"),
        (["--identified", "--finding", "no_such", "--market", "dream"], "asks no no_such of dream"),
        (["--identified", "--finding", "share_of_vendors", "--market", "dream", "--value", "a=b"], "go with --sql"),
    ],
)
def test_what_cannot_be_asked_is_told(new_home: Path, tmp_path: Path, words: list[str], said: str) -> None:
    assert not new_home.exists()
    assert said in run("seal", tmp_path / "x", *words, code=2)
    assert not (tmp_path / "x").exists()


def test_only_one_statement_of_ones_own_and_only_of_the_schema_of_researchers(new_home: Path, tmp_path: Path) -> None:
    assert not new_home.exists()
    for sql, code, said in (
        ("SELECT 1; SELECT 2", 2, "2 statements"),
        ("SELECT * FROM parse_run", 5, "refuses"),
        ("DELETE FROM listing_snapshot", 5, "refuses"),
        ("-- nothing", 2, "0 statements"),
    ):
        (tmp_path / "q.sql").write_text(sql)
        assert said in run("seal", tmp_path / "x", "--sql", tmp_path / "q.sql", "--identified", code=code)
