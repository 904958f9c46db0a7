"""A draft beside its page, with what a person has to look at first; and the index of several."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from cryptodrug_scraper.cases.beside.rows import kept_words, rows_of
from cryptodrug_scraper.cases.value_rules import Outcome
from cryptodrug_scraper.cases.vocabulary import Sort
from cryptodrug_scraper.explore.evidence.found import evidence_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.capture import CaptureTime
    from cryptodrug_scraper.cases.attempts import DraftLike
    from cryptodrug_scraper.cases.compared import Compared, Group
    from cryptodrug_scraper.cases.known_words import SiteWords

__all__ = ["Reviewed", "index_page", "review_page"]

_SECONDS = 5.0
"""Processor time for finding the page's words of the fields that differ."""
_LONGEST = 300
_KEPT_AS = {
    Sort.FIXED: "places, currencies, markets",
    Sort.GOODS: "what is sold",
    Sort.MEASURE: "units and quantities",
    Sort.TERM: "payment, delivery, events",
    Sort.SITE: "the market's own labels",
}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """
    A draft and its page.

    Attributes:
        file: the name of the page's file.
        name: what the draft is called.
        link: the file of its review, for the index.
        market: of the page.
        kind: of the page.
        body: the page.
        captured: when it was captured.
        made: the draft.
        site: the words of the market.
    """

    file: str
    name: str
    link: str
    market: str
    kind: str
    body: bytes = field(repr=False)
    captured: CaptureTime | None
    made: DraftLike = field(repr=False)
    site: SiteWords = field(repr=False)

    @property
    def counts(self) -> Counter[str]:
        """How many values had which outcome."""
        return Counter(each.outcome.value for each in self.made.fields)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a person has to look at, with the words of the page."""

    group: Group
    words: list[str]


def review_page(reviewed: Reviewed) -> str:
    """Return a draft beside its page as HTML that loads nothing."""
    rows = rows_of(reviewed.made.texts)
    groups = reviewed.made.to_look_at
    return _rendered(
        "page.html",
        reviewed=reviewed,
        shown=[_Shown(group, words) for group, words in zip(groups, _words(reviewed, groups), strict=True)],
        kept=[(_KEPT_AS[sort], words) for sort, words in kept_words(rows, reviewed.site).items()],
        fields=_fields(reviewed.made.fields),
        rows=rows,
        outcomes=list(Outcome),
        longest=_LONGEST,
    )


def index_page(reviews: Sequence[Reviewed], passed_over: Sequence[str]) -> str:
    """
    Return the index of several drafts as HTML, with what has to be looked at first.

    Args:
        reviews: the drafts.
        passed_over: what is said of files that were not drafted.
    """
    ordered = sorted(reviews, key=lambda each: (-len(each.made.to_look_at), each.name))
    total: Counter[str] = Counter()
    for each in reviews:
        total.update(each.counts)
    return _rendered(
        "index.html", reviews=ordered, passed_over=passed_over, total=total, outcomes=list(Outcome), longest=_LONGEST
    )


def _words(reviewed: Reviewed, groups: Sequence[Group]) -> list[list[str]]:
    """The words of the page that the first value of each group was read from, as far as they are found."""
    found: list[list[str]] = []
    for group in groups:
        place, name = group.first.place, group.first.field.removeprefix("sold.").partition(".")[0].partition("[")[0]
        if place is None:
            found.append([])
            continue
        evidence = evidence_of(reviewed.body, None, reviewed.captured, place, seconds=_SECONDS)
        spans = evidence.fields[place, name].words if (place, name) in evidence.fields else []
        found.append([evidence.text[span.start : span.end].decode(errors="replace")[:_LONGEST] for span in spans])
    return found


def _fields(found: Sequence[Compared]) -> list[tuple[str, Counter[Outcome], Compared]]:
    """Each field with how many of its values had which outcome, and an example: of those that changed, if any did."""
    fields: dict[str, list[Compared]] = {}
    for each in found:
        name = each.name.partition("[")[0]
        fields.setdefault(name, []).append(each)
    return [
        (
            name,
            Counter(each.outcome for each in values),
            next((each for each in values if each.before != each.after), values[0]),
        )
        for name, values in sorted(fields.items())
    ]


def _rendered(name: str, **values: object) -> str:
    script = _part("keys.js")
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _templates()
        .get_template(name)
        .render(
            policy=policy,
            style=Markup(_part("style.css")),  # noqa: S704  # the program's own
            script=Markup(script),  # noqa: S704  # as above
            **values,
        )
    )


@cache
def _templates() -> Environment:
    parts = {name: _part(name) for name in ("frame.html", "page.html", "index.html")}
    return Environment(
        loader=DictLoader(parts), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _part(name: str) -> str:
    return files("cryptodrug_scraper.cases.beside").joinpath(name).read_text(encoding="utf-8")
