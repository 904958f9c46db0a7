"""
Several statements as one, in which a function that more than one of them calls with the same values is called once.

Questions of one finding differ in market or place, and rest on the same rows: of 21 shares of a country's accounts each
asks who the country's accounts are. Each statement still gives what it gives by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["together"]

_SHARED = (
    "amount_doubt",
    "attributed_sale",
    "country_goods",
    "country_part",
    "country_reach",
    "country_window",
    "goods_known",
    "multi_origin",
    "place_reach",
    "sale_doubt",
    "value_band",
    "window_reach",
)
"""Functions of the schema research that give rows, and take longer than reading these again."""
_TEXT = r"'(?:[^']|'')*'"
_INNER = rf"\((?:[^()']|{_TEXT})*\)"
_CALL = re.compile(rf"research\.(?:{'|'.join(_SHARED)})\((?:[^()']|{_TEXT}|{_INNER})*\)")
_SPACE = re.compile(rf"(?P<text>{_TEXT})|\s+")
_ROW = (
    "SELECT {number} AS number, q.value, q.low, q.high, q.n, q.vendors, q.grade, q.details, "
    "coalesce((to_jsonb(q) ->> 'certain')::bigint, 0) AS certain, "
    "to_jsonb(q) -> 'lacking' AS lacking FROM (\n{sql}\n) q"
)


def together(statements: Sequence[str]) -> str:
    """
    Return one statement that gives the row of each, with its place in column ``number``, from 0.

    Args:
        statements: at least one, with their values in them. Each gives one row of value, low, high, n, vendors, grade
            and details, and, where it is asked whether there is a case, certain; where a figure may be lacking for a
            reason that the others do not tell, lacking, which is that as JSON.
    """
    calls = Counter(_written(call) for sql in statements for call in _CALL.findall(sql))
    names = {call: f"shared_{number}" for number, call in enumerate(calls) if calls[call] > 1}

    def shared(match: re.Match[str]) -> str:
        return names.get(_written(match[0]), match[0])

    kept = ",\n".join(f"{name} AS MATERIALIZED (SELECT * FROM {call})" for call, name in names.items())  # noqa: S608  # ours
    rows = [_ROW.format(number=number, sql=_CALL.sub(shared, sql)) for number, sql in enumerate(statements)]
    return (f"WITH {kept}\n" if names else "") + "\nUNION ALL\n".join(rows)


def _written(call: str) -> str:
    """A call as all write it, whatever the lines that it stands on."""
    return _SPACE.sub(lambda match: match["text"] or " ", call)
