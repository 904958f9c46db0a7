"""
Find what each field is read from: alter in halves, again and again, and many fields at a time.

Each half of the page is suspected of a field until the field stays the same without it. Two halves that are suspected
of no field in common are altered in one trial, since what each of them changes can be told apart. So a page with a
hundred rows, each read from its own words, takes little more trials than one with a single row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.explore.evidence.difference import Difference

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Suspect", "apart", "suspects_cleared"]


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


def suspects_cleared(
    suspects: Sequence[Suspect], trial: Callable[[list[int]], Difference], most: int
) -> tuple[list[tuple[tuple[int, ...], Difference]], bool]:
    """
    Find the spans without which fields are read differently.

    Args:
        suspects: what to begin with. All evidence of a field must lie in those that are suspected of it.
        trial: reads the page with some spans altered.
        most: how many trials may be made.

    Returns:
        the bundles, nearly all of one span, with what each does; and whether all were found before the trials ran out.
    """
    found: list[tuple[tuple[int, ...], Difference]] = []
    left = most
    while suspects:
        halves: list[Suspect] = []
        for together in apart(suspects):
            if not left:
                return found, False
            left -= 1
            seen = trial([span for suspect in together for bundle in suspect.spans for span in bundle])
            for suspect in together:
                own = Difference(*(part & suspect.fields for part in seen))
                if not own.all:
                    continue
                if len(suspect.spans) > 1:
                    middle = len(suspect.spans) // 2
                    parts = suspect.spans[:middle], suspect.spans[middle:]
                elif len(suspect.spans[0]) > 1 and own.changed | own.missing:
                    bundle = suspect.spans[0]
                    middle = len(bundle) // 2
                    parts = (bundle[:middle],), (bundle[middle:],)
                else:
                    found.append((suspect.spans[0], own))
                    continue
                halves += (Suspect(part, own.all) for part in parts)
        suspects = halves
    return found, True


def apart(suspects: Sequence[Suspect]) -> list[list[Suspect]]:
    """Put together those that are suspected of no field in common."""
    trials: list[list[Suspect]] = []
    taken: list[int] = []
    for suspect in suspects:
        for number, fields in enumerate(taken):
            if not fields & suspect.fields:
                trials[number].append(suspect)
                taken[number] |= suspect.fields
                break
        else:
            trials.append([suspect])
            taken.append(suspect.fields)
    return trials
