"""Check that the rows of a sealed answer rest on its facts, these on observations, and what people decided of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptodrug_scraper import __version__
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.decisions.lines import from_lines as decisions_in
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.sealed.family import facts_sql, sales_sql
from cryptodrug_scraper.sealed.layout import DECISIONS, FACTS, FACTS_SQL, NAMES, OBSERVATIONS, ROWS
from cryptodrug_scraper.sealed.lines import fitting, if_there
from cryptodrug_scraper.sealed.question import Fact, NameLine, ObservationLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from uuid import UUID

    from cryptodrug_scraper.sealed.question import Question
    from cryptodrug_scraper.sealed.told import Told

__all__ = ["check_chain"]

_OF_COUNTRY = frozenset({"share", "trend", "moves_in", "moves_out", "reach", "excluding", "with_others"})
"""Families whose bearing accounts are the country's, in some days of the window."""


def check_chain(folder: Path, question: Question, told: Told) -> None:
    """
    Check names, facts and decisions.

    Raises:
        ArchiveError: a file cannot be read.
    """
    rows = if_there(folder, ROWS, dict[str, Any])
    names = {line.pseudonym: line for line in if_there(folder, NAMES, NameLine)}
    facts = if_there(folder, FACTS, Fact)
    observations = {line.observation: line for line in if_there(folder, OBSERVATIONS, ObservationLine)}
    if question.kind != "absence":
        _check_rows(rows, names, facts, question, told)
        _check_facts_sql(folder, rows, names, question, told)
    _check_facts(facts, observations, question, told)
    if (folder / DECISIONS).exists():
        _check_decisions(folder, told)


def _check_rows(
    rows: Sequence[dict[str, Any]],
    names: Mapping[str, NameLine],
    facts: Sequence[Fact],
    question: Question,
    told: Told,
) -> None:
    """Each row that bears the figure must have a fact of its account, and of its sale if it is one."""
    unnamed = {
        str(row[column])
        for row in rows
        for column in ("vendor", "transaction_id", "review_id", "listing_id")
        if row.get(column) is not None and row[column] not in names
    }
    if unnamed:
        told.is_changed("names", f"pseudonyms of the rows that are nobody's: {len(unnamed)}, such as {min(unnamed)}")
    if not facts:
        told.is_unchecked("rows", "no statement of a page is named for them: they were taken as the database gave them")
        return
    if any(row["bears"] != (row["part"] > 0) for row in rows if question.family in {"share", "trend"}):
        told.is_changed("rows", "a row bears the figure without a part of it, or has a part and does not bear it")
    accounts = {(fact.row.get("market"), fact.row.get("vendor")) for fact in facts}
    by_id = {fact.row[name]: fact for fact in facts for name in ("transaction_id", "review_id") if fact.row.get(name)}
    without, wrong, sales = set(), [], 0
    for row in rows:
        if not row.get("bears", True) or row.get("vendor") not in names:
            continue
        line = names[row["vendor"]]
        if (line.market, line.value) not in accounts:
            without.add(row["vendor"])
        sale = names.get(row.get("transaction_id") or row.get("review_id") or "")
        if sale is None:
            continue
        sales += 1
        fact = by_id.get(sale.value)
        if fact is None:
            wrong.append(f"a sale of {line.value} has no rating")
        else:
            wrong += _differing(row, fact, line)
    for said in wrong[:5]:
        told.is_changed("rows", said)
    if without:
        told.is_changed(
            "rows", f"accounts that bear the figure and have no fact: {len(without)}, such as {min(without)}"
        )
    if not wrong and not without:
        more = f"; sales with their rating: {sales}" if sales else ""
        told.holds("rows", f"each account that bears the figure has a fact{more}")
    _check_country(rows, names, facts, question, told)
    if question.family in {"share", "trend"} and question.values.get("of") in {"transactions", "turnover_eur"}:
        told.is_unchecked(
            "rows", "how many sales nobody rated is an estimate (docs/measures.md): only the database gives it"
        )


def _check_country(
    rows: Sequence[Mapping[str, Any]],
    names: Mapping[str, NameLine],
    facts: Sequence[Fact],
    question: Question,
    told: Told,
) -> None:
    """Of each account that is the country's a page should name the country."""
    country = question.values.get("country")
    if question.family not in _OF_COUNTRY or country is None:
        return
    bearing = {names[row["vendor"]].value for row in rows if row.get("bears") and row.get("vendor") in names}
    named = {
        fact.row.get("vendor")
        for fact in facts
        if fact.lacking is None
        and "origin_codes" not in fact.differs
        and country in (fact.row.get("origin_codes") or [])
    }
    without = bearing - named
    if bearing - without:
        told.holds(
            "facts",
            f"accounts that bear the figure, and of which a page names {country} as origin: {len(bearing - without)}",
        )
    if without:
        told.is_unchecked(
            "facts",
            f"accounts that bear the figure, and of which no page here names {country} as origin: {len(without)}: "
            "it is derived of other statements, or a person decided so",
        )


def _differing(row: Mapping[str, Any], fact: Fact, line: NameLine) -> list[str]:
    """What a row of a sale says otherwise than its fact."""
    found = [] if fact.row.get("vendor") == line.value else [f"the sale {fact.observation} is another account's"]
    return found + [
        f"the sale {fact.observation} has {name} {row[name]} among the rows, and {fact.row[name]} among the facts"
        for name in ("weight", "amount_eur", "price_source", "price_flag", "at")
        if name in row and name in fact.row and not fitting(row[name], fact.row[name])
    ]


def _check_facts_sql(
    folder: Path, rows: Sequence[Mapping[str, Any]], names: Mapping[str, NameLine], question: Question, told: Told
) -> None:
    if question.kind != "finding" or question.program != __version__ or not (folder / FACTS_SQL).exists():
        return
    known = [(names[row["vendor"]].value, row.get("bears")) for row in rows if row.get("vendor") in names]
    bearing = sorted({vendor for vendor, bears in known if bears})
    others = sorted({vendor for vendor, _ in known} - set(bearing))
    listings = facts_sql(question.values, bearing, others)
    there = (folder / FACTS_SQL).read_text(encoding="utf-8")
    expected = [listings]
    if {"definition", "attribution"} <= question.values.keys():
        expected.append(f"{listings}\n;\n{sales_sql(question.values)}")
    if there.removesuffix("\n") not in expected:
        told.is_changed("SQL", f"{FACTS_SQL} does not ask for the accounts of the rows")


def _check_facts(
    facts: Sequence[Fact], observations: Mapping[UUID, ObservationLine], question: Question, told: Told
) -> None:
    wrong: list[str] = []
    there = [fact for fact in facts if fact.lacking is None]
    for fact in there:
        line = observations.get(fact.observation)
        if line is None:
            wrong.append(f"{fact.observation} has no observation")
            continue
        wrong += [
            f"{fact.observation}: {name} is {value!r}, and the page states {line.row[name]!r}"
            for name, value in fact.row.items()
            if value is not None
            and name in line.row
            and name not in fact.differs
            and not fitting(value, line.row[name])
        ]
    for said in wrong[:5]:
        told.is_changed("facts", said)
    if there and not wrong:
        told.holds("facts", f"agreeing with what their pages state: {counted(len(there), 'fact')}")
    differing = [fact for fact in there if fact.differs]
    if differing:
        columns = sorted({name for fact in differing for name in fact.differs})
        told.is_unchecked(
            "facts",
            f"saying {', '.join(columns)} otherwise than their page: {counted(len(differing), 'fact')}; that is "
            "derived of several pages or a person decided so",
        )
    lacking = len(facts) - len(there)
    if lacking != question.lacking:
        told.is_changed("facts", f"{lacking} are without a page, and question.json says {question.lacking}")
    elif lacking:
        told.is_unchecked(
            "facts", f"in none of the archives when it was sealed: the pages of {counted(lacking, 'fact')}"
        )
    if unused := observations.keys() - {fact.observation for fact in facts}:
        told.is_changed("observations", f"of no fact: {counted(len(unused), 'observation')}, such as {min(unused)}")


def _check_decisions(folder: Path, told: Told) -> None:
    try:
        found = decisions_in((folder / DECISIONS).read_bytes(), DECISIONS)
    except ConfigurationError as error:
        told.is_changed("decisions", str(error))
        return
    by = sorted({each.decided_by for each in found.values()})
    told.holds(
        "decisions", f"saying what their identifiers are made of: {counted(len(found), 'decision')}, by {', '.join(by)}"
    )
