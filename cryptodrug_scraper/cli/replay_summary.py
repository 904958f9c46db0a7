"""What a replay has done, in words and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.cli.damage import say_damage
from cryptodrug_scraper.cli.issue_words import meaning_of
from cryptodrug_scraper.cli.replay_status import left
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.taken_words import say_taken
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.importers.places import Place
    from cryptodrug_scraper.replay import Summary

__all__ = ["check_any_page", "counts_of", "print_summary"]

_PAGES_MEAN = (
    "A record is what a page states of one listing, vendor or review, or of the market itself. An incomplete page is "
    "cut: its last record was dropped."
)
_COUNTS_MEAN = (
    "A wall is a page without content, such as a login. A capture is a page as it was at one time; an observation is "
    "what it states of a listing, vendor or review; a list of reviews that is there already is not counted again. "
    "Next: cryptodrug derive"
)


def counts_of(summary: Summary) -> str:
    """Put what a replay has done so far on one line."""
    before = f", {summary.read_before} read before" if summary.read_before else ""
    issues = sum(summary.issues.values())
    faulty = f", {counted(issues, 'issue')}" if issues else ""
    done = left(summary.share, summary.seconds_left) if summary.share != 1 else ""
    end = f"; {done}" if done else ""
    pages, records = counted(summary.pages, "page"), counted(summary.records, "record")
    return f"{pages}, {records}, {summary.rate:.0f} pages/s{before}{faulty}{end}"


def print_summary(summary: Summary) -> None:
    """Print what a replay has done, and what the words mean."""
    if summary.kinds:
        print_table(
            ("market", "kind", "pages", "records", "issues", "incomplete"),
            [
                (market or "(none)", kind, count.pages, count.records, count.issues, count.incomplete)
                for (market, kind), count in sorted(
                    summary.kinds.items(), key=lambda item: (item[0][0] or "", item[0][1])
                )
            ],
            title="Pages read",
        )
        say(_PAGES_MEAN)
    if summary.issues:
        issues = [(code, times, meaning_of(code)) for code, times in summary.issues.most_common()]
        print_table(("issue", "times", "what it means"), issues, title="Issues")
    if summary.failed:
        print_table(("reader that failed", "for example"), sorted(summary.failed.items()), title="Readers that failed")
    report = summary.report
    if report.refused:
        print_table(
            ("refused", "times", "for example"),
            [(reason, times, "; ".join(report.examples[reason])) for reason, times in report.refused.most_common()],
            title="Refused",
        )
    if report.duplicates:
        captures = counted(report.duplicates, "capture is|captures are")
        say(f"{captures} the same as one before: recorded once, with every place.")
    say_taken(summary.taken)
    from cryptodrug_scraper.replay.choosing import choice_words  # slow to load

    for choice in summary.choices:
        say(choice_words(choice))
    for market, count in sorted(summary.kept.items()):
        was, them, their = ("was", "it", "its") if count == 1 else ("were", "them", "their")
        say(
            f"{counted(count, 'page')} of {market} {was} not read, so that what is shown of {them} stays: {their} "
            "parser is not installed here, or the installed one reads far less. See --on-loss."
        )
    if summary.outside:
        say(f"{counted(summary.outside, 'capture lies|captures lie')} outside the days asked for.")
    if summary.not_loaded:
        captures = counted(
            summary.not_loaded,
            "capture is not in the database, so it was not read again"
            "|captures are not in the database, so they were not read again",
        )
        say(f"{captures}, for example {'; '.join(summary.not_loaded_examples)}. Replay without --reparse loads such.")
    if report.refused:
        reasons = "; ".join(f"{times} × {reason}" for reason, times in report.refused.most_common())
        say(f"Not loaded, since it is no page or cannot be read: {reasons}.")
    if future := summary.new_rows["future_capture"]:
        captures = counted(
            future,
            "capture states a time that is yet to come: it is loaded, and cryptodrug derive will not count it"
            "|captures state a time that is yet to come: they are loaded, and cryptodrug derive will count none",
        )
        say(f"{captures}. cryptodrug doctor names one of each market.")
    say_damage(report)
    observed = sum(rows for table, rows in summary.new_rows.items() if table.endswith("_observation"))
    say(
        f"{counts_of(summary)}; {counted(summary.walls, 'wall')}; {sum(report.refused.values())} refused; "
        f"{counted(summary.new_rows['capture'], 'new capture')}, {counted(observed, 'new observation')}; "
        f"{summary.seconds:.1f} s."
    )
    if summary.kinds and summary.taken.unread < summary.pages:
        say(_COUNTS_MEAN)
    elif summary.read_before and not summary.kept:
        say("Nothing is new: the installed parsers have read all these pages before.")


def check_any_page(summary: Summary, paths: Iterable[Place]) -> None:
    """
    Check that there was any page.

    Raises:
        ArchiveError: nothing at the paths is a page.
    """
    report = summary.report
    if report.accepted:
        return
    named = ", ".join(str(path) for path in paths)
    refused = "; ".join(f"{times} × {reason}" for reason, times in report.refused.most_common())
    msg = (
        f"nothing was loaded: there is no page at {named} ({refused or 'nothing is there'}). Name a folder of saved "
        "pages (HTML), or an archive of them (tar, zip, WARC, WACZ); cryptodrug parse FILE tells what is wrong with "
        "one file, and docs/importing.md which forms are read"
    )
    raise ArchiveError(msg)
