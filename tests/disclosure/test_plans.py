"""How the server finds what sums are made of: nothing large is read again for each row of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.store.database import Database

VALUES = {"country": "BE", "definition": "D2", "attribution": "A1", "first_day": "2018-11-01", "last_day": "2019-10-31"}


def read_for_each_row(node: dict[str, Any], *, is_for_each: bool = False) -> Iterator[str]:
    """Tables that are read as a whole for each row of another."""
    told = node.get("Parent Relationship") == "SubPlan" and not str(node.get("Subplan Name")).startswith("CTE")
    if (is_for_each or told) and node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for part in node.get("Plans", []):
        yield from read_for_each_row(part, is_for_each=is_for_each or told)


def test_months_of_listings_are_not_read_for_each_month_of_a_vendor(database: Database) -> None:
    with database.engine.connect() as connection:
        query = "EXPLAIN (FORMAT JSON) " + statement("cryptodrug_scraper.disclosure", "estimated")
        (plan,) = connection.execute(text(query), VALUES).scalar_one()
    assert "listing_month" in str(plan)
    assert "listing_month" not in set(read_for_each_row(plan["Plan"]))
