"""What stands beside a number: a share is of the total that is shown, and what is withheld is not what is not known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.report.cells import NUMBERS
from cryptodrug_scraper.report.states import WITHHELD
from tests.report.test_study import figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.report.study import Report

SHARES = (
    ("value", "total", "share"),
    ("vendor_count", "total", "share"),
    ("named", "total", "named_share"),
    ("number", "total", "share"),
    ("transactions", "total", "transaction_share"),
    ("migrant_count", "account_count", "share"),
    ("moved", "pages", "moved_share"),
)
"""How many, of how many, and the share, as tables name them; where there is a value, that is what it is a share of."""


@pytest.mark.parametrize("is_identified", [False, True])
@pytest.mark.slow
def test_every_share_is_of_the_total_that_stands_beside_it(
    reported: Callable[..., Report], is_identified: bool
) -> None:
    held: dict[str, int] = {}
    for found in figures(reported("en", is_identified=is_identified)):
        names = {column.name for column in found.columns}
        for part, whole, share in SHARES:
            if not {part, whole, share} <= names or (part == "vendor_count" and "value" in names):
                continue
            for row in found.frame.iter_rows(named=True):
                if None not in (row[part], row[whole], row[share]) and row[whole]:
                    assert math.isclose(row[part] / row[whole], row[share], abs_tol=1e-6), (found.name, row)
                    held[found.name] = held.get(found.name, 0) + 1
    assert {"destinations-reach", "destinations-places", "refused-all"} <= held.keys()
    assert not is_identified or {"shares-who", "shares-vendors", "shares-choices"} <= held.keys()
    assert sum(held.values()) > 100, held


@pytest.mark.slow
def test_a_number_that_is_withheld_is_not_one_that_is_not_known(reported: Callable[..., Report]) -> None:
    """What the public report withholds is known to the identified one; what is not known is not known there either."""
    public, own = (
        {each.name: each for each in figures(reported("en", is_identified=which))} for which in (False, True)
    )
    withheld = unknown = 0
    for name, found in public.items():
        if WITHHELD not in found.frame.columns or found.frame.height != own[name].frame.height:
            continue
        numbers = [column.name for column in found.columns if column.kind in NUMBERS]
        for row, known in zip(found.frame.to_dicts(), own[name].frame.to_dicts(), strict=True):
            if row.get("market") != known.get("market") or row.get("month") != known.get("month"):
                continue
            for column in numbers:
                is_closed = name == "migration-growth" and column.startswith(
                    "migrant_"
                )  # that there is none would tell
                if row[column] is None and not is_closed and column not in (row.get("untold_columns") or ()):
                    is_there = known[column] is not None and not (
                        isinstance(known[column], float) and math.isnan(known[column])
                    )
                    is_untold = column in (known.get("untold_columns") or ())
                    assert (column in row[WITHHELD]) == (is_there or is_untold), (name, column, row, known)
                    withheld, unknown = withheld + is_there, unknown + (not is_there)
    assert withheld > 100
    assert unknown > 20
