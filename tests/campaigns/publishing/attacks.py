"""Series of publications whose numbers can be subtracted, and what is worked out of them."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from cryptodrug_scraper.study.current import current_asked
from tests.campaigns.disclosing.filled import COUNTRIES, fill
from tests.campaigns.publishing.joined import joined
from tests.campaigns.publishing.outputs import forget, package, report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cryptodrug_scraper.store.database import Database
    from cryptodrug_scraper.study.asked import Asked
    from tests.campaigns.publishing.outputs import Output

__all__ = ["ATTACKS", "Compared", "compared"]

Step: TypeAlias = "Callable[[Database, Asked], Output]"
_FIRST, _LAST = date(2019, 3, 1), date(2019, 5, 31)


def _of(**changed: object) -> Step:
    return lambda database, asked: report(database, replace(asked, **changed))  # type: ignore[arg-type]  # of Asked


def _next(number: int) -> Step:
    """A report of another country than that of the findings."""

    def step(database: Database, asked: Asked) -> Output:
        return report(database, asked.of([code for code in COUNTRIES if code != asked.country][number]))

    return step


def _package(database: Database, _asked: Asked) -> Output:
    return package(database)


_LOOK, _NO_MAY, _LARGE = "look", "no May", "large"
"""Another look at the market is derived; or what is known before May; or one vendor of each market sells nearly all."""

ATTACKS: dict[str, tuple[Step | str, ...]] = {
    "one report": (_of(),),
    "adjacent windows": (_of(last_day=date(2019, 3, 31)), _of(last_day=date(2019, 4, 1)), _of()),
    "nested countries": (_of(), _next(0), _next(1)),
    "definitions": (_of(attribution="A1"), _of(attribution="A2"), _of(attribution="A3"), _of(definition="D4")),
    "report and package": (_of(attribution="A2"), _package),
    "market less country": (_package, _next(0), _next(1)),
    "another look": (_of(), _LOOK, _of()),
    "another look, packages": (_package, _LOOK, _package),
    "one large vendor": (_LARGE, _package, _of(), _next(0)),
    "each month": (_NO_MAY, _of(last_day=date(2019, 4, 30)), _LOOK, _of()),
}


@dataclass(frozen=True)
class Compared:
    """
    What was worked out of a series, without a ledger and with one.

    Attributes:
        alone: exactly, of one of its publications or another by itself, without a ledger.
        exact_without: exactly, of all together without one.
        exact_with: the same with one.
        large_without: sums of five or more of which one has nearly all, that follow exactly, without.
        large_with: the same with one.
        large: how many there are.
        near_without: small sums between near bounds, without.
        near_with: the same with one.
        asked_without: small sums whose bounds were asked for, without.
        asked_with: the same with one.
        shown_without: numbers shown, without.
        shown_with: the same with one.
        cells: numbers that there are.
    """

    alone: int
    exact_without: int
    exact_with: int
    large_without: int
    large_with: int
    large: int
    near_without: int
    near_with: int
    asked_without: int
    asked_with: int
    shown_without: int
    shown_with: int
    cells: int

    def __add__(self, other: Compared) -> Compared:
        return Compared(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))

    def line(self) -> str:
        """In a line."""
        return (
            f"told exactly {self.exact_without} without and {self.exact_with} with a ledger "
            f"({self.alone} of one alone); "
            f"sums that are nearly one vendor's {self.large_without} and {self.large_with} of {self.large}; "
            f"within a tenth {self.near_without} of {self.asked_without} and {self.near_with} of {self.asked_with}; "
            f"shown {self.shown_without} and {self.shown_with} of {self.cells} numbers "
            f"({(self.shown_without - self.shown_with) / max(1, self.shown_without):.1%} less)"
        )


def compared(database: Database, name: str, seed: int, *, with_bounds: bool = True) -> Compared:
    """Publish a series of a world with and without a ledger, and work out what can be."""
    without, kept = (list(_published(database, name, seed, is_kept=is_kept)) for is_kept in (False, True))
    alone = sum(len(joined([output], with_bounds=False).exact) for output in without)
    before, after = joined(without, with_bounds=with_bounds), joined(kept, with_bounds=with_bounds)
    return Compared(
        alone, len(before.exact), len(after.exact), len(before.dominated), len(after.dominated), after.large,
        len(before.near), len(after.near), before.asked, after.asked,
        before.shown, after.shown, after.cells,
    )  # fmt: skip


def _published(database: Database, name: str, seed: int, *, is_kept: bool) -> Iterator[Output]:
    fill(database.engine, seed)
    forget(database)
    for step in ATTACKS[name]:
        if isinstance(step, str):
            known = {_LOOK: {"later": 3}, _NO_MAY: {"until": date(2019, 5, 1)}, _LARGE: {"largest": 300.0}}
            fill(database.engine, seed, **known[step])  # type: ignore[arg-type]  # what each is called
            continue
        with database.engine.connect() as connection:
            asked = replace(current_asked(connection), first_day=_FIRST, last_day=_LAST)
        yield step(database, asked)
        if not is_kept:
            forget(database)
