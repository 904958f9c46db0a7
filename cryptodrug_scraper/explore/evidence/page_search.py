"""The search for evidence on one page, in the order in which most is found soonest."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.evidence.alteration import GENTLE, Alterable, Way, altered, blank, longer
from cryptodrug_scraper.explore.evidence.budget import Budget
from cryptodrug_scraper.explore.evidence.difference import FACTS, Difference, Reading, value_pattern
from cryptodrug_scraper.explore.evidence.search import Suspect, Trial, apart, fewest, in_parts, suspects_cleared
from cryptodrug_scraper.explore.evidence.spans import spans_of
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["PageSearch", "read"]

_LARGEST = 2_000_000
"""Bytes of a page above which nothing is sought: real ones have up to 200,000."""
_CATEGORY = frozenset({"category_id", "category_path"})
_TITLES = _CATEGORY | {"title"}
_WHOLLY = re.compile(rb".+", re.DOTALL)
_MOST_PLACES = 24
"""Places of a value of which it is tried whether they are needed."""
_NEAR = 8
_MOST_NEAR = 250
"""Spans around the words of a record among which those of its other fields are sought, and how many in all."""
_SHORT = len(value_pattern("").pattern) + 3
_MOST_BARREN = 3
"""Times that values are halved again after nothing was seen of any of them."""
_MOST_ALONE = 200
"""Trials of some values by themselves, where altering them with others told nothing of them."""
_WHOLE: tuple[Way, ...] = (altered, blank)
_MOST_WHOLE = 12
"""Fields whose whole records are altered before other ways are tried on them."""
_BESIDE = (-2, -1, 1, 2)
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
        wanted: the places of the records whose words are sought; None for those of all.
        budget: what may be done.

    Attributes:
        found: for each field the numbers of the spans that are its words, its labels and its frame.
        outside: the fields that are read from the address, and from the capture time, as bits.
        lasting: the numbers of the spans without which the page is no longer recognised.
    """

    def __init__(
        self, text: bytes, context: PageContext, wanted: range | None = None, budget: Budget | None = None
    ) -> None:
        self.text = text
        self.context = context
        self.budget = budget or Budget()
        self.reading = Reading(read(text, context, self.budget), wanted)
        self._sought = self.reading.all
        self.spans = spans_of(text) if len(text) <= _LARGEST else []
        self.words, self.labels, self.frame = self.found = tuple(
            [set[int]() for _ in self.reading.fields] for _ in range(3)
        )
        self.outside = (0, 0)
        self._source = Alterable(text, self.spans)
        self._starts = [span.start for span in self.spans]
        self._lowered = text.lower()
        self.lasting: set[int] = set()
        self._joint: set[int] = set()
        self._alone = _MOST_ALONE
        self._said = self._sought & sum(
            1 << number for number, (place, name) in enumerate(self.reading.fields) if self.reading.is_said(place, name)
        )

    def run(self) -> None:
        """Search, as far as the budget goes."""
        if self._sought:
            self._look_outside()
            leaves = self._clear(list(self._first()), altered)
            for bundle, seen in leaves:
                self._keep(bundle, seen)
                if self._is_of_the_page(seen):
                    self.lasting.update(bundle)
            self._look_at_values()
            self._look_at_facts()
            self._hand_on()
            self._look_at_whole_records(_MOST_WHOLE)
            self._look_gently(leaves)
            self._look_at_whole_records(len(self.reading.fields))
            self._look_at_samples()
            self._look_nearby()
            self._tell_looks_from_words()

    def _lacking(self) -> int:
        """The fields whose words are not found."""
        outside = self.outside[0] | self.outside[1]
        without = sum(1 << number for number, words in enumerate(self.words) if not words)
        return self._said & without & ~outside

    def _clear(self, suspects: Sequence[Suspect], how: Way) -> list[tuple[tuple[int, ...], Difference]]:
        trial = partial(self._without, how=how)
        return suspects_cleared(suspects, trial, self.budget.is_left)

    def _without(self, spans: list[int], how: Way) -> Difference:
        return self.read_again(self._source.without(spans, how), self.context)

    def read_again(self, text: bytes, context: PageContext | None = None) -> Difference:
        """Compare the page with another text, read in the same context or in another."""
        return self.reading.against(read(text, context or self.context, self.budget))

    def _keep(self, bundle: Collection[int], seen: Difference) -> None:
        for fields, spans in zip(seen[:-1], self.found, strict=True):
            for number in self.reading.numbers(fields & self._sought):
                spans[number].update(bundle)

    def _look_outside(self) -> None:
        url, captured = self.context.url, self.context.captured
        without_url, without_time = PageContext(None, captured), PageContext(url, None)
        self.outside = (
            0 if url is None else self.read_again(self.text, without_url).all,
            0 if captured is None else self.read_again(self.text, without_time).all,
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
        yield from in_parts(alone, self._sought)
        yield from in_parts([tuple(bundle) for bundle in alike.values()], self._sought)

    def _look_at_values(self) -> None:
        """Alter the very value of a field, wherever it stands on the page: as an address that is there twice has it."""
        lacking = self._lacking()
        values: dict[Suspect, re.Pattern[bytes]] = {}
        places_of: dict[str, tuple[int, ...]] = {}
        for number in self.reading.numbers(lacking):
            place, name = self.reading.fields[number]
            value = self.reading.printed(place, name)
            if value is None:
                continue
            if value not in places_of:
                places_of[value] = self._places(value)
            places = places_of[value]
            telling = (self.labels[number] | self.frame[number]).intersection(places) - self.lasting
            telling = {span for span in telling if self.spans[span].is_stated}
            if telling:  # what makes a field or its record go, and has the value in it, is where the value stands
                self.words[number].update(telling)
            elif places:
                values[Suspect((places,), 1 << number)] = value_pattern(value)
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
            for each in self._changing(values, less, is_first=False):
                joint[each] = less[each]
        for each, spans in joint.items():
            self._keep(spans, Difference(each.fields, 0, 0))

    def _places(self, value: str) -> tuple[int, ...]:
        """The spans in which a value stands as a word; that it stands there at all is found out first."""
        letters, pattern = value.encode().lower(), value_pattern(value)
        places: dict[int, None] = {}
        at = self._lowered.find(letters)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            if number >= 0 and pattern.search(self.text, at, self.spans[number].end):
                places[number] = None
            at = self._lowered.find(letters, at + 1)
        return tuple(places)

    def _changing(
        self,
        values: Mapping[Suspect, re.Pattern[bytes]],
        spans: Mapping[Suspect, Collection[int]],
        *,
        is_first: bool = True,
    ) -> Iterator[Suspect]:
        """
        Those whose field is read differently once its value is altered in these spans. What others do may hide what one
        does: at first, one that did nothing is tried with fewer of them.
        """
        waiting = [(group, 0) for group in apart(list(spans))]
        while waiting:
            together, barren = waiting.pop()
            seen = self._try_values(values, spans, together)
            is_clear = not self._is_of_the_page(seen) or len(together) == 1
            changing = [each for each in together if is_clear and seen.all & each.fields]
            yield from changing
            known = set(changing)
            hidden = [each for each in together if each not in known]
            barren = 0 if changing else barren + 1
            may_be_hidden = seen.all if is_first else not is_clear
            if len(together) > 1 and hidden and may_be_hidden and barren < _MOST_BARREN and self._alone > 0:
                self._alone -= 2
                middle = -(-len(hidden) // 2)
                waiting += [(half, barren) for half in (hidden[:middle], hidden[middle:]) if half]

    def _try_values(
        self,
        values: Mapping[Suspect, re.Pattern[bytes]],
        spans: Mapping[Suspect, Iterable[int]],
        together: Sequence[Suspect],
    ) -> Difference:
        return self._tried(self._source.without_values((spans[each], values[each]) for each in together))

    def _look_gently(self, leaves: list[tuple[tuple[int, ...], Difference]]) -> None:
        """Alter in other ways what the records of fields are read from whose words have not been found."""
        labelled = sum(1 << number for number, labels in enumerate(self.labels) if labels)
        touching = [
            (bundle, seen.all | self.reading.of_same_records(seen.all) & ~labelled)
            for bundle, seen in leaves
            if not self._is_of_the_page(seen)
        ]
        for how in GENTLE:
            lacking = self._lacking()
            suspects = [Suspect((bundle,), fields & lacking) for bundle, fields in touching if fields & lacking]
            for bundle, seen in self._clear(suspects, how):
                self._keep(bundle, Difference(seen.changed, 0, 0))

    def _look_at_samples(self) -> None:
        """
        Alter many spans at a time, and then fewer of them: what can be read from several places is read otherwise only
        if all of these are altered, and what is altered in too many places may be gone.
        """
        others = [number for number in range(len(self.spans)) if number not in self.lasting]
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
                spans = fewest(sample, 1 << number, partial(self._try, how=how))
                seen = self._try(spans, how)
                changed, missing = seen.changed & lacking, seen.missing & lacking
                if not any(self.spans[span].is_stated for span in spans):  # how elements look says nothing itself
                    changed, missing = 0, changed | missing
                self._keep(spans, Difference(changed, missing, 0))

    def _look_nearby(self) -> None:
        """Alter, one by one, what stands around the words of the same record: others may have had its number before."""
        lacking = self._lacking() & ~sum(1 << number for number, labels in enumerate(self.labels) if labels)
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
        for how in (blank, altered, longer):
            lacking = self._lacking()
            left = [Suspect(each.spans, each.fields & lacking) for each in suspects if each.fields & lacking]
            for bundle, seen in self._clear(left, how):
                self._keep(bundle, Difference(seen.changed, seen.missing, 0))

    def _try(self, spans: list[int], how: Way) -> Difference:
        return self._tried(self._source.without(spans, how))

    def _tried(self, page: bytes) -> Difference:
        """Read an altered page, as long as the bound on trials allows it."""
        if not self.budget.is_left():
            return Difference(0, 0, 0)
        return self.read_again(page, self.context)

    def _tell_looks_from_words(self) -> None:
        """How an element looks labels what it says: it is the words themselves only where they go together."""
        for field, (words, labels) in enumerate(zip(self.words, self.labels, strict=True)):
            looks = {number for number in words if not self.spans[number].is_stated}
            if looks != words and field not in self._joint:
                words.difference_update(looks)
                labels.update(looks)

    def _look_at_facts(self) -> None:
        """
        What is normalised of a listing is worked out of its title and category: alter the words of these and, where
        that changes nothing, wherever else on the page they stand.
        """
        self._doubt_facts()
        fields = (self.reading.fields[number] for number in self.reading.numbers(self._lacking()))
        for place in sorted({place for place, name in fields if name in FACTS}):
            for how in _WHOLE:
                own = self.reading.named(place, FACTS) & self._lacking()
                known = sorted(self._words_of(place, _TITLES))
                seen = self._try(known, how) if own and known else Difference(0, 0, 0)
                for number in self.reading.numbers((seen.changed | seen.missing) & own):
                    self.words[number].update(known)
            own = self.reading.named(place, FACTS) & self._lacking()
            said = [(self._places(text), value_pattern(text)) for text in self.reading.strings(place, _CATEGORY)]
            said.append((tuple(self._words_of(place, {"title"})), _WHOLLY))
            self._alter_together({span for spans, _ in said for span in spans}, own, partial(self._without_said, said))

    def _doubt_facts(self) -> None:
        """
        A class that both title and category tell changes with one of them only while the other is altered too, as it is
        for another listing: take away words that change nothing by themselves.
        """
        for number, (place, name) in enumerate(self.reading.fields):
            words = self.words[number]
            if name in FACTS and words & self._words_of(place, {"title"}) and words & self._words_of(place, _CATEGORY):
                seen = self._try(sorted(words), altered)
                if not (seen.changed | seen.missing) >> number & 1:
                    words.clear()

    def _words_of(self, place: int, names: Collection[str]) -> set[int]:
        """The words of some fields of a record."""
        return set().union(*(self.words[number] for number in self.reading.numbers(self.reading.named(place, names))))

    def _hand_on(self) -> None:
        """What is normalised of a listing has the words of its title and category, where no others are found."""
        for number in self.reading.numbers(self._lacking()):
            place, name = self.reading.fields[number]
            if name in FACTS:
                self.words[number] |= self._words_of(place, _TITLES)

    def _look_at_whole_records(self, most: int) -> None:
        """
        Alter all that a record is read from, for values that stand nowhere on the page, if they are not too many: what
        is worked out of several other fields changes only with all of these; a site's currency is that of all prices.
        """
        unprinted = []
        for number in self.reading.numbers(self._lacking()):
            value = self.reading.printed(*self.reading.fields[number])
            if value is None or not self._places(value):
                unprinted.append(number)
        for number in unprinted if len(unprinted) <= most else ():
            place, name = self.reading.fields[number]
            if name == "display_currency":
                named = zip(self.words, self.reading.fields, strict=True)
                sources = {span for words, (_, of) in named if of == "price" for span in words}
                self._alter_together(sources, 1 << number, is_needed=True)
            else:
                own = self.reading.numbers(self.reading.of_record(place))
                sources = {span for each in own for span in self.words[each] | self.labels[each]}
                sources.update(span + step for span in tuple(sources) for step in _BESIDE)
                sources -= self.lasting
                self._alter_together(sources.intersection(range(len(self.spans))), 1 << number)

    def _without_said(self, said: Sequence[tuple[Collection[int], re.Pattern[bytes]]], spans: list[int]) -> Difference:
        chosen = set(spans)
        return self._tried(self._source.without_values((chosen.intersection(those), value) for those, value in said))

    def _alter_together(self, spans: Collection[int], fields: int, *trials: Trial, is_needed: bool = False) -> None:
        """Keep the fewest of some spans, or all that are needed, without which fields are read otherwise."""
        sources = sorted(spans)
        for trial in trials or [partial(self._try, how=how) for how in _WHOLE]:
            seen = trial(sources) if sources and fields else Difference(0, 0, 0)
            changed = (seen.changed | seen.missing) & fields
            if changed:
                self._keep(sources if is_needed else fewest(sources, changed, trial), Difference(changed, 0, 0))
                self._joint.update(self.reading.numbers(changed))
                fields &= ~changed

    def _is_of_the_page(self, seen: Difference) -> bool:
        return seen.is_of_page or seen.vanished.bit_count() * 3 > self.reading.size


def read(text: bytes, context: PageContext, budget: Budget) -> ParsedPage:
    """Read a page, and count it."""
    budget.note(text)
    return parse_page(text, context)
