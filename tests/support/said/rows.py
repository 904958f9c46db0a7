"""What rules that read figures out of outputs share. A figure, query or table that nobody here knows is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Row", "UnknownOutputError", "known", "share_of"]

Row = dict[str, Any]


class UnknownOutputError(Exception):
    """An output has figures that no rule reads."""


def known(rules: Mapping[str, Any], name: str, what: str) -> Any:
    if name not in rules:
        msg = f"nobody reads {what} {name}"
        raise UnknownOutputError(msg)
    return rules[name]


def share_of(row: Row, value: str = "value", total: str = "total", prefix: str = "share_") -> Row:
    names = {"value": value, "total": total, "share": "share", "low": f"{prefix}low", "high": f"{prefix}high"}
    return {end: row.get(name) for end, name in names.items()} | {"vendors": row.get("vendor_count")}
