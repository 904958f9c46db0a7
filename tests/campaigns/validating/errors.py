"""How far figures are out, and tables of that."""

from __future__ import annotations

from statistics import mean, median, stdev
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Errors", "table"]


class Errors(NamedTuple):
    """How far figures are out, in per cent of the truth or in points, and how wide the median interval is."""

    figures: int
    mean: float
    spread: float | None
    worst: float
    held: float | None
    width: float | None

    @classmethod
    def of(cls, rows: Sequence[dict[str, Any]]) -> Errors | None:
        """Return what rows with ``difference`` and perhaps ``inside`` come to; None without any that counts."""
        good = [row for row in rows if row["counts"] and row["difference"] is not None]
        if not good:
            return None
        out = [row["difference"] for row in good]
        held = [row["inside"] for row in good if row.get("inside") is not None]
        wide = [width for row in good if row.get("inside") is not None and (width := _width(row)) is not None]
        return cls(
            len(out), mean(out), stdev(out) if len(out) > 1 else None, max(out, key=abs),
            mean(held) if held else None, median(wide) if wide else None,
        )  # fmt: skip

    def cells(self) -> list[str]:
        """Cells of a table."""
        spread = "" if self.spread is None else f"{self.spread:.1f}"
        held = "" if self.held is None else f"{self.held:.0%}"
        width = "" if self.width is None else f"{self.width:.1f}"
        return [str(self.figures), f"{self.mean:+.1f}", spread, f"{self.worst:+.1f}", held, width]

    def short(self) -> str:
        """One cell."""
        held = "" if self.held is None else f", {self.held:.0%}"
        return f"{self.mean:+.1f} ± {self.spread or 0:.1f}{held}"


def _width(row: dict[str, Any]) -> float | None:
    """From the lower to the upper end of an interval; None where one is missing, or there is no truth to take it of."""
    if row["low"] is None or row["high"] is None:
        return None
    of = 1.0 if row["unit"] == "share" else row["true"]
    return 100 * (row["high"] - row["low"]) / of if of else None


def table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown."""
    lines = [names, ["---"] * len(names), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
