"""A quarter as tables in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tests.campaigns.quartering.played import Quarter

__all__ = ["tables"]

_SHORT = 160


def tables(quarter: Quarter) -> str:
    """All of it."""
    parts = [_sums(quarter), _crawls(quarter), _faults(quarter), _acts(quarter), _others(quarter), _log(quarter)]
    return "\n\n".join(parts) + "\n"


def _sums(quarter: Quarter) -> str:
    crawls = quarter.crawls
    pages, twice, reach = (sum(getattr(each, name) for each in crawls) for name in ("pages", "twice", "reach"))
    lost, unkept = (sum(getattr(each, name) for each in crawls) for name in ("lost", "unkept"))
    return (
        f"{quarter.weeks} weeks in {quarter.seconds / 60:.1f} minutes, {quarter.processor:.0f} s of processor time of "
        f"all processes, load {quarter.load:.1f}. {len(crawls)} crawls were due; "
        f"{sum(each.answers for each in crawls)} requests were answered, {pages} of them with a page, {twice} of these "
        f"again; of {reach} pages within reach {lost} were lost; {unkept} pages were given and are in no archive."
    )


def _crawls(quarter: Quarter) -> str:
    names = "due | entry | machine | outcome | began | ended | within reach | answers | pages | twice | lost | not kept"
    names += " | meanwhile"
    rows = [
        (
            *(f"{each.due:%d %b %H:%M}", each.entry.removesuffix("-weekly"), each.machine, each.outcome),
            *(_after(each.began, each.due), _after(each.ended, each.due)),
            *(each.reach, each.answers, each.pages, each.twice, each.lost, each.unkept, "; ".join(each.faults)),
        )
        for each in quarter.crawls
    ]
    return _table(names, rows)


def _faults(quarter: Quarter) -> str:
    names = "what | market | began | over | told first | by | all alerts of it"
    rows = []
    for fault in quarter.faults:
        alerts = quarter.told[fault.name]
        kinds = sorted({alert.kind for alert in alerts})
        counts = ", ".join(f"{kind} {sum(alert.kind == kind for alert in alerts)}" for kind in kinds)
        first = alerts[0] if alerts else None
        rows.append(
            (
                *(fault.name, fault.market, _moment(fault.began)),
                "never" if fault.ended is None or fault.began is None else _after(fault.ended, fault.began),
                "never" if first is None or fault.began is None else _after(first.at, fault.began),
                *(f"{first.kind}: {first.reason[:_SHORT]}" if first else "", counts),
            )
        )
    return _table(names, rows)


def _acts(quarter: Quarter) -> str:
    names = "when | what a person did | what told them | the message"
    rows = [
        (_moment(act.at), act.what, f"{act.by}, {_moment(act.told_at)}", act.message[:_SHORT]) for act in quarter.acts
    ]
    return _table(names, rows)


def _others(quarter: Quarter) -> str:
    rows = [(_moment(a.at), a.kind, a.market or a.machine, a.reason[:_SHORT]) for a in quarter.others]
    return _table("when | alert of no fault | of | the message", rows)


def _log(quarter: Quarter) -> str:
    return "```text\n" + "\n".join(f"{at:%Y-%m-%d %H:%M} {what}" for at, what in quarter.log) + "\n```"


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{at:%d %b %H:%M}"


def _after(at: datetime | None, since: datetime) -> str:
    if at is None:
        return ""
    minutes = round((at - since).total_seconds() / 60)
    return f"+{minutes} min" if minutes < 180 else f"+{minutes / 60:.1f} h"


def _table(names: str, rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {names} |", "|" + " --- |" * (names.count("|") + 1)]
    lines += [
        "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows
    ]
    return "\n".join(lines)
