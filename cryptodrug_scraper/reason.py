"""Why something is as it is: a code, and the values of its sentence, which the catalogue ``words`` has."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Reason"]

_PARTS = {"code", "values"}


@dataclass(frozen=True, slots=True)
class Reason:
    """
    Why something is as it is.

    Attributes:
        code: names its message, as ``why.all_below``; it is the same in each language and release.
        values: what the message tells, by name: numbers, texts, further reasons, and lists of mappings of these; None:
            it is not known. Units are those that the message names; shares are parts of one.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """Return the values as JSON holds them; numbers that it does not have as PostgreSQL writes them in it."""
        return {name: _kept(value) for name, value in self.values.items()}

    def as_json(self) -> str:
        """Return the values as JSON, in the order of their names."""
        return json.dumps(self.kept(), sort_keys=True)

    @classmethod
    def of(cls, code: str | None, values: Mapping[str, Any] | str | None) -> Reason | None:
        """Read a reason from what was kept of it, as values or as JSON; None where there is no code."""
        if code is None:
            return None
        known = json.loads(values) if isinstance(values, str) else values or {}
        return cls(code, {name: _read(value) for name, value in known.items()})


def _kept(value: Any) -> Any:  # noqa: ANN401  # any value of JSON
    if isinstance(value, Reason):
        return {"code": value.code, "values": value.kept()}
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'-' * (value < 0)}Infinity"
    return value + 0.0 if isinstance(value, float) else value  # JSON has no zero below zero


def _read(value: Any) -> Any:  # noqa: ANN401  # any value of JSON
    return Reason.of(value["code"], value["values"]) if isinstance(value, dict) and value.keys() == _PARTS else value
