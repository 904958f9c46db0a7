"""What can be measured of what a study says: the catalogue ``measures.toml``, one entry for each name."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import msgspec

from cryptodrug_scraper.measures.places.regions import COUNTRIES
from cryptodrug_scraper.words.wording import catalogue as messages

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Measure", "Name", "Unit", "Value", "measures"]

Name: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[a-z0-9_]+$")]
Unit: TypeAlias = Literal["share", "count", "eur", "eur_per_month", "ratio"]
Value: TypeAlias = str | int | float | bool | tuple[str, ...]
"""What fills a statement."""

_SOLD = frozenset({"transactions", "turnover_eur"})
_MOST = {"amount": (math.inf, "an amount of EUR above 0"), "share": (1.0, "a share between 0 and 1")}
"""Of numbers: what they are below, and what they are."""


class Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    What can be measured.

    Attributes:
        takes: by the name of each value that a claim gives, what it may be.
        unit: of the figure, or by the value ``of``.
        details: the message ``detail.DETAILS`` tells what else to know of a figure.
        statement: the file of ``statements`` that gives one row: ``value``, ``low``, ``high``, ``n``, ``vendors``,
            ``grade``, and ``details`` or NULL; None: that of its name.
        fixed: values that a claim cannot choose.
        cases: the file of the statement that lists the cases, where these are counted.
        of: whether it is about a country, or about all of a market.
        has_definition: whether it depends on the definition of the country's vendors.
        has_attribution: whether it depends on how sales are attributed, whatever is counted.
        needs_closure: whether it compares days before and after the closure that the study names.
        errors: the kind of errors that bear on it, as judged items tell of them (`study.carried`); None: none that are
            known do.
        interval: what its interval is of: ``here``, what happened here; ``draw``, another draw of vendors; ``line``,
            how far months lie from a line; ``sure``, from what is sure to all of which it cannot be told.
    """

    takes: dict[Name, Literal["amount", "share", "goods", "goods_list", "countries"] | tuple[str, ...]]
    unit: Unit | dict[str, Unit]
    details: Name
    statement: Name | None = None
    fixed: dict[Name, str | bool] = {}
    cases: Name | None = None
    of: Literal["country", "market"] = "country"
    has_definition: bool = True
    has_attribution: bool = False
    needs_closure: bool = False
    errors: Literal["link", "goods", "exclusion", "field"] | None = None
    interval: Literal["here", "draw", "line", "sure"] = "here"

    def unit_of(self, values: Mapping[str, Value]) -> Unit:
        """Return the unit of the figure that is measured with values."""
        return self.unit[str(values["of"])] if isinstance(self.unit, dict) else self.unit

    def depends_on_attribution(self, values: Mapping[str, Value]) -> bool:
        """Return whether the figure depends on how sales are attributed."""
        return self.has_attribution or (self.of == "country" and values.get("of") in _SOLD)

    def wrong(self, values: Mapping[str, Value]) -> str | None:
        """Return what is wrong with values that a claim gives, as a sentence without its stop; None: nothing."""
        if unknown := sorted(values.keys() - self.takes.keys()):
            return f"it takes no {', '.join(unknown)}, but {', '.join(self.takes) or 'nothing'}"
        if lacking := sorted(self.takes.keys() - values.keys()):
            return f"it needs {', '.join(lacking)}"
        return next((said for name, kind in self.takes.items() if (said := _wrong(name, kind, values[name]))), None)


def _wrong(name: str, kind: str | tuple[str, ...], value: Value) -> str | None:
    if isinstance(kind, tuple):
        return None if value in kind else f"{name} is one of {', '.join(kind)}, and not {value!r}"
    if kind in _MOST:
        most, what = _MOST[kind]
        is_right = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < most
        return None if is_right else f"{name} is {what}, and not {value!r}"
    if (kind in {"countries", "goods_list"}) != isinstance(value, tuple) or not value:
        return f"{name} is {'a list of codes' if kind != 'goods' else 'one code'}, and not {value!r}"
    given = value if isinstance(value, tuple) else (value,)
    known = COUNTRIES if kind == "countries" else _goods()
    unknown = [each for each in given if each not in known]
    what = (
        "a country of ISO 3166-1, such as DE" if kind == "countries" else "a class of drugs or substance, such as mdma"
    )
    return f"{unknown[0]!r} in {name} is not {what}" if unknown else None


@cache
def _goods() -> frozenset[str]:
    return frozenset(key.partition(".")[2] for key in messages("en") if key.startswith("drug."))


@cache
def measures() -> dict[str, Measure]:
    """Return all measures by their names."""
    content = (files(__package__) / "measures.toml").read_bytes()
    return msgspec.toml.decode(content, type=dict[Name, Measure])
