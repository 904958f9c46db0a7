"""What has changed on a market's pages, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.counted import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cryptodrug_scraper.measures.looks.drift import Change

__all__ = ["of_fields", "of_templates"]

_NAMED = 3
"""Names that a sentence gives of many."""
_DIGITS = 8
"""Of an identifier: enough to find it."""


def of_templates(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Describe when each market changed the template of a kind of page; rows are those of research.template_change."""
    for row in rows:
        new, gone = _some(row["appeared"], "new"), _some(row["vanished"], "gone")
        what = " and ".join(part for part in (new, gone) if part)
        first = row["first_capture_id"]
        seen = "" if first is None else f" To see the first such page: cryptodrug show {str(first)[:_DIGITS]} --open"
        yield (
            f"{row['market']} changed its template of {row['kind']} pages between {row['previous_day']} and "
            f"{row['day']}: {what}.{seen}"
        )


def of_fields(changes: Iterable[Change]) -> Iterator[str]:
    """Describe each field that is filled more or less often than before in a sentence, those that moved most first."""
    moved: dict[tuple[str, str, str, bool], dict[str, list[Change]]] = {}
    for change in changes:
        fill = change.fill
        key = fill.market, fill.table, fill.field, change.share > change.earlier_share
        moved.setdefault(key, {}).setdefault(fill.kind, []).append(change)
    for (market, table, field, is_more), kinds in sorted(moved.items(), key=lambda item: -_furthest(item[1])):
        parts = [_move(kind, kinds[kind]) for kind in sorted(kinds, key=lambda kind: -_step(kinds[kind]))]
        others = len(parts) - _NAMED
        more = f", and on {counted(others, 'other kind')} of page" if others > 0 else ""
        thing = table.removesuffix("_observation")
        yield (
            f"{market}: {field} of a {thing} is filled {'more' if is_more else 'less'} often than before, "
            f"{'; '.join(parts[:_NAMED])}{more}."
        )


def _move(kind: str, changes: list[Change]) -> str:
    """From what to what the share moved on a kind of page, and when."""
    first, last = _ends(changes)
    page, _, where = kind.partition("/")
    place = f"cards of {page} pages" if where == "card" else f"{page} pages"
    days = str(first.fill.day) if len(changes) == 1 else f"{first.fill.day} to {last.fill.day}"
    return f"from {first.earlier_share:.0%} to {last.share:.0%} on {place} ({days})"


def _ends(changes: list[Change]) -> tuple[Change, Change]:
    in_order = sorted(changes, key=lambda change: change.fill.day)
    return in_order[0], in_order[-1]


def _step(changes: list[Change]) -> float:
    """How far the share moved on a kind of page."""
    first, last = _ends(changes)
    return abs(last.share - first.earlier_share)


def _furthest(kinds: Mapping[str, list[Change]]) -> float:
    return max(map(_step, kinds.values()))


def _some(names: object, what: str) -> str:
    """So many names are new or gone, such as these; empty without any."""
    listed: Sequence[str] = list(names) if isinstance(names, list | tuple) else []
    if not listed:
        return ""
    shown = ", ".join(listed[:_NAMED])
    verb = "is" if len(listed) == 1 else "are"
    some = shown if len(listed) <= _NAMED else f"{len(listed)} class names or ids, such as {shown},"
    return f"{some} {verb} {what}"
