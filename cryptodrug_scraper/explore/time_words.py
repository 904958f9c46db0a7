"""In plain words: when a page was made, and what tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from cryptodrug_scraper.store.estimate import Estimate

__all__ = ["certainty_words", "doubted_words", "time_words"]

_SOURCES = {
    "sidecar": "by a file beside it",
    "comment": "by a comment in it",
    "directory": "by the name of its folder",
    "modified": "by the time of its file",
    "warc": "by its WARC record",
    "mhtml": "by its MHTML header",
    "http_date": "by the Date of its HTTP response",
    "file_name": "by the name of its file",
    "received_on": "by a local time of receipt",
    "option": "by hand",
}
_KINDS = {
    "ratings": ("rating that other pages show", "ratings that other pages show"),
    "counters": ("counter that only grows", "counters that only grow"),
    "rates": ("table of exchange rates", "tables of exchange rates"),
    "clock": ("clock of its own", "clocks of its own"),
    "newest": ("latest time that it names", "latest times that it names"),
    "bytes": ("earlier page that is the same to the byte", "earlier pages that are the same to the byte"),
    "life": ("life of its market", "lives of its market"),
}


def doubted_words(estimate: Estimate | None) -> list[str]:
    """Say when a page was made, if that is not plainly what its source states; else nothing."""
    if estimate is None or (estimate.verdict == "agrees" and estimate.stated_from is not None):
        return []
    return time_words(estimate)


def time_words(estimate: Estimate) -> list[str]:
    """Say when a page was made, what tells, and how sure that is, in sentences."""
    told = [_thought(estimate)]
    spoke = "; ".join(_evidence(estimate))
    if spoke:
        told.append(f"What tells: {spoke}.")
    if estimate.estimated_from is not None:
        told.append(f"The chance that it was made at another time is {estimate.doubt:.1%}.")
    return told


def certainty_words(certainty: object, sightings: object) -> str:
    """Say how sure the identity of a rating is where it is not certain; empty where it is, or is not known."""
    if not isinstance(certainty, float) or certainty >= 1:
        return ""
    return (
        f"Certainty {_percent(certainty)}: the chance that its {sightings} sightings are of one rating, and that no "
        "other row is the same one."
    )


def _thought(estimate: Estimate) -> str:
    stated = "" if estimate.stated_from is None else _between(estimate.stated_from, estimate.stated_to)
    by = f" {_SOURCES[estimate.source]}" if estimate.source in _SOURCES else ""
    if estimate.estimated_from is None:
        return "Neither its source nor what it shows tells when this page was made: it is in no snapshot and no figure."
    made = _between(estimate.estimated_from, estimate.estimated_to)
    if estimate.stated_from is None and estimate.verdict == "unsure":
        return (
            f"Neither its source nor what it shows tells when this page was made: {made}, when its market was open. It "
            "is in no snapshot: its ratings count, and nothing else of it."
        )
    if estimate.stated_from is None:
        return f"Its source states no time. By what the page shows, it was made {made}."
    if estimate.verdict == "agrees":
        return f"Its source states that this page was made {stated},{by}."
    if estimate.verdict == "unsure":
        return f"Its time is unsure: {_why_unsure(estimate)}. It stays where its source puts it, {stated},{by}."
    side = "before" if estimate.verdict == "older" else "after"
    return (
        f"This page is thought to have been made {made}, {side} the time that its source states ({stated},{by}). It is "
        "in no snapshot: its ratings count at their own time, and nothing else of it."
    )


def _why_unsure(estimate: Estimate) -> str:
    found = estimate.evidence
    if not any(found.get(kind, 0) > found.get(f"{kind}_for", 0) for kind in _KINDS):
        return "nothing that it shows confirms it"
    if estimate.estimated_from == estimate.stated_from:
        return "some of what it shows speaks against it, and too little to say when it was made"
    return (
        "some of what it shows speaks against it, and too little to say when it was made, which may have been "
        f"{_between(estimate.estimated_from, estimate.estimated_to)}"
    )


def _between(first: datetime | None, last: datetime | None) -> str:
    return f"at {_moment(first)} UTC" if first == last else f"between {_moment(first)} and {_moment(last)} UTC"


def _moment(moment: datetime | None) -> str:
    """A day where it begins, else an instant."""
    return shown(moment).removesuffix("Z")


def _evidence(estimate: Estimate) -> Iterator[str]:
    found = estimate.evidence
    for kind, (one, several) in _KINDS.items():
        count = found.get(kind, 0)
        agreeing = count if estimate.stated_from is None else found.get(f"{kind}_for", 0)
        parts = ((agreeing, "agree with"), (count - agreeing, "contradict"))
        for number, verb in parts:
            if number:
                what = f"{number} {one if number == 1 else several}"
                yield what if estimate.stated_from is None else f"{what} {_said(verb, number)} the stated time"


def _said(verb: str, number: int) -> str:
    """A verb as one or several do it."""
    first, gap, rest = verb.partition(" ")
    return f"{first}s{gap}{rest}" if number == 1 else verb


def _percent(share: float) -> str:
    """A share that is not one never rounds to it."""
    return f"{min(share, 0.9999):.2%}"
