"""The search for evidence on one page, in the order in which most is found soonest."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.evidence.alteration import GENTLE, Alterable, Way, altered
from cryptodrug_scraper.explore.evidence.difference import FACTS, Difference, Reading
from cryptodrug_scraper.explore.evidence.search import Suspect, apart, suspects_cleared
from cryptodrug_scraper.explore.evidence.spans import spans_of
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["MOST_TRIALS", "PageSearch"]

MOST_TRIALS = 1500
"""Readings of one page; real ones take some hundreds."""
_FIRST_PARTS = 24
"""Parts into which a page is cut at first: fewer would nearly all be suspected of something."""
_LARGEST = 2_000_000
"""Bytes of a page above which nothing is sought: real ones have up to 200,000."""
_SOURCES = frozenset({"title", "category_id", "category_path"})
_SAMPLES = 8
_SAMPLE = 6
"""Of how many spans one is in a sample."""


class PageSearch:
    """
    The search on one page.

    Args:
        text: the page as UTF-8.
        context: its address and capture time.

    Attributes:
        found: for each field the numbers of the spans that are its words, its labels and its frame.
        outside: the fields that are read from the address, and from the capture time, as bits.
        trials: how often the page was read.
    """

    def __init__(self, text: bytes, context: PageContext) -> None:
        self.text = text
        self.context = context
        self.reading = Reading(parse_page(text, context))
        self.spans = spans_of(text) if len(text) <= _LARGEST else []
        self.trials = 0
        self.words, self.labels, self.frame = self.found = tuple(
            [set[int]() for _ in self.reading.fields] for _ in range(3)
        )
        self.outside = (0, 0)
        self._source = Alterable(text, self.spans)
        self._is_whole = True
        self._said = sum(
            1 << number for number, (place, name) in enumerate(self.reading.fields) if self.reading.is_said(place, name)
        )

    def run(self) -> bool:
        """Search; return whether the search came to its end before the bound on trials."""
        if self.reading.fields:
            self._look_outside()
            leaves = self._clear(list(self._first()), altered)
            for bundle, seen in leaves:
                self._keep(bundle, seen)
            self._look_at_values()
            self._look_gently(leaves)
            self._look_at_samples(leaves)
            self._hand_on_to_facts()
        return self._is_whole

    def _lacking(self) -> int:
        """The fields whose words are not found."""
        outside = self.outside[0] | self.outside[1]
        without = sum(1 << number for number, words in enumerate(self.words) if not words)
        return self._said & without & ~outside

    def _clear(self, suspects: Sequence[Suspect], how: Way) -> list[tuple[tuple[int, ...], Difference]]:
        trial = partial(self._without, how=how)
        leaves, is_whole = suspects_cleared(suspects, trial, MOST_TRIALS - self.trials)
        self._is_whole = self._is_whole and is_whole
        return leaves

    def _without(self, spans: list[int], how: Way) -> Difference:
        return self._read_again(self._source.without(spans, how), self.context)

    def _read_again(self, text: bytes, context: PageContext) -> Difference:
        self.trials += 1
        return self.reading.against(parse_page(text, context))

    def _keep(self, bundle: Sequence[int], seen: Difference) -> None:
        for fields, spans in zip(seen, self.found, strict=True):
            for number in self.reading.numbers(fields):
                spans[number].update(bundle)

    def _look_outside(self) -> None:
        url, captured = self.context.url, self.context.captured
        without_url, without_time = PageContext(None, captured), PageContext(url, None)
        self.outside = (
            0 if url is None else self._read_again(self.text, without_url).all,
            0 if captured is None else self._read_again(self.text, without_time).all,
        )

    def _first(self) -> Iterator[Suspect]:
        """What states something, in the order of the page; then the rest, all that is alike in one bundle."""
        alone: list[tuple[int, ...]] = []
        alike: dict[tuple[str, str | None, bytes], list[int]] = {}
        for number, span in enumerate(self.spans):
            if span.is_stated:
                alone.append((number,))
            else:
                alike.setdefault((span.tag, span.attribute, self.text[span.start : span.end]), []).append(number)
        yield from _in_parts(alone, self.reading.all)
        yield from _in_parts([tuple(bundle) for bundle in alike.values()], self.reading.all)

    def _look_at_values(self) -> None:
        """
        Alter the very value of a field, wherever it stands on the page: as an address that is there twice has it.
        """
        lacking = self._lacking()
        suspects: list[Suspect] = []
        values = {}
        for number in self.reading.numbers(lacking):
            place, name = self.reading.fields[number]
            value = self.reading.printed(place, name)
            if value is None:
                continue
            spans = tuple(
                n for n, s in enumerate(self.spans) if s.is_stated and value.search(self.text, s.start, s.end)
            )
            if spans:
                suspect = Suspect((spans,), 1 << number)
                values[suspect] = value
                suspects.append(suspect)
        for together in apart(list(values)):
            if self.trials >= MOST_TRIALS:
                self._is_whole = False
                return
            altered_page = self._source.without_values((each.spans[0], values[each]) for each in together)
            seen = self._read_again(altered_page, self.context)
            for each in together:
                self._keep(each.spans[0], Difference(seen.all & each.fields, 0, 0))

    def _look_gently(self, leaves: list[tuple[tuple[int, ...], Difference]]) -> None:
        """Alter in other ways what the records of fields are read from whose words have not been found."""
        touching = [
            (bundle, self.reading.of_same_records(seen.all))
            for bundle, seen in leaves
            if self.spans[bundle[0]].is_stated and not self._is_of_the_page(seen)
        ]
        for how in GENTLE:
            lacking = self._lacking()
            suspects = [Suspect((bundle,), fields & lacking) for bundle, fields in touching if fields & lacking]
            for bundle, seen in self._clear(suspects, how):
                self._keep(bundle, Difference(seen.changed, 0, 0))

    def _look_at_samples(self, leaves: list[tuple[tuple[int, ...], Difference]]) -> None:
        """
        Look at a few of the spans at a time: what stands in two places may be read from the other one, once all of one
        is altered.
        """
        lasting = {span for bundle, seen in leaves if self._is_of_the_page(seen) for span in bundle}
        others = [number for number in range(len(self.spans)) if number not in lasting]
        chance = random.Random(len(others))  # noqa: S311  # the same for the same page
        for _ in range(_SAMPLES):
            lacking = self._lacking() & ~sum(1 << number for number, labels in enumerate(self.labels) if labels)
            if not lacking:
                return
            sample = [(number,) for number in sorted(chance.sample(others, len(others) // _SAMPLE))]
            if sample:
                for bundle, seen in self._clear([Suspect(tuple(sample), lacking)], altered):
                    self._keep(bundle, Difference(seen.changed, seen.missing, 0))

    def _hand_on_to_facts(self) -> None:
        """What is normalised of a listing is worked out of its title and its category, whose words are found."""
        sources: dict[int, set[int]] = {}
        for words, (place, name) in zip(self.words, self.reading.fields, strict=True):
            if name in _SOURCES:
                sources.setdefault(place, set()).update(words)
        for words, (place, name) in zip(self.words, self.reading.fields, strict=True):
            if name in FACTS and not words:
                words.update(sources.get(place, ()))

    def _is_of_the_page(self, seen: Difference) -> bool:
        return seen.vanished.bit_count() * 3 > len(self.reading.fields)


def _in_parts(bundles: list[tuple[int, ...]], fields: int) -> Iterator[Suspect]:
    size = max(1, -(-len(bundles) // _FIRST_PARTS))
    for start in range(0, len(bundles), size):
        yield Suspect(tuple(bundles[start : start + size]), fields)
