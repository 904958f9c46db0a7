"""The page of every claim under every choice: what it says and withholds, and what it does where there is nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from click.testing import CliRunner

from cryptodrug_scraper.cli.report import report
from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.disclosure.findings import counts_accounts
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.report.curves import curve
from cryptodrug_scraper.study.choices import choices
from cryptodrug_scraper.study.installed import study_named
from cryptodrug_scraper.study.run import derive
from cryptodrug_scraper.words.wording import LANGUAGES, Words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.derived_windows import Opened

ACROSS = "struck_30"
"""A derivation of which only what goes across markets is another."""
OF_ALL = "complete_alone"
"""One of which all is."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path


def run(*words: str) -> str:
    result = CliRunner().invoke(report, ["robustness", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def points(folder: Path, *words: str) -> pl.DataFrame:
    run(*words, "--held", "--points", "points.json")
    rows = json.loads((folder / "points.json").read_bytes())
    return pl.DataFrame(rows, infer_schema_length=None)


@pytest.mark.slow
def test_the_command_writes_a_page_and_all_points(own_of_one: Opened, folder: Path) -> None:
    told = json.loads(run("--held", "--language", "nl", "--json", "--points", "punten.csv"))
    page = (folder / "robustness-BE-nl.html").read_text(encoding="utf-8")
    assert '<html lang="nl">' in page
    assert "Elke bewering over België onder elke keuze" in page
    assert set(told["derivations"].values()) == {"not_looked_at"}
    found = pl.read_csv(folder / "punten.csv", infer_schema_length=None)
    derivations = len(choices().derivations)
    now = found.filter(pl.col("derivation").is_null()).height
    assert found.height == told["points"] == now * (1 + derivations)
    defensible = sum(each.fails is None for each in choices().derivations)
    for figure in told["figures"]:
        known = figure["agrees"] + figure["disagrees"] + figure["cannot_tell"]
        assert known + figure["unknown"] == figure["specifications"]
        assert figure["unknown"] >= defensible * (figure["specifications"] // (1 + defensible))
    assert own_of_one.one("SELECT count(*) FROM research.publication WHERE kind = 'report'") == 1
    assert own_of_one.one("SELECT count(*) FROM derived.part") == own_of_one.one(
        "SELECT count(*) FROM derived.run_part"
    )


@pytest.mark.parametrize("held", [ACROSS, pytest.param(OF_ALL, marks=pytest.mark.campaign)])
@pytest.mark.slow
def test_no_point_tells_of_few_and_no_sum_is_there_that_nobody_compared(own: Opened, folder: Path, held: str) -> None:
    choice = next(each for each in choices().derivations if each.id == held)
    derive(own.database, choice.of(read_parameters()))
    derive(own.database, read_parameters())
    shown, whole = points(folder), points(folder, "--identified")
    assert "held" in set(shown["made"])
    key = ["finding", "market", "measure", "definition", "attribution", "derivation"]
    both = shown.join(whole, on=key, nulls_equal=True, suffix="_whole")
    assert both.height == shown.height == whole.height
    few = both.filter(pl.col("vendor_count_whole").is_between(1, 4))
    assert few.height > 20
    assert set(few["verdict"]) == {"withheld"}
    withheld = both.filter(pl.col("is_hidden"))
    assert withheld.select(pl.col("value", "low", "high", "n", "vendor_count").null_count().sum()).row(0) == (
        *(withheld.height,) * 5,
    )
    counts = both.drop_nulls("vendor_count")["vendor_count"]
    assert set((counts % 5).to_list()) == {0}
    study = study_named()
    claims = both["claim_id"].unique().to_list()
    counting = {each for each in claims if counts_accounts(study.claim(each))}  # type: ignore[arg-type]
    rows = list(both.iter_rows(named=True))
    of_accounts = [row for row in rows if row["claim_id"] in counting]
    others = [row for row in rows if row["claim_id"] not in counting and row["made"] != "not_looked_at"]
    assert {row["verdict"] for row in others if row["derivation"] is not None} == {"withheld"}
    changed = [row for row in others if row["derivation"] is None and not row["is_usual"]]
    assert {row["measure"] for row in changed if row["verdict"] != "withheld"} <= {
        "share_of_listings",
        "share_of_transactions",
        "share_of_turnover_eur",
    }
    assert any(row["derivation"] == held and row["value"] is not None for row in of_accounts)


@pytest.mark.parametrize(
    "language", [pytest.param(each, marks=() if each == "fr" else pytest.mark.campaign) for each in LANGUAGES]
)
@pytest.mark.slow
def test_a_country_of_which_there_is_no_vendor_has_a_page(own_of_one: Opened, folder: Path, language: str) -> None:
    assert own_of_one
    told = json.loads(run("--held", "--identified", "--country", "IS", "--language", language, "--json"))
    assert not [each for each in told["figures"] if each["market"] != "wallstreet" and each["agrees"]]
    assert all(each["least"] in {0, None} for each in told["figures"] if each["measure"].startswith("share_of_"))
    assert Words(language).country("IS") in (folder / told["file"]).read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_window_before_the_data_agrees_with_nothing(own_of_one: Opened, folder: Path) -> None:
    assert own_of_one
    told = points(folder, "--from", "2016-01-01", "--until", "2016-02-29")
    assert set(told["verdict"]) <= {"cannot_tell", "other_window", "withheld", "not_looked_at", "no_claim"}
    assert (
        told.filter(pl.col("measure").str.starts_with("share_of_"))["value"].null_count()
        == told.filter(pl.col("measure").str.starts_with("share_of_")).height
    )


def test_a_file_of_points_is_csv_or_json(own: Opened) -> None:
    assert own
    result = CliRunner().invoke(report, ["robustness", "--held", "--points", "points.xlsx"])
    assert result.exit_code == 2
    assert ".csv or .json" in result.output


def point(value: float, low: float | None, high: float | None, **more: Any) -> dict[str, Any]:
    usual = {"verdict": "agrees", "fails": None, "is_usual": False, "taken": ["D2", "usual"], "said": f"D2 {value}"}
    return {"value": value, "low": low, "high": high, **usual, **more}


def test_a_curve_is_in_order_and_those_that_are_not_defensible_stand_apart() -> None:
    frame = pl.DataFrame(
        [
            point(0.4, 0.3, 0.5, fails=1, taken=["D1", "usual"]),
            point(0.3, None, None, verdict="cannot_tell"),
            point(0.1, 0.05, 0.2, is_usual=True),
            point(0.2, 0.1, None, verdict="disagrees", taken=["D4", "gap_24"]),
        ],
        infer_schema_length=None,
    ).cast({"fails": pl.Int64})
    names = [("D1", "D1"), ("D2", "D2"), ("D4", "D4"), ("usual", "as derived"), ("gap_24", "24 hours"), ("A1", "A1")]
    spec = curve(frame, Words("fr"), names=names, form="~%", title="part", limit=0.25)
    (told,) = (rows for rows in spec["datasets"].values() if "value" in rows[0])
    assert [(each["value"], each["rank"]) for each in told] == [(0.1, 0.0), (0.2, 1.0), (0.3, 2.0), (0.4, 4.5)]
    assert len({each["verdict"] for each in told}) == 3
    choices_layer = spec["layer"][1]
    assert choices_layer["encoding"]["y"]["sort"] == ["D1", "D2", "D4", "as derived", "24 hours"]
    (marks,) = (rows for rows in spec["datasets"].values() if "choice" in rows[0])
    taken = {(each["rank"], each["choice"]) for each in marks}
    assert taken >= {(4.5, "D1"), (1.0, "24 hours"), (1.0, "D4"), (0.0, "D2")}
    (line,) = (rows for rows in spec["datasets"].values() if rows[0].keys() == {"rank"})
    assert 2.0 < line[0]["rank"] < 4.5
    assert not spec["usermeta"]["empty"]
