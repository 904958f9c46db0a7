"""The search for evidence on one page, in the order in which most is found soonest."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.evidence.alteration import GENTLE, Alterable, Way, altered, blank
from cryptodrug_scraper.explore.evidence.difference import FACTS, Difference, Reading, value_pattern
from cryptodrug_scraper.explore.evidence.search import Suspect, apart, suspects_cleared
from cryptodrug_scraper.explore.evidence.spans import spans_of
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext

if TYPE_CHECKING:
    import re
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

__all__ = ["MOST_TRIALS", "PageSearch"]

MOST_TRIALS = 1500
"""Readings of one page; real ones take some hundreds."""
_FIRST_PARTS = 24
"""Parts into which a page is cut at first: fewer would nearly all be suspected of something."""
_LARGEST = 2_000_000
"""Bytes of a page above which nothing is sought: real ones have up to 200,000."""
_TITLES = frozenset({"title", "category_id", "category_path"})
_MOST_PLACES = 24
"""Places of a value of which it is tried whether they are needed."""
_NEAR = 8
_MOST_NEAR = 250
"""Spans around the words of a record among which those of its other fields are sought, and how many in all."""
_SHORT = len(value_pattern("").pattern) + 3
_MOST_ALONE = 200
"""Values that are altered one by one, where altering several together told nothing of them."""
_SAMPLES: tuple[tuple[int, Way], ...] = (
    *((6, altered), (6, blank), (3, altered), (3, blank)),
    *((2, altered), (2, blank), (1, altered), (1, blank)),
)
"""Of how many spans one is in each sample, and how they are altered."""


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
        self._alone = _MOST_ALONE
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
            self._look_nearby()
            self._hand_on()
            self._tell_looks_from_words()
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

    def _keep(self, bundle: Collection[int], seen: Difference) -> None:
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
        values: dict[Suspect, re.Pattern[bytes]] = {}
        for number in self.reading.numbers(lacking):
            place, name = self.reading.fields[number]
            value = self.reading.printed(place, name)
            if value is None:
                continue
            places = tuple(n for n, span in enumerate(self.spans) if value.search(self.text, span.start, span.end))
            if places:
                values[Suspect((places,), 1 << number)] = value
        joint: dict[Suspect, Collection[int]] = {}
        for is_short in (False, True):  # those of one or two digits stand at many places
            those = [each for each, value in values.items() if (len(value.pattern) < _SHORT) == is_short]
            for each in self._changing(values, {each: each.spans[0] for each in those}):
                joint[each] = each.spans[0]
        for turn in range(min(_MOST_PLACES, max((len(spans) for spans in joint.values()), default=0))):
            less: dict[Suspect, Collection[int]] = {
                each: [span for span in spans if span != each.spans[0][turn]]
                for each, spans in joint.items()
                if turn < len(each.spans[0]) and len(spans) > 1
            }
            for each in self._changing(values, less):
                joint[each] = less[each]
        for each, spans in joint.items():
            self._keep(spans, Difference(each.fields, 0, 0))
        for each in values:  # what makes a record go, and has the value in it, is where the value stands
            number = each.fields.bit_length() - 1
            if not self.words[number]:
                self.words[number].update((self.labels[number] | self.frame[number]).intersection(each.spans[0]))

    def _changing(
        self, values: Mapping[Suspect, re.Pattern[bytes]], spans: Mapping[Suspect, Collection[int]]
    ) -> Iterator[Suspect]:
        """Those whose field is read differently once its value is altered in these spans."""
        for together in apart(list(spans)):
            seen = self._try_values(values, spans, together)
            is_clear = not self._is_of_the_page(seen) or len(together) == 1
            for each in together:
                if is_clear and seen.all & each.fields:
                    yield each
                elif len(together) > 1 and self._alone > 0:  # another may hide what this one does
                    self._alone -= 1
                    if self._try_values(values, spans, [each]).all & each.fields:
                        yield each

    def _try_values(
        self,
        values: Mapping[Suspect, re.Pattern[bytes]],
        spans: Mapping[Suspect, Iterable[int]],
        together: Sequence[Suspect],
    ) -> Difference:
        if self.trials >= MOST_TRIALS:
            self._is_whole = False
            return Difference(0, 0, 0)
        page = self._source.without_values((spans[each], values[each]) for each in together)
        return self._read_again(page, self.context)

    def _look_gently(self, leaves: list[tuple[tuple[int, ...], Difference]]) -> None:
        """Alter in other ways what the records of fields are read from whose words have not been found."""
        touching = [
            (bundle, self.reading.of_same_records(seen.all))
            for bundle, seen in leaves
            if not self._is_of_the_page(seen)
        ]
        for how in GENTLE:
            lacking = self._lacking()
            suspects = [Suspect((bundle,), fields & lacking) for bundle, fields in touching if fields & lacking]
            for bundle, seen in self._clear(suspects, how):
                self._keep(bundle, Difference(seen.changed, 0, 0))

    def _look_at_samples(self, leaves: list[tuple[tuple[int, ...], Difference]]) -> None:
        """
        Alter many spans at a time, and then fewer of them: what can be read from several places is read otherwise only
        if all of these are altered, and what is altered in too many places may be gone.
        """
        lasting = {span for bundle, seen in leaves if self._is_of_the_page(seen) for span in bundle}
        others = [number for number in range(len(self.spans)) if number not in lasting]
        chance = random.Random(len(others))  # noqa: S311  # the same for the same page
        for part, how in _SAMPLES:
            lacking = self._lacking() & ~sum(1 << number for number, labels in enumerate(self.labels) if labels)
            if not lacking:
                return
            sample = sorted(chance.sample(others, len(others) // part))
            seen = self._try(sample, how)
            for number in self.reading.numbers((seen.changed | seen.missing) & lacking):
                if self.words[number] or self.labels[number]:
                    continue
                spans = self._fewest(sample, 1 << number, how)
                seen = self._try(spans, how)
                changed, missing = seen.changed & lacking, seen.missing & lacking
                if not any(self.spans[span].is_stated for span in spans):  # how elements look says nothing itself
                    changed, missing = 0, changed | missing
                self._keep(spans, Difference(changed, missing, 0))

    def _look_nearby(self) -> None:
        """Alter, one by one, what stands around the words of the same record: others may have had its number before."""
        lacking = self._lacking()
        around: dict[int, set[int]] = {}
        for number, known in enumerate(self.words):
            own = self.reading.of_same_records(1 << number) & lacking
            if own and len(known) <= _MOST_PLACES:
                near = (range(max(0, span - _NEAR), min(len(self.spans), span + _NEAR)) for span in known)
                around.setdefault(own, set()).update(*near)
        suspects = [
            Suspect(((span,),), fields)
            for fields, near_by in around.items()
            if len(near_by) <= _MOST_NEAR
            for span in sorted(near_by)
        ]
        for how in (blank, altered):
            for bundle, seen in self._clear(suspects, how):
                self._keep(bundle, Difference(seen.changed, seen.missing, 0))

    def _try(self, spans: list[int], how: Way) -> Difference:
        if self.trials >= MOST_TRIALS:
            self._is_whole = False
            return Difference(0, 0, 0)
        return self._without(spans, how)

    def _fewest(self, spans: list[int], fields: int, how: Way) -> list[int]:
        """Leave out, in halves first, whatever need not be altered for a field to be read differently."""
        size = -(-len(spans) // 2)
        while True:
            place = 0
            while place < len(spans) and len(spans) > 1:
                rest = spans[:place] + spans[place + size :]
                seen = self._try(rest, how) if rest else Difference(0, 0, 0)
                if (seen.changed | seen.missing) & fields:
                    spans = rest
                else:
                    place += size
            if size == 1:
                return spans
            size = -(-size // 2)

    def _tell_looks_from_words(self) -> None:
        """How an element looks labels what it says: it is the words themselves only where there are no others."""
        for words, labels in zip(self.words, self.labels, strict=True):
            looks = {number for number in words if not self.spans[number].is_stated}
            if looks != words:
                words.difference_update(looks)
                labels.update(looks)

    def _hand_on(self) -> None:
        """What is worked out of other fields has their words, where no others are found."""
        titles: dict[int, set[int]] = {}
        prices: list[set[int]] = []
        for words, (place, name) in zip(self.words, self.reading.fields, strict=True):
            if name in _TITLES:
                titles.setdefault(place, set()).update(words)
            elif name == "price":
                prices.append(words)
        for words, (place, name) in zip(self.words, self.reading.fields, strict=True):
            if not words and name in FACTS:
                words.update(titles.get(place, ()))
            elif not words and name == "display_currency" and prices:
                words.update(prices[0])

    def _is_of_the_page(self, seen: Difference) -> bool:
        return seen.vanished.bit_count() * 3 > len(self.reading.fields)


def _in_parts(bundles: list[tuple[int, ...]], fields: int) -> Iterator[Suspect]:
    size = max(1, -(-len(bundles) // _FIRST_PARTS))
    for start in range(0, len(bundles), size):
        yield Suspect(tuple(bundles[start : start + size]), fields)
