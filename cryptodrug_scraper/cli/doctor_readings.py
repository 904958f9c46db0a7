"""What the doctor says of the parsers whose readings are shown, and of the times of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.cli.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.odd_times import OddTimes
    from cryptodrug_scraper.store.shown_parsers import Choice, ShownParser

__all__ = ["look_at_readings", "of_readings", "of_times"]


def look_at_readings(connection: Connection) -> list[Finding]:
    """Compare what is installed with what a database of the newest revision shows, and look at the times of that."""
    from cryptodrug_scraper.replay.unread import current_readings
    from cryptodrug_scraper.store.odd_times import odd_times
    from cryptodrug_scraper.store.shown_parsers import planned_choices, shown_parsers, who

    installed = current_readings()
    shown = shown_parsers(connection)
    missing = [shown[market] for market in shown if market is not None and market not in dict(installed)]
    return [*of_readings(planned_choices(connection, installed, who()), missing), *of_times(odd_times(connection))]


def of_readings(choices: Sequence[Choice], missing: Sequence[ShownParser]) -> list[Finding]:
    """
    Name the markets whose pages are shown as another parser than the installed one reads them.

    Args:
        choices: installed parser versions that are not those that are shown.
        missing: what is shown of markets that are not installed.
    """
    findings = []
    for choice in choices:
        if choice.market is None or choice.before is None:
            continue
        found = f"{_stay(choice.before)}; installed: {choice.version}"
        advice = "the next replay or crawl shows what it reads, or says why not"
        if not choice.is_taken:
            advice = "to show what is installed here: cryptodrug replay --show-ours"
        findings.append(Finding(f"shown {choice.market}", "note", found, advice))
    for each in missing:
        found = f"its plug-in is not installed, or is broken; {_stay(each)}"
        advice = "install it, or mend it; a replay leaves these pages alone, or asks (--on-loss)"
        findings.append(Finding(f"shown {each.market}", "note", found, advice))
    return findings


def of_times(odd: Sequence[OddTimes]) -> list[Finding]:
    """Count the pages whose times nobody can count on, market by market."""
    findings = []
    for each in odd:
        said = {
            "without any time": each.undated,
            "whose own clock contradicts their source": each.clock,
            "of days on which it did not exist": each.not_open,
        }
        found = ", ".join(f"{pages:,} {what}" for what, pages in said.items() if pages)
        advice = "docs/importing.md#times says how pages get their times; the calendar of a market is in its package"
        findings.append(Finding(f"times {each.market}", "note", f"pages: {found}", advice))
    return findings


def _stay(shown: ShownParser) -> str:
    by = "" if shown.chosen_by is None else f" (chosen by {shown.chosen_by} on {shown.chosen_at:%Y-%m-%d})"
    return f"its pages stay shown as {shown.version} reads them{by}"
