"""
What measures say in English, in the language of a report: reasons of verdicts and warnings of estimators.

Their sentences are a few forms with numbers in them. A sentence that no form fits is shown as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.report.wording import Words

__all__ = ["reason", "said_of", "warning"]

_SPAN = r"the interval of (?P<low>.+?) to (?P<high>.+?)"
_REASONS = tuple(
    (re.compile(form), key)
    for form, key in (
        (rf"all of {_SPAN} is below (?P<limit>.+)", "all_below"),
        (rf"all of {_SPAN} is above (?P<limit>.+)", "all_above"),
        (rf"{_SPAN} holds (?P<limit>.+?); (?P<more>.+)", "holds"),
        (rf"{_SPAN} holds (?P<limit>[^;]+)", "agrees_holds"),
        (rf"{_SPAN} reaches (?P<limit>[^;]+)", "agrees_reaches"),
        (rf"{_SPAN} is so wide that .+?; (?P<more>.+)", "too_wide"),
        (rf"it is below (?P<limit>.+?), but {_SPAN} reaches it; (?P<more>.+)", "reaches"),
        (r"about (?P<times>\d+) times as many accounts would tell.*", "more_times"),
        (r"more than (?P<times>\d+) times as many accounts would be needed.*", "more_than"),
        (r"more accounts would tell", "more_accounts"),
        (r"no more data would part the two.*", "more_nothing"),
        (r"no snapshot of the market lies in these days.*", "no_snapshot"),
        (r"all snapshots of these days are partial.*", "all_partial"),
        (r"it rests on .+, and fewer than (?P<fewest>\d+) tell nothing.*", "few"),
        (r"too little was observed in these days.*", "unmeasured"),
        (r"no interval can be given.*", "no_interval"),
        (r".+ can be shown, and one case is enough", "one_case"),
        (r"no case of .+ among (?P<n>\d+): up to (?P<share>.+ %) of them may be, unseen;.*", "no_case_unseen"),
        (r"no case of .+ among (?P<n>\d+);.*", "no_case"),
        (r"there are no .+ among (?P<n>\d+) that are exact; at most (?P<share>.+ %) may be", "none_among"),
        (
            r"there are no .+ among (?P<n>\d+) that are exact, yet up to (?P<share>.+ %) may be; (?P<needed>\d+) .*",
            "none_yet",
        ),
        (r"there are .+", "there_are"),
        (r"some may be .+", "may_be"),
    )
)
_WARNINGS = tuple(
    (re.compile(form), key)
    for form, key in (
        (r"of all that were there up to now; too high where much comes and goes: .+", "coming_and_going"),
        (r"less than three usable snapshots begin within the time", "less_than_three"),
        (r"listings that were hidden for a while count as alive; only (?P<met>\d+%) were met: .+", "hidden_uneven"),
        (r"listings that were hidden for a while count as alive", "hidden_count"),
        (r"no other usable snapshot begins within (?P<hours>\d+) hours before it", "none_near"),
        (r"one snapshot tells nothing", "one_snapshot"),
        (r"the first and the last usable snapshot of a history say nothing by Jolly-Seber", "first_and_last"),
        (
            r"too few met again: (?P<before>\d+) seen before, (?P<later>\d+) seen later, (?P<fewest>\d+) are needed",
            "too_few",
        ),
        (r"nothing was met twice", "nothing_twice"),
        (r"nothing seen", "nothing_seen"),
        (r"the snapshot is partial", "partial"),
        (r"the snapshot shows much less than those beside it: it has another scope", "other_scope"),
    )
)
_STUDY = (
    ("share_of_", "share_of"),
    ("multi_origin_with_partner", "partner_{market}"),
    ("vendors_not_to_", "vendors_not_to"),
    ("migrant", "migrants"),
)
_ENDS = (("_quotient_by_", "quotient_by"), ("_after_over_before", "after_over_before"), ("_over_", "order"))


def reason(words: Words, text: str) -> str:
    """Return why a verdict is as it is, without what else it tells behind it."""
    return _told(words, "why", text, _REASONS)


def warning(words: Words, text: str | None) -> str | None:
    """Return what is to be known of an estimate, or why there is none."""
    return None if text is None else _told(words, "warning", text, _WARNINGS)


def said_of(words: Words, market: str, measure: str) -> str:
    """Return what the study said of a measure of a finding."""
    for begin, key in _STUDY:
        if measure.startswith(begin):
            return words(f"study.{key.format(market=market)}")
    for part, key in _ENDS:
        if part in measure:
            return words(f"study.{key}")
    return words(f"study.{measure}")


def _told(words: Words, group: str, text: str, forms: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for form, key in forms:
        found = form.fullmatch(text)
        if found is not None:
            parts = {
                name: _told(words, group, part, forms) if name == "more" else words.figure(part)
                for name, part in found.groupdict().items()
            }
            return words(f"{group}.{key}", **parts)
    return text
