"""
How titles are read, against what a careful reader says of them.

``tests/core/titles_read.csv`` and ``titles_read_later.csv`` have a row for each invented title: what is sold, how much,
in how many pieces, and what one piece holds. ``*`` stands for what readers may differ on: it is not counted. Of several
amounts between which a title lets choose, ``choice`` is what is to be read: no single one.

    python tests/support/title_reading.py FILE [FIELD]
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Literal

from cryptodrug_scraper.page.classes import CLASS_NAMES, DrugClass
from cryptodrug_scraper.page.facts import listing_facts
from cryptodrug_scraper.page.quantities import parse_quantity
from cryptodrug_scraper.page.records import UNSET, Listing
from cryptodrug_scraper.page.taxonomy import Taxonomy, TaxonomyRow

__all__ = ["FIELDS", "FOLDER", "Verdict", "counted", "judged", "reading", "rows_of"]

FOLDER = Path(__file__).parent.parent / "core"
FIELDS = ("unit", "amount", "pieces", "dose_mg", "drug_class", "substance")
Verdict = Literal["right", "wrong", "none"]
Row = dict[str, str]

_TAXONOMY = Taxonomy(
    [TaxonomyRow(None, ("Drugs",), DrugClass("Other"))]
    + [TaxonomyRow(None, (name,), DrugClass(name)) for name in CLASS_NAMES if name not in {"Other", "Misc"}]
)
_TOLERANCE = Decimal("0.03")
"""An ounce may be read as 28 g."""
_NUMBER = re.compile(r"[\d.]+")


def rows_of(name: str) -> list[Row]:
    """The rows of a file of labelled titles."""
    return list(csv.DictReader((FOLDER / name).read_text(encoding="utf-8").splitlines()))


def reading(row: Row) -> Row:
    """What the program reads, in the form of a row: ``none`` where it says nothing."""
    listing = Listing(
        listing_id="1",
        title=row["title"],
        title_cut=False,
        seen_on="page",
        price_unit=row["market_unit"] or UNSET,
        category_path=[row["category"]] if row["category"] else UNSET,
    )
    facts = listing_facts(listing, _TAXONOMY)
    is_counted = facts.quantity_unit in {"piece", "dose"}
    amount = facts.quantity_grams
    dose: Decimal | None = None
    if facts.quantity_unit == "volume":
        quantity = parse_quantity(row["title"])
        each = None if quantity is None else quantity.unit_millilitres
        amount = None if each is None or facts.quantity_units is None else each * facts.quantity_units
    if is_counted and facts.quantity_grams is not None and facts.quantity_units is not None:
        amount, dose = None, facts.quantity_grams / facts.quantity_units * 1000
    return {
        "unit": "piece" if is_counted else facts.quantity_unit or "none",
        "amount": "choice" if facts.quantity_unit == "weight" and amount is None else _shown(amount),
        "pieces": _shown(facts.quantity_units),
        "dose_mg": _shown(dose),
        "drug_class": (None if facts.drug_class == "Other" and not facts.substance else facts.drug_class) or "none",
        "substance": facts.substance or "none",
    }


def judged(row: Row) -> dict[str, Verdict]:
    """
    Judge each field of a title, and ``quantity`` for unit, amount and pieces together.

    Something read where a careful reader reads nothing, or another thing, is wrong; nothing read where there is
    something is ``none``.
    """
    found = reading(row)
    verdicts: dict[str, Verdict] = {}
    for field in FIELDS:
        said = row[field]
        if said == "*" or (said == "" and field == "substance") or (field == "pieces" and row["amount"] == "choice"):
            continue
        if _agree(said, found[field]):
            verdicts[field] = "right"
        else:
            verdicts[field] = "none" if found[field] == "none" else "wrong"
    parts = [verdicts[field] for field in ("unit", "amount", "pieces") if field in verdicts]
    if parts:
        verdicts["quantity"] = "wrong" if "wrong" in parts else "none" if "none" in parts else "right"
    return verdicts


def counted(rows: list[Row]) -> dict[str, Counter[str]]:
    """Count right, wrong and none by field."""
    counts: dict[str, Counter[str]] = {field: Counter() for field in ("quantity", *FIELDS)}
    for row in rows:
        for field, verdict in judged(row).items():
            counts[field][verdict] += 1
    return counts


def _agree(said: str, found: str) -> bool:
    if _NUMBER.fullmatch(said) is None or _NUMBER.fullmatch(found) is None:
        return (said or "none") == found
    first, second = Decimal(said), Decimal(found)
    return abs(first - second) <= _TOLERANCE * max(first, second)


def _shown(number: Decimal | None) -> str:
    return "none" if number is None else format(number.normalize(), "f")


def _print(name: str, wanted: str | None) -> None:
    rows = rows_of(name)
    for language in ("all", *dict.fromkeys(row["language"] for row in rows)):
        for field, verdicts in counted([row for row in rows if language in {"all", row["language"]}]).items():
            shown = "".join(f"{verdicts[verdict]:6}" for verdict in ("right", "wrong", "none"))
            sys.stdout.write(f"{language:4} {field:12}{shown}\n")
    if wanted is None:
        return
    for row in rows:
        verdict = judged(row).get(wanted)
        if verdict in {"wrong", "none"}:
            fields = ("unit", "amount", "pieces", "dose_mg") if wanted == "quantity" else (wanted,)
            said, found = ([source[field] or "none" for field in fields] for source in (row, reading(row)))
            sys.stdout.write(
                f"{verdict:6}{row['title']!r} {row['market_unit']} {row['category']}: {said}, read {found}\n"
            )


if __name__ == "__main__":
    _print(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
