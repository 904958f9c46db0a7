"""What a parser printed of a page, in the form in which the simulator states what is expected."""

from __future__ import annotations

from typing import Any

__all__ = ["as_stated"]


def as_stated(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Records with the codes alone of what their texts rule out: the simulator does not say in which words."""
    return [
        {**record, "excluded_in_text": sorted({found["code"] for found in record["excluded_in_text"]})}
        if "excluded_in_text" in record
        else record
        for record in records
    ]
