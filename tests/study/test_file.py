"""The file of a study: what is in it, and how what is wrong with it is told."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

import cryptodrug_scraper
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.study.catalogue import measures
from cryptodrug_scraper.study.file import read_study
from cryptodrug_scraper.study.filling import sql_of
from cryptodrug_scraper.study.installed import study_named, study_of
from tests.study.test_findings import ASKED

SHIPPED = (files("cryptodrug_scraper.study") / "studies" / "cryptodrug.toml").read_text(encoding="utf-8")
ROOT = Path(cryptodrug_scraper.__path__[0])
FIRST = SHIPPED.count("\n", 0, SHIPPED.index("[[claims]]")) + 1
"""Line of the first claim."""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('country = "BE"', "country = ", "Invalid value"),
        ('markets = ["dream", "wallstreet", "empire"]', "", "missing required field `markets`"),
        ('country = "BE"', 'country = "XX"', "'XX' is no country of ISO 3166-1 - at line 7, `country`"),
        ('"NL", "DE", "FR", "LU"', '"NL", "DE", "FR", "LX"', "'LX' is no country of ISO 3166-1 - at line 13, `roles."),
        ("last_day = 2019-11-30\nmarkets", "last_day = 2018-10-31\nmarkets", (
            "the window ends on 2018-10-31, before it begins on 2018-11-01 - at line 9, `last_day`"
        )),
        ('unit = "share"', 'unit = "percent"', f"enum value 'percent' - at line {FIRST + 6}, `claims[0].unit`"),
        ('unit = "share"\n', "", f"the threshold below has no unit: add unit = 'share' - at line {FIRST + 5}, "),
        ('unit = "share"', 'unit = "eur"', f"is in share, and not in eur: change the threshold - at line {FIRST + 6}"),
        ("below = 0.01", "under = 0.01", "unknown field `under`"),
        ("below = 0.01", "below = 0.01\nabove = 0.5", "exist and none; here: above, below"),
        ("below = 0.01\n", "", "exist and none; here: nothing - at line"),
        ("below = 0.01", "exist = true", "share has no cases: give a threshold, or measure one of moves_in, "),
        ('measure = "share"', 'measure = "shares"', (
            f"'shares' is no measure: choose one of share, trend, with_others, moves_in, moves_out, sales_below, "
            f"sales_above, turnover_from, mean_below, location_quotient, order, reach, excluding, looks_quotient, "
            f"days_quotient, migrants, migrant_share, level, share_of_goods - at line {FIRST + 3}, "
        )),
        ('values = { of = "vendors" }', "values = { off = 1 }", "it takes no off, but of - at line"),
        ('values = { of = "vendors" }', "", "share: it needs of - at line"),
        ('values = { of = "vendors" }', 'values = { of = "buyers" }', "of is one of vendors, listings, transactions, "),
        ("values = { limit = 200 }", "values = { limit = -1 }", "limit is an amount of EUR above 0, and not -1"),
        ('goods = "mdma"', 'goods = "tea"', "'tea' in goods is not a class of drugs or substance"),
        ('values = { places = ["NL"] }', 'values = { places = ["XX"] }', "'XX' in places is not a country of ISO "),
        ('values = { places = ["NL"] }', 'values = { places = "NL" }', "places is a list of codes, and not 'NL'"),
        ('values = { places = ["NL"] }', 'values = { places = ["PL"] }', "PL is none of the neighbours of the study"),
        ("last_day = 2019-11-30\nabove", "last_day = 2018-11-30\nabove", "before it begins on 2019-04-01 - at line"),
        ('nl = "{home:the} is gemiddeld goed voor minder dan 1% van de verkopers"\n', "", (
            f'there are no words in nl: add nl = "…" - at line {FIRST + 9}, `claims[0].said`'
        )),
        ('en = "{home:the} has', 'en = "{house:the} has', "the words name house, which the claim has not - at line"),
        ('en = "{home:the} has', 'en = "{home:under} has', "the words cannot be filled in: 'under' - at line"),
        ('en = "{home:the} has', 'en = "{home:the has', "the words cannot be filled in: "),
        ("[claims.said]\nen", '[claims.said]\nde = "ja"\nen', "'de' is no language: give en, fr, nl - at line"),
        ('id = "share_of_listings"', 'id = "share_of_vendors"', "'share_of_vendors' is there twice: give each claim"),
        ('id = "share_of_listings"', 'id = "a"\nname = "share_of_vendors"', "is the name of another figure in 'share"),
        ('markets = ["wallstreet"]\nabout', "about", "is there twice for one market: name it otherwise"),
        ("[closure]", "[closed]", "unknown field `closed`"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_study_is_said_with_its_place_and_what_to_do(old: str, new: str, said: str) -> None:
    assert old in SHIPPED
    with pytest.raises(ConfigurationError, match="^mine.toml is no study: .*" + re.escape(said)) as error:
        read_study(SHIPPED.replace(old, new, 1).encode(), "mine.toml")
    assert str(error.value).endswith("; docs/studies.md has each key")


def test_a_claim_around_a_closure_needs_one() -> None:
    without = re.sub(r"\[closure\].*?\n\n", "", SHIPPED, count=1, flags=re.DOTALL)
    with pytest.raises(
        ConfigurationError, match="looks_quotient compares days around a closure: name one in .closure."
    ):
        read_study(without.encode(), "mine.toml")


def test_a_study_is_a_file_or_one_that_comes_with_the_program(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(SHIPPED.replace('id = "cryptodrug"', 'id = "mine"', 1), encoding="utf-8")
    assert ("mine", "cryptodrug") == (study_of(tmp_path / "mine.toml").id, study_of(Path("cryptodrug")).id)
    with pytest.raises(
        ConfigurationError, match="none.toml: No such file or directory; give a file, or one of cryptodr"
    ):
        study_of(tmp_path / "none.toml")
    with pytest.raises(ConfigurationError, match="'mine' is no study that is installed: give one of cryptodr"):
        study_named("mine")


def test_what_is_no_text_is_no_study() -> None:
    with pytest.raises(ConfigurationError, match=r"^mine.toml is no study: "):
        read_study(b"\xff", "mine.toml")


def test_every_statement_is_of_a_measure_or_beside_one_and_takes_what_the_measure_does() -> None:
    used: set[str] = set()
    for name, measure in measures().items():
        statements = {measure.statement or name, *([measure.cases] if measure.cases else [])}
        used |= statements
        taken = set(
            re.findall(r"(?<![:\w]):([a-z_]+)", statement("cryptodrug_scraper.study", measure.statement or name))
        )
        assert measure.takes.keys() | measure.fixed.keys() <= taken, name
        closed = {"closed_market", "event", "days_around"}
        asked = {"country", "definition", "attribution", "first_day", "last_day", "market"}
        assert taken <= measure.takes.keys() | measure.fixed.keys() | asked | closed, name
        assert bool(taken & closed) == measure.needs_closure, name
        assert measure.of == "market" or "country" in taken, name
    there = {path.stem for path in (ROOT / "study" / "statements").glob("*.sql")}
    # months that there are, what disclosure looks at, and what people judged
    assert there - used == {"covered", "days", "error_counts", "looks"}
    assert used <= there


def test_a_statement_runs_as_it_stands_with_quotes_doubled_and_what_is_not_given_as_null() -> None:
    sql = sql_of(study_named(), "with_others", ASKED, "o'brien")
    assert "'o''brien'" in sql
    assert "CAST(NULL AS text[])" in sql
    assert not re.findall(r"(?<!:):[a-z]", sql)
    assert "ARRAY['NL']" in sql_of(study_named(), "with_others", ASKED, "bazaar", {"places": ("NL",)})


def test_no_country_s_name_stands_in_the_sources_of_what_is_of_any_country() -> None:
    rooms = ("study", "derive", "disclosure", "report", "words", "export", "explore")
    kinds = ("*.py", "*.sql", "*.html", "*.toml")
    sources = {path for room in rooms for kind in kinds for path in (ROOT / room).rglob(kind)}
    of_places = {
        ROOT / "words" / "places.py",
        *(ROOT / "study" / "studies").iterdir(),
        ROOT / "study" / "neighbours.toml",
    }
    assert len(sources) > 200
    named = re.compile(r"(?i)belg|['\"](?-i:BE)\b|\b(?-i:NL)\b|netherlands|nederland\b(?!s)|pays-bas|flemish|vlaams")
    found = {path.name: named.findall(path.read_text("utf-8")) for path in sources - of_places}
    assert not {name: words for name, words in found.items() if words}
    assert not [path for path in sources - of_places if re.search("(?i)belg", path.name)]


def test_no_market_s_name_stands_in_the_sources_of_the_study_derive_or_disclosure() -> None:
    rooms = ("study", "derive", "disclosure", "report", "words", "export")
    sources = [path for room in rooms for kind in ("py", "sql") for path in (ROOT / room).rglob(f"*.{kind}")]
    assert len(sources) > 100
    named = {path.name for path in sources if re.search("dream|wall ?street|empire", path.read_text("utf-8").lower())}
    assert not named
