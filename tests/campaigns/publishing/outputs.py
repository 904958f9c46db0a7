"""Outputs that are published one after another, and what an outsider who keeps them all reads in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.export.package import make_package
from cryptodrug_scraper.export.selection import Selection, Tier
from cryptodrug_scraper.report.scope import Scope
from cryptodrug_scraper.report.study import study
from tests.campaigns.disclosing.page import read_page
from tests.campaigns.disclosing.published import Cell, additive
from tests.campaigns.disclosing.reported import sums_of
from tests.campaigns.disclosing.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.database import Database
    from cryptodrug_scraper.study.asked import Asked

__all__ = ["Output", "forget", "package", "report"]

_VALUES = """
SELECT market, vendor, month::text, coalesce(code, 'unknown'), coalesce(drug_class, 'unknown'),
       sum(transactions), sum(turnover_eur)
FROM research.origin_month GROUP BY 1, 2, 3, 4, 5
"""
_ORIGINS = """
SELECT t.transaction_id::text, coalesce(o.code, 'unknown'), coalesce(o.weight, 1), coalesce(t.amount_eur, 0)
FROM research.transaction t LEFT JOIN research.transaction_origin o USING (transaction_id)
"""


@dataclass(frozen=True)
class Output:
    """
    What was published.

    Attributes:
        name: what it is.
        cells: its numbers, of which those that are withheld are None. What a contribution is worth is part of its name:
            what another derivation says of it is another contribution.
        worth: what contributions are worth, by family.
    """

    name: str
    cells: tuple[Cell, ...]
    worth: dict[tuple[Any, ...], float]

    @property
    def shown(self) -> list[Cell]:
        """Numbers that are there, and what they are made of."""
        return [cell for cell in self.cells if cell.number is not None and cell.parts]


def report(database: Database, asked: Asked) -> Output:
    """Publish a report, and read its page."""
    with TemporaryDirectory() as folder, database.engine.connect() as connection:
        scope = Scope(asked.country, asked.first_day, asked.last_day, asked.definition, asked.attribution)
        made = study(connection, scope, language="en", today=asked.last_day)
        assert made.choice is not None
        with database.engine.begin() as ledger:
            made.choice.keep(ledger, "report", "report.html", "00")
        page = Path(folder) / "report.html"
        page.write_text(made.html, encoding="utf-8")
        truth = Truth(connection, asked)
        return _output(f"report of {asked.country}", sums_of(read_page(page), truth), truth, connection)


def package(database: Database) -> Output:
    """Publish a package, and read its files."""
    with TemporaryDirectory() as folder, database.engine.connect() as connection:
        target = Path(folder) / "package"
        make_package(target, Selection(tier=Tier.PUBLIC), None, forms=("csv",))
        truth = Truth(connection)
        return _output("package", additive(target, truth), truth, connection)


def forget(database: Database) -> None:
    """Take everything out of the ledger."""
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM publication"))


def _written(amount: float | None) -> float:
    """An amount without the digits that a server adds up otherwise now and then: it is part of a name."""
    return float(f"{amount or 0:.9g}")


def _output(name: str, cells: Iterable[Cell], truth: Truth, connection: Connection) -> Output:
    values = {tuple(row[:5]): (_written(row[5]), _written(row[6])) for row in connection.exec_driver_sql(_VALUES)}
    codes: dict[str, list[str]] = defaultdict(list)
    worth = {}
    for sale, code, part, amount in connection.exec_driver_sql(_ORIGINS):
        codes[sale].append(code)
        worth[sale, code] = (float(part), float(part * amount))
    weights = truth.weights()
    amounts: dict[tuple[Any, ...], float] = {}
    found = []
    for cell in cells:
        parts: dict[tuple[Any, ...], float] = defaultdict(float)
        is_money = cell.family[-1] == "turnover_eur"
        for of, amount in cell.parts.items():
            if cell.family[0] == "estimated":
                is_worth = values.get((cell.family[1], *of), (0.0, 0.0))
                parts[*of, is_worth] += amount
                amounts[*cell.family, (*of, is_worth)] = is_worth[is_money]
            elif cell.family[0] == "rated":
                vendor, sale, is_theirs = of
                for code in codes[sale]:
                    share = float(code == truth.asked["country"])
                    if truth.asked["attribution"] != "A1":
                        share = weights.get(sale, 0.0)
                    if part := amount * (share if is_theirs else 1 - share):
                        parts[vendor, sale, code] += part
                        amounts[*cell.family, (vendor, sale, code)] = worth[sale, code][is_money]
            else:
                parts[of] += amount
                amounts[*cell.family, of] = 1.0
        found.append(replace(cell, parts=dict(parts)))
    return Output(name, tuple(found), amounts)
