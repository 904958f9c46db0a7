"""What came of the items of a sample: what both coders answered, what was settled, and what is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.adjudication.check import CODERS, coders_of
from cryptodrug_scraper.adjudication.machine import NONE, is_same
from cryptodrug_scraper.adjudication.sample import CANNOT_TELL, KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from cryptodrug_scraper.adjudication.ledger import Ledger
    from cryptodrug_scraper.adjudication.sample import Kind, Sample

__all__ = ["Judged", "State", "judged", "newest_judged", "pairs_of"]

State = Literal["agreed", "settled", "open", "one_coder", "unanswered"]


@dataclass(frozen=True, slots=True)
class Judged:
    """
    What came of one item.

    Attributes:
        state: agreed (both coders gave one answer), settled (they differ, or could be doubted, and a third step told),
            open (they differ), one_coder (only one has answered) or unanswered.
        answers: of the coders, in the order of `check.coders_of`.
        answer: the one that counts; None where nothing does yet.
    """

    state: State
    answers: tuple[str, ...]
    answer: str | None

    @property
    def is_told(self) -> bool:
        """Whether it is known what is so."""
        return self.answer is not None and self.answer != CANNOT_TELL


def judged(ledger: Ledger, known: UUID) -> list[Judged]:
    """Return what came of each item of a sample, in their order."""
    sample = ledger.samples[known]
    coders = coders_of(known, ledger.answers.values())[:CODERS]
    coded: dict[tuple[int, str], str] = {}
    settled: dict[int, str] = {}
    for each in sorted(ledger.answers.values(), key=lambda each: each.answered_at):
        if each.sample_id != known:
            continue
        if each.step == "settling":
            settled[each.ordinal] = each.answer
        elif each.coder in coders:
            coded[each.ordinal, each.coder] = each.answer
    found = []
    for place, item in enumerate(sample.items):
        answers = tuple(coded[place, coder] for coder in coders if (place, coder) in coded)
        found.append(_judged(item.kind, answers, settled.get(place)))
    return found


def _judged(kind: Kind, answers: tuple[str, ...], settled: str | None) -> Judged:
    if settled is not None:
        return Judged("settled", answers, settled)
    if len(answers) < CODERS:
        return Judged("one_coder" if answers else "unanswered", answers, None)
    if _agree(kind, *answers):
        return Judged("agreed", answers, answers[0])
    return Judged("open", answers, None)


def _agree(kind: Kind, one: str, other: str) -> bool:
    words = {CANNOT_TELL, NONE}
    return one == other or (kind == "quantity" and not words & {one, other} and is_same(one, other))


def pairs_of(sample: Sample, found: list[Judged]) -> Mapping[Kind, list[tuple[str, str]]]:
    """Return, by kind, both coders' answers to each item that both answered; quantities that are one are alike."""
    pairs: dict[Kind, list[tuple[str, str]]] = {kind: [] for kind in KINDS}
    for item, each in zip(sample.items, found, strict=True):
        if len(each.answers) == CODERS:
            one, other = each.answers
            pairs[item.kind].append((one, one) if _agree(item.kind, one, other) else (one, other))
    return pairs


def newest_judged(ledger: Ledger) -> UUID | None:
    """Return the sample that was drawn last of those of which it is told of any item what is so."""
    told = [known for known in ledger.samples if any(each.is_told for each in judged(ledger, known))]
    return max(told, key=lambda known: (ledger.samples[known].drawn_at, known), default=None)
