"""How values stand on a page: short, and so that nothing of a market's page steers what is around them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from cryptodrug_scraper.output import inert_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["brief", "history_path", "link_of", "shown"]

_DIGITS = 8
_LARGE = 10_000
_RECORDS = frozenset({"transaction_id", "review_id", "parse_run_id"})


def shown(value: object) -> str:
    """Return a value as text; nothing for NULL."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S").removesuffix(" 00:00:00") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, list | tuple):
        sign = "; " if value and isinstance(value[0], msgspec.Struct | dict) else ", "
        return sign.join(shown(each) for each in value)
    if isinstance(value, msgspec.Struct):
        return shown(msgspec.to_builtins(value))
    if isinstance(value, dict):
        return _of_parts(value)
    return inert_lines(str(value))


def brief(value: object, column: str = "") -> str:
    """Return a value as a table has room for it: five digits of a fraction, eight of a capture's or run's id."""
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= _LARGE else f"{value:.5g}"
    text = shown(value)
    return text[:_DIGITS] if column.endswith(("capture_id", "parse_run_id", "derive_run")) else text


def history_path(market: object, kind: str, name: object) -> str:
    """Return the path of the page of a market's ``vendor`` or ``listing``, by its name or identifier."""
    return f"/market/{quote(str(market), safe='')}/{kind}/{quote(str(name), safe='')}"


def link_of(row: Mapping[str, Any], column: str) -> str | None:
    """Return the path that the value of a column leads to; None for one that leads nowhere."""
    value = row.get(column)
    if value is None:
        return None
    if column in _RECORDS or column.endswith("_observation_id"):
        return f"/record/{value}"
    if column == "side_by_side":
        first = row.get("previous_capture_id")
        return None if first is None else f"/compare/{first}/{row['capture_id']}"
    if column == "capture_id" or column.endswith("_capture_id"):
        return f"/capture/{value}"
    if column.endswith("snapshot_id"):
        return f"/snapshot/{quote(str(value), safe='')}"
    if column in {"vendor_a", "vendor_b"}:
        return history_path(row[column.replace("vendor", "market")], "vendor", value)
    market = row.get(column.replace("vendor", "market")) if column.endswith("_vendor") else row.get("market")
    if market is None:
        return None
    for name in ("vendor", "listing"):
        if column in {name if name == "vendor" else "listing_id", f"to_{name}", f"from_{name}"}:
            return history_path(market, name, value)
    return None


def _of_parts(value: Mapping[str, Any]) -> str:
    if value.keys() == {"amount", "currency"}:
        return f"{value['amount']} {value['currency']}"
    if {"raw", "codes"} <= value.keys():
        without = f", not {shown(value['excluded'])}" if value["excluded"] else ""
        return f"{value['raw']} ({shown(value['codes']) or value['kind']}{without})"
    return ", ".join(f"{name} {shown(part)}" for name, part in value.items() if part is not None)
