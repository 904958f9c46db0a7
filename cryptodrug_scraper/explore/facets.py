"""How a table that a page shows can be narrowed and sorted further: what its links say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptodrug_scraper.explore.shaping import Order

__all__ = ["Choice", "Facets", "Sorted"]


@dataclass(frozen=True, slots=True)
class Choice:
    """
    A value of a facet.

    Attributes:
        value: the value.
        count: how many rows have it; None where they were not counted.
        link: the query of the address of these rows; of a chosen value, of those without it.
        is_chosen: whether it is chosen.
    """

    value: str
    count: int | None
    link: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """
    The facets of a table.

    Attributes:
        choices: of each facet, by its label.
        more: of each facet, how many values are not shown.
        left_out: why there are no counts; empty where there are.
        link: the query of the address at which all are counted.
    """

    choices: Mapping[str, Sequence[Choice]]
    more: Mapping[str, int]
    left_out: str
    link: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """
    How a table is sorted, and can be.

    Attributes:
        order: how it is; None where it has its usual order.
        links: the query of the address at which it is sorted by a column, by its name.
        usual: the query of the address at which it is in its usual order.
        refused: why it is not sorted as it was asked to be; empty where it is.
    """

    order: Order | None
    links: Mapping[str, str]
    usual: str
    refused: str = ""

    def aria(self, column: str) -> str:
        """How a column is sorted, as a browser is told."""
        if self.order is None or self.order.column != column:
            return "none"
        return "descending" if self.order.is_descending else "ascending"
