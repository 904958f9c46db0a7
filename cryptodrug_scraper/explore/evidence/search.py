"""
Find what each field is read from: alter in halves, again and again, and many fields at a time.

Each half of the page is suspected of a field until the field stays the same without it. Two halves that are suspected
of no field in common are altered in one trial, since what each of them changes can be told apart. So a page with a
hundred rows, each read from its own words, takes little more trials than one with a single row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias, TypeVar

from cryptodrug_scraper.explore.evidence.difference import Difference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Suspect", "Trial", "apart", "fewest", "in_parts", "merged", "suspects_cleared"]

_FIRST_PARTS = 12
"""Parts into which a page is cut at first: fewer would nearly all be suspected of something."""
Trial: TypeAlias = "Callable[[list[int]], Difference]"


class _Suspected(Protocol):
    """Whatever is suspected of fields."""

    @property
    def fields(self) -> int: ...


Suspicion = TypeVar("Suspicion", bound=_Suspected)


class Suspect(NamedTuple):
    """
    Some spans of a page, and the fields of which they are suspected.

    Attributes:
        spans: bundles of spans, by their numbers. A bundle is altered as a whole as long as it only makes records
            vanish.
        fields: the fields, as bits.
    """

    spans: tuple[tuple[int, ...], ...]
    fields: int


class _Halves(NamedTuple):
    """What is to be tried next, and what then, with what both do together."""

    first: Suspect
    second: Suspect | None = None
    does: Difference | None = None

    @property
    def fields(self) -> int:
        """Those of which the first is suspected."""
        return self.first.fields


def in_parts(bundles: Sequence[tuple[int, ...]], fields: int) -> Iterator[Suspect]:
    """The parts into which what is suspected is cut at first."""
    size = max(1, -(-len(bundles) // _FIRST_PARTS))
    for start in range(0, len(bundles), size):
        yield Suspect(tuple(bundles[start : start + size]), fields)


def suspects_cleared(
    suspects: Sequence[Suspect], trial: Trial, may_go_on: Callable[[], bool]
) -> list[tuple[tuple[int, ...], Difference]]:
    """
    Find the spans without which fields are read differently.

    Of two halves the second is only tried if the first does something, or if it cannot be halved again: what a whole
    does and its first half does not, its second half does. So all that is found was tried by itself.

    Args:
        suspects: what to begin with. All evidence of a field must lie in those that are suspected of it.
        trial: reads the page with some spans altered.
        may_go_on: tells whether one more trial may be made.

    Returns:
        the bundles, nearly all of one span, with what each does; not all of them where it had to end.
    """
    found: list[tuple[tuple[int, ...], Difference]] = []
    waiting = [_Halves(suspect) for suspect in suspects]
    while waiting:
        following: list[_Halves] = []
        for together in apart(waiting):
            if not may_go_on():
                return found
            seen = trial([span for halves in together for bundle in halves.first.spans for span in bundle])
            for first, second, of_both in together:
                own = seen.of(first.fields)
                if own.all:
                    halves = _halved(first, own)
                    if halves is None:
                        found.append((first.spans[0], own))
                    else:
                        following.append(halves)
                if second is not None:
                    halves = None if own.all or of_both is None else _halved(second, of_both)
                    following.append(halves or _Halves(second))
        waiting = following
    return found


def fewest(spans: list[int], fields: int, trial: Trial) -> list[int]:
    """Leave out, in halves first, whatever need not be altered for fields to be read differently."""
    size = -(-len(spans) // 2)
    while True:
        place = 0
        while place < len(spans) and len(spans) > 1:
            rest = spans[:place] + spans[place + size :]
            seen = trial(rest) if rest else Difference(0, 0, 0)
            if fields & ~(seen.changed | seen.missing) == 0:
                spans = rest
            else:
                place += size
        if size == 1:
            return spans
        size = -(-size // 2)


def merged(suspects: Sequence[Suspect]) -> list[Suspect]:
    """Those that are suspected of the same fields as one, which is halved as long as it does something."""
    by_fields: dict[int, list[tuple[int, ...]]] = {}
    for suspect in suspects:
        by_fields.setdefault(suspect.fields, []).extend(suspect.spans)
    return [Suspect(tuple(spans), fields) for fields, spans in by_fields.items()]


def apart(suspects: Sequence[Suspicion]) -> list[list[Suspicion]]:
    """Put together those that are suspected of no field in common: those of most fields first, which fit least."""
    trials: list[list[Suspicion]] = []
    taken: list[int] = []
    for suspect in sorted(suspects, key=lambda each: -each.fields.bit_count()):
        for number, fields in enumerate(taken):
            if not fields & suspect.fields:
                trials[number].append(suspect)
                taken[number] |= suspect.fields
                break
        else:
            trials.append([suspect])
            taken.append(suspect.fields)
    return trials


def _halved(suspect: Suspect, does: Difference) -> _Halves | None:
    """The halves of a suspect; None for one that is altered as a whole."""
    bundles = suspect.spans
    middle = len(bundles) // 2
    if middle:
        parts = bundles[:middle], bundles[middle:]
    elif len(bundles[0]) > 1 and does.changed | does.missing:
        middle = len(bundles[0]) // 2
        parts = (bundles[0][:middle],), (bundles[0][middle:],)
    else:
        return None
    first, second = (Suspect(part, does.all) for part in parts)
    return _Halves(first, second, does)
