"""The findings of a small world: what is measured, judged, printed and kept."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.derive.runs import remove
from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.compute import findings
from cryptodrug_scraper.study.current import current_asked
from cryptodrug_scraper.study.finding import why_in
from cryptodrug_scraper.study.installed import study_named
from cryptodrug_scraper.study.keep import keep_findings
from cryptodrug_scraper.words.reasons import names_in
from cryptodrug_scraper.words.wording import Words
from tests.cli.conftest import run  # noqa: F401  # a fixture
from tests.derive.small_world import RUN, SmallWorld, day
from tests.study.two_markets import dream, wall_street
from tests.words.test_terms import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from cryptodrug_scraper.store.database import Database
    from cryptodrug_scraper.study.finding import Finding
    from tests.cli.conftest import Run

STUDY = study_named()
CODES = re.compile(r"\b[a-z]+_[a-z0-9_]+\b")
ASKED = Asked("BE", date(2018, 11, 1), date(2019, 11, 30), "D2", "A1")


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened
        opened.rollback()


@pytest.fixture(scope="module")
def found(scratch: Engine) -> dict[tuple[str, str, str], Finding]:
    """The findings of both markets."""
    with scratch.connect() as opened:
        world = SmallWorld(opened)
        wall_street(world)
        dream(world)
        world.write()
        rows = by_name(list(findings(opened, ASKED, STUDY)))
        opened.rollback()
    return rows


@pytest.fixture
def street(connection: Connection) -> Connection:
    world = SmallWorld(connection)
    wall_street(world)
    world.write()
    return connection


def by_name(found: list[Finding]) -> dict[tuple[str, str, str], Finding]:
    named = {(row.finding, row.market, row.measure): row for row in found}
    assert len(named) == len(found)
    return named


def test_each_finding_is_measured_and_judged(found: dict[tuple[str, str, str], Finding]) -> None:
    agree = [
        ("F1", "dream", "share_of_vendors"),
        ("F1", "dream", "share_of_listings"),
        ("F2", "wallstreet", "vendors_more_each_month"),
        ("F3", "wallstreet", "multi_origin_with_partner"),
        ("F3", "dream", "multi_origin_with_partner"),
        ("F4", "wallstreet", "moves_in"),
        ("F5", "wallstreet", "transactions_below_200_eur"),
        ("F5", "wallstreet", "transactions_above_1000_eur"),
        ("F5", "wallstreet", "turnover_of_larger_transactions"),
        ("F5", "wallstreet", "mean_of_transactions_below_200_eur"),
        ("F6", "wallstreet", "mdma_quotient_by_listings"),
        ("F6", "wallstreet", "mdma_quotient_by_transactions"),
        ("F7", "wallstreet", "vendors_to_eu_or_world"),
        ("F7", "wallstreet", "vendors_not_to_us"),
        ("F8", "wallstreet", "migrants"),
        ("F8", "wallstreet", "migrant_share"),
    ]
    disagree = [
        ("F1", "wallstreet", "share_of_vendors"),
        ("F6", "wallstreet", "amphetamine_quotient_by_listings"),
    ]
    assert {name for name, row in found.items() if row.verdict == "agrees"} == set(agree)
    assert set(disagree) <= {name for name, row in found.items() if row.verdict == "disagrees"}
    untold = [row for row in found.values() if row.verdict == "cannot_tell"]
    assert all("would tell" in row.why or "would part" in row.why or "data to tell" in row.why for row in untold)


@pytest.mark.parametrize(
    ("name", "value", "n", "vendors"),
    [
        (("F1", "dream", "share_of_vendors"), 6 / 2000, 2000, 6),
        (("F1", "wallstreet", "share_of_vendors"), 20 / 40, 40, 20),
        (("F2", "wallstreet", "vendors_more_each_month"), 2.0, 6, 20),
        (("F3", "wallstreet", "multi_origin_with_partner"), 0.45, 20, 20),
        (("F3", "dream", "multi_origin_with_partner"), 1.0, 6, 6),
        (("F4", "wallstreet", "moves_in"), 1, 18, 1),  # two were seen only once
        (("F5", "wallstreet", "transactions_below_200_eur"), 0.95, 400, 20),
        (("F5", "wallstreet", "transactions_above_1000_eur"), 0.0, 400, 20),
        (("F5", "wallstreet", "turnover_of_larger_transactions"), 500 / (19 * 70 + 500), 400, 20),
        (("F5", "wallstreet", "mean_of_transactions_below_200_eur"), 70, 380, 20),
        (("F6", "wallstreet", "mdma_quotient_by_listings"), 0.75 / (15 / 40), 20, 20),
        (("F7", "wallstreet", "vendors_to_eu_or_world"), 0.9, 20, 20),
        (("F7", "wallstreet", "vendors_not_to_us"), 0.3, 20, 20),
        (("F8", "wallstreet", "vendors_after_over_before"), 40 / 36, 4, 40),
        (("F8", "wallstreet", "migrants"), 1, 20, 2),
        (("F8", "wallstreet", "migrant_share"), 0.05, 20, 2),
    ],
)
def test_the_figures_are_those_of_the_rows(
    found: dict[tuple[str, str, str], Finding], name: tuple[str, str, str], value: float, n: int, vendors: int
) -> None:
    row = found[name]
    assert row.value == pytest.approx(value)
    assert (n, vendors) == (row.n, row.vendor_count)
    assert row.low is None or row.low <= value + 1e-9
    assert row.high is None or value <= row.high + 1e-9


def test_migrants_are_told_by_the_evidence_of_their_links(found: dict[tuple[str, str, str], Finding]) -> None:
    why = found["F8", "wallstreet", "migrants"].why
    assert "1 surely, 1 perhaps, of 20; by evidence: pgp_key 1" in why
    share = found["F8", "wallstreet", "migrant_share"]
    assert (share.value, share.low, share.high) == (1 / 20, 1 / 20, 2 / 20)
    assert "to list them: SELECT * FROM research.migration" in why


def test_what_is_counted_tells_how_to_list_it(street: Connection) -> None:
    row = by_name(list(findings(street, ASKED, STUDY)))["F4", "wallstreet", "moves_in"]
    assert "by 15 Feb 2019 from the Netherlands to Belgium" in row.why
    (moved,) = street.execute(text(row.why.partition("to list them: ")[2])).mappings()
    assert "Bé03" == moved["vendor"]


def test_a_filter_that_hides_large_amounts_is_told_of(connection: Connection) -> None:
    world = SmallWorld(connection)
    wall_street(world)
    world.sale("wallstreet", "Bé01", "l1", day(2, 1), 60, raw_eur=9999.0, price_flag="imputed_holding")
    world.write()
    name = ("F5", "wallstreet", "transactions_above_1000_eur")
    assert "taken for holding prices: 1" in by_name(list(findings(connection, ASKED, STUDY)))[name].why


@pytest.mark.parametrize(
    ("vendors", "others", "verdict"),
    [
        (("Bé01", "Bé02"), {}, "disagrees"),
        (("Bé01", "Bé01"), {}, "cannot_tell"),
        (("Bé01", "Bé02"), {"price_flag": "unverified_high"}, "cannot_tell"),
        (("Bé01", "Bé02"), {"amount_eur_low": 900.0}, "cannot_tell"),
    ],
)
@pytest.mark.slow
def test_large_sales_contradict_that_there_is_none_only_if_certain_ones_are_of_two_accounts(
    connection: Connection, vendors: tuple[str, str], others: dict[str, Any], verdict: str
) -> None:
    world = SmallWorld(connection)
    wall_street(world)
    for number, vendor in enumerate(vendors, start=1):
        world.sale("wallstreet", vendor, f"l{vendor[-1]}", day(2, number), 1100, **others)
    world.write()
    name = ("F5", "wallstreet", "transactions_above_1000_eur")
    found = by_name(list(findings(connection, ASKED, STUDY)))[name]
    assert verdict == found.verdict
    assert (verdict == "cannot_tell") == ("of one account alone" in found.why)


def test_where_no_amount_is_printed_it_cannot_be_told_that_none_is_large(connection: Connection) -> None:
    world = SmallWorld(connection)
    wall_street(world)
    for sale in world.rows["sale"]:
        sale["price_source"] = "listing_before"
    world.write()
    row = by_name(list(findings(connection, ASKED, STUDY)))["F5", "wallstreet", "transactions_above_1000_eur"]
    assert (0, 0, 0, "cannot_tell") == (row.value, row.low, row.n, row.verdict)
    assert "no amount is printed" in row.why
    assert "printed for 0 of 400" in row.why


def test_of_another_country_it_is_said_that_no_account_moved_and_not_that_it_rests_on_none(street: Connection) -> None:
    asked = Asked("DE", date(2018, 11, 1), date(2019, 4, 30), "D2", "A1")
    row = by_name(list(findings(street, asked, STUDY)))["F4", "wallstreet", "moves_in"]
    assert (row.value, row.verdict, row.vendor_count) == (0, "no_claim", 0)
    assert row.n > 5
    assert "no case of moves from Austria" in row.why
    assert f"among {row.n}" in row.why
    assert "rests on" not in row.why


@pytest.mark.parametrize(("large", "sales", "least"), [(20, 200, "51.85"), (36, 400, "46.15")])
def test_published_shares_imply_the_least_that_small_sales_are_worth(
    connection: Connection, large: int, sales: int, least: str
) -> None:
    world = SmallWorld(connection)
    world.snapshot("wallstreet", day(2))
    for number in range(sales):
        world.listing("wallstreet", f"b{number}", f"{number}", ["BE"])
        world.sale("wallstreet", f"b{number}", f"{number}", day(2, 2), 250 if number < large else 60)
    world.write()
    row = by_name(list(findings(connection, ASKED, STUDY)))["F5", "wallstreet", "mean_of_transactions_below_200_eur"]
    assert f"were they 30% of turnover, the others would be worth {least} EUR or more" in row.why


def test_how_many_sales_are_larger_is_not_told_of_one_vendor(connection: Connection) -> None:
    world = SmallWorld(connection)
    world.snapshot("wallstreet", day(2))
    world.listing("wallstreet", "b", "1", ["BE"])
    for number in range(5):
        world.sale("wallstreet", "b", "1", day(2, 2), 250 if number < 1 else 60)
    world.write()
    row = by_name(list(findings(connection, ASKED, STUDY)))["F5", "wallstreet", "mean_of_transactions_below_200_eur"]
    assert row.value == pytest.approx(60)
    assert row.verdict == "cannot_tell"
    assert row.details_values is None


def test_partial_snapshots_are_left_out_of_trends_and_count_in_shares_with_what_they_saw(
    connection: Connection,
) -> None:
    world = SmallWorld(connection)
    for month, grade in ((1, "complete"), (2, "partial"), (3, "complete")):
        world.snapshot("dream", day(month, 15), grade)
    for number in range(6):
        world.listing("dream", f"b{number}", f"b{number}", ["BE", None, "BE"], drug_class="Cannabis")
        world.listing("dream", f"o{number}", f"o{number}", ["DE", None, "DE"], drug_class="Cannabis")
    world.listing("dream", "big", "big", [None, "BE", None], drug_class="Cannabis")
    world.write()
    found = by_name(list(findings(connection, ASKED, STUDY)))
    assert found["F1", "dream", "share_of_vendors"].value == pytest.approx(7 / 13)
    trend = found["F2", "dream", "vendors_more_each_month"]
    assert (None, 2, "cannot_tell") == (trend.value, trend.n, trend.verdict)
    assert "January 2019: 6, March 2019: 6" in trend.why


def test_of_what_was_not_observed_every_value_is_unknown_and_no_zero(connection: Connection) -> None:
    SmallWorld(connection).write()
    found = list(findings(connection, ASKED, STUDY))
    assert {row.market for row in found} == set(STUDY.markets)
    assert {(None, None, "cannot_tell")} == {(row.value, row.grade, row.verdict) for row in found}
    assert all("no snapshot" in row.why for row in found)


def test_a_market_that_the_study_did_not_know_is_asked_what_was_said_of_all_and_judged_by_nothing(
    connection: Connection,
) -> None:
    world = SmallWorld(connection)
    world.snapshot("bazaar", day(3))
    world.listing("bazaar", "b", "1", ["BE"], drug_class="Cannabis")
    world.write()
    found = [row for row in findings(connection, ASKED, STUDY) if row.market == "bazaar"]
    assert {"F1", "F4", "F5", "F7"} == {row.finding for row in found}
    assert {"no_claim"} == {row.verdict for row in found}


@pytest.mark.parametrize(("definition", "attribution"), [("D1", "A1"), ("D2", "A3"), ("D3", "A2"), ("D4", "A2")])
@pytest.mark.slow
def test_every_definition_and_attribution_can_be_asked_for(
    street: Connection, definition: str, attribution: str
) -> None:
    asked = Asked("NL", date(2018, 11, 1), date(2019, 4, 30), definition, attribution)
    rows = list(findings(street, asked, STUDY))
    assert len(rows) == sum(len(STUDY.markets_of(claim)) for claim in STUDY.claims)
    assert {definition, None} == {row.definition for row in rows}
    assert {attribution, None} == {row.attribution for row in rows}
    assert {"NL", None} == {row.country for row in rows}


def test_of_another_country_its_own_neighbours_are_asked_for(street: Connection) -> None:
    asked = Asked("DE", date(2018, 11, 1), date(2019, 4, 30), "D2", "A1")
    found = by_name(list(findings(street, asked, STUDY)))
    row = found["F3", "wallstreet", "multi_origin_with_partner"]
    assert (row.country, row.verdict, row.value) == ("DE", "no_claim", 1.0)
    assert "Belgium, from Switzerland" in row.study
    assert "11 of 11 from Austria, from Belgium" in row.why
    only = by_name(list(findings(street, asked, STUDY, neighbours=("FR", "PL"))))[row.finding, row.market, row.measure]
    assert (only.value, only.n) == (0.0, 11)
    assert only.study.endswith("the share that sends from France or from Poland, too")


@pytest.mark.slow
def test_what_is_kept_is_what_is_computed_and_goes_with_its_derivation(database: Database) -> None:
    with database.engine.connect() as connection:
        with connection.begin():
            world = SmallWorld(connection)
            wall_street(world)
            world.write()
        for _ in range(2):  # once more replaces them
            count = keep_findings(connection, RUN, ASKED, STUDY)
        kept = connection.execute(text("SELECT * FROM research.finding ORDER BY ordinal")).mappings().all()
        computed = list(findings(connection, ASKED, STUDY))
        assert count == len(kept) == len(computed)
        for row, found in zip(kept, computed, strict=True):
            assert {name: row[name] for name in found.__dataclass_fields__} == {
                name: getattr(found, name) for name in found.__dataclass_fields__
            }
        connection.rollback()
        with connection.begin():
            connection.execute(text("UPDATE derived.derive_run SET is_current = false"))
        assert [] == connection.execute(text("SELECT * FROM research.finding")).all()
        connection.rollback()
        remove(connection, RUN)
        assert [] == connection.execute(text("SELECT * FROM derived.finding")).all()


def test_a_code_that_is_kept_gives_the_sentence_that_is_kept_and_details_name_what_they_tell(
    found: dict[tuple[str, str, str], Finding],
) -> None:
    for row in found.values():
        known = asdict(row)
        assert row.why == why_in(Words("en"), known)
        assert row.why == why_in(Words("en"), json.loads(to_json(known)))  # as the database and --json have it
        if row.details_code is not None:
            assert row.details_values is not None
            assert names_in(Words("en"), row.details_code) == set(row.details_values)
    assert found["F8", "wallstreet", "migrants"].details_values == {
        "sure": 1, "perhaps": 1, "n": 20, "evidence": [{"evidence": "pgp_key", "accounts": 1}]
    }  # fmt: skip


def test_without_a_derivation_nothing_is_measured(connection: Connection) -> None:
    with pytest.raises(StoreError, match="run cryptodrug derive"):
        current_asked(connection)


@pytest.mark.parametrize(
    ("change", "said"),
    [({"country": "XX"}, "no country"), ({"first_day": date(2019, 4, 1), "last_day": date(2018, 1, 1)}, "ends")],
)
def test_what_is_no_country_or_window_is_refused(connection: Connection, change: dict[str, Any], said: str) -> None:
    SmallWorld(connection).write()
    with pytest.raises(ConfigurationError, match=said):
        current_asked(connection, **change)


@pytest.mark.slow
def test_the_command_prints_figures_and_each_is_what_its_sql_gives(database: Database, run: Run) -> None:  # noqa: F811
    with database.engine.begin() as connection:
        world = SmallWorld(connection)
        wall_street(world)
        world.write()
    printed = run("findings", "--json").stdout.decode().splitlines()
    found = [json.loads(line) for line in printed]
    with database.engine.connect() as connection:
        held = replace(ASKED, last_day=date(2019, 4, 30))  # what the data hold
        assert [row.sql for row in findings(connection, held, STUDY)] == [row["sql"] for row in found]
    chosen = [row for row in found if row["market"] == "wallstreet" and row["value"] is not None]
    for row in chosen[::6]:  # a process for each
        (same,) = map(json.loads, run("query", row["sql"], "--json").stdout.splitlines())
        assert [row[name] for name in ("value", "low", "high", "n", "grade")] == [
            same[name] for name in ("value", "low", "high", "n", "grade")
        ]
    table = run("findings", "--country", "de", "--until", "2019-04-30").stdout.decode()
    assert "F3: of vendors from Germany with several origins, the share that sends from Austria" in table
    assert "45 %" not in table
    assert f"Of {len(found)} figures: " in table
    assert run("findings", "--sql").stdout.decode().count(";\n") == len(found)
    told = [json.loads(line) for line in run("findings", "--json", "--language", "fr").stdout.splitlines()]
    assert [row["why_code"] for row in told] == [row["why_code"] for row in found]
    assert not [row["why"] for row, same in zip(told, found, strict=True) if row["why"] == same["why"]]
    assert "la Belgique représente en moyenne moins de 1\u202f% des vendeurs" in told[0]["study"]
    for language, headings in (("fr", "Marché Mesure Valeur"), ("nl", "Markt Maat Waarde")):
        lines = run("findings", "--language", language).stdout.decode().splitlines()
        assert headings in " ".join(" ".join(lines).split())
        said = [line for line in lines if "SELECT" not in line and "research." not in line]
        assert not [line for line in said if ENGLISH.search(CODES.sub("", line))]
