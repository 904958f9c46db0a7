"""Pictures of flows: from where to where, with bands as wide as what flows."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import altair as alt

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["flow"]

_STEPS = 24
_GAP = 0.06
_HEIGHT = 260
_BLOCK = 0.03


def flow(links: Sequence[tuple[str, str, float]], *, unit: str, is_summed: bool = True) -> dict[str, Any]:
    """
    Draw flows between two columns of places.

    Args:
        links: from, to, and how much; each pair once.
        unit: what is counted, for what is shown at the pointer.
        is_summed: whether the sum of what flows from a place is told; not where one thing may flow to several.
    """
    left, right = _stack(links, 0), _stack(links, 1)
    places = sorted({place for link in links for place in link[:2]})
    bands: list[dict[str, Any]] = []
    begun = {("l", name): low for name, (low, _) in left.items()} | {
        ("r", name): low for name, (low, _) in right.items()
    }
    for source, target, amount in sorted(links):
        height = amount * _scale(links)
        start, end = begun["l", source], begun["r", target]
        begun["l", source] += height
        begun["r", target] += height
        for step in range(_STEPS + 1):
            part = step / _STEPS
            bend = part * part * (3 - 2 * part)
            middle = start + (end - start) * bend
            bands.append(
                {
                    "flow": f"{source} \u2192 {target}",
                    "from": source,
                    "amount": amount,
                    "x": _BLOCK + part * (1 - 2 * _BLOCK),
                    "low": middle,
                    "high": middle + height,
                }
            )
    blocks = [
        {
            "place": name,
            "label": f"{name} ({_short(sum(a for *_, a in _of(links, name, side)))})" if is_summed or side else name,
            "side": side,
            "x": 0.0 if side == 0 else 1 - _BLOCK,
            "x2": _BLOCK if side == 0 else 1.0,
            "low": low,
            "high": high,
            "middle": (low + high) / 2,
        }
        for side, stack in ((0, left), (1, right))
        for name, (low, high) in stack.items()
    ]
    colours = alt.Scale(domain=places, range=[f"var(--m{1 + n % 6})" for n in range(len(places))])
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    y = alt.Y(
        "low:Q", axis=None, scale=alt.Scale(domain=[0, 1 + _GAP * max(len(left), len(right))], reverse=True, nice=False)
    )
    area = (
        alt.Chart(alt.InlineData(values=bands))
        .mark_area(opacity=0.45)
        .encode(
            x=x,
            y=y,
            y2=alt.Y2("high:Q"),
            detail=alt.Detail("flow:N"),
            color=alt.Color("from:N", scale=colours, legend=None),
            tooltip=[alt.Tooltip("flow:N", title=" "), alt.Tooltip("amount:Q", title=unit)],
        )
    )
    block = (
        alt.Chart(alt.InlineData(values=blocks))
        .mark_rect()
        .encode(
            x=x, x2=alt.X2("x2:Q"), y=y, y2=alt.Y2("high:Q"), color=alt.Color("place:N", scale=colours, legend=None)
        )
    )
    sides: tuple[tuple[int, Literal["left", "right"], str, int], ...] = ((0, "left", "x2", 6), (1, "right", "x", -6))
    words = [
        alt.Chart(alt.InlineData(values=[b for b in blocks if b["side"] == side]))
        .mark_text(align=align, dx=shift, color="currentColor")
        .encode(x=alt.X(f"{end}:Q", axis=None), y=alt.Y("middle:Q", axis=None), text=alt.Text("label:N"))
        for side, align, end, shift in sides
    ]
    whole = alt.layer(area, block, *words).properties(width="container", height=_HEIGHT, background="transparent")
    spec: dict[str, Any] = whole.to_dict()
    spec.pop("$schema", None)
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec["usermeta"] = {"reading": "flow"}
    return spec


def _of(links: Sequence[tuple[str, str, float]], name: str, side: int) -> list[tuple[str, str, float]]:
    return [link for link in links if link[side] == name]


def _scale(links: Sequence[tuple[str, str, float]]) -> float:
    return 1 / sum(amount for *_, amount in links)


def _stack(links: Sequence[tuple[str, str, float]], side: int) -> dict[str, tuple[float, float]]:
    """Where each place of one side begins and ends, the largest first."""
    sums: dict[str, float] = {}
    for source, target, amount in links:
        place = target if side else source
        sums[place] = sums.get(place, 0) + amount
    names = sorted(sums, key=lambda name: (-sums[name], name))
    ends = [0.0]
    for name in names:
        ends.append(ends[-1] + sums[name] * _scale(links) + _GAP)
    return {name: (low, high - _GAP) for name, (low, high) in zip(names, pairwise(ends), strict=True)}


def _short(amount: float) -> str:
    return f"{amount:.0f}" if float(amount).is_integer() else f"{amount:.1f}"
