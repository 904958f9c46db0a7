"""What two derivations do not agree in, in words: for the command line and for explore."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.derive.compared import Figure, Told

__all__ = ["FIGURE", "WHY", "change", "figure_words"]

WHY = {
    "measures": "another version of the measures",
    "parameter": "a parameter",
    "rates": "exchange rates",
    "pages": "pages that one derivation alone has",
    "decisions": "decisions of people that one derivation alone took",
    "readings": "what was read of the pages, or is known of the market (cryptodrug archive diff)",
}
"""By `compared.Cause.what`, what decided otherwise."""
FIGURE = ("figure", "market", "old", "new", "change", "because of")
"""What the cells of `figure_words` are."""
_OF_STUDY = frozenset({"unit", "study_id", "claim_id"})
"""Names of figures that a measure of that name does not need."""
_UNSAID = _OF_STUDY | {"first_day", "last_day"}
_ANY = float("inf")


def figure_words(figure: Figure) -> tuple[object, ...]:
    """Return the cells of a figure that differs, under the heads `FIGURE`."""
    apart = _UNSAID if figure.old is not None and figure.new is not None else _OF_STUDY
    names = " ".join(str(value) for name, value in figure.names.items() if value is not None and name not in apart)
    part = change(figure)
    said = f"{part:.1%}" if part < _ANY else ""
    return f"{figure.view} {names}", figure.market, _told(figure.old), _told(figure.new), said, ", ".join(figure.why)


def change(figure: Figure) -> float:
    """By which part of it a figure changed; infinite where one derivation cannot tell it, or it was zero."""
    old, new = (None if told is None else told.value for told in (figure.old, figure.new))
    if old == new:
        return 0.0
    if not old or new is None:
        return _ANY
    return abs(new / old - 1)


def _told(told: Told | None) -> str:
    if told is None:
        return "(none)"
    if told.value is None:
        return f"cannot be told, {told.said}"
    limits = "" if told.low is None or told.high is None else f" [{told.low:,.6g}, {told.high:,.6g}]"
    return f"{told.value:,.6g}{limits} {told.said or ''}".rstrip()
