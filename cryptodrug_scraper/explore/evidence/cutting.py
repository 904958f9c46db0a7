"""
The words of fields cut out of the texts and attributes in which they stand: "10g" of a title, one name of an address.

What is found by altering whole texts says where a value is read from; a person would mark less of it. Where a value
stands as it is printed, that is its words. Where it is worked out, as a weight of a title, or said in other words, as
a day, the text is altered word by word, as the page was altered text by text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.evidence.alteration import altered, blank
from cryptodrug_scraper.explore.evidence.difference import FACTS, Difference
from cryptodrug_scraper.explore.evidence.printed import patterns_of
from cryptodrug_scraper.explore.evidence.search import Suspect, fewest, merged, suspects_cleared
from cryptodrug_scraper.explore.evidence.stretches import Stretch, closed, joined, runs_of, told_by, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cryptodrug_scraper.explore.evidence.alteration import Way
    from cryptodrug_scraper.explore.evidence.page_search import PageSearch
    from cryptodrug_scraper.explore.evidence.spans import Span

__all__ = ["Cut", "cut_of"]

_NUMBER = re.compile(rb"[\d.,]+")
_MOST_WORDS = 400
"""Of one text: of a longer one all is marked."""
_MOST_PLACES = 24
_MANY = 3
"""Numbers that make a table."""
_BESIDE = 12
"""Texts before and after the words of a record among which its values are looked for once more."""
_MOST_ALSO = 6
_MOST_NEAR = 200
_SHORTEST = 4
"""Characters of a value that is looked for in other texts: a shorter one stands there by chance."""
_LONGEST_LABEL = 60
_CATEGORY = ("category_id", "category_path")


@dataclass(slots=True)
class Cut:
    """
    The evidence of one field, cut to its words.

    Attributes:
        words: where its value stands, as far as the reader took it from there.
        also: where it stands too, so that a person would read it there; the reader took it from elsewhere.
        labels: what says what the value is.
    """

    words: list[Span] = field(default_factory=list)
    also: list[Span] = field(default_factory=list)
    labels: list[Span] = field(default_factory=list)


def cut_of(search: PageSearch) -> list[Cut]:
    """Return the evidence of each field that a search has found, cut to its words; by the number of the field."""
    return _Cutting(search).run()


class _Cutting:
    """
    The state of cutting one page.

    Args:
        search: what was found on it.
    """

    def __init__(self, search: PageSearch) -> None:
        self._search = search
        self._reading = search.reading
        self._spans = search.spans
        self._text = search.text
        self._values = [self._reading.value(place, name) for place, name in self._reading.fields]
        self._words = [set(spans) for spans in search.words]
        self._labels = [set(spans) for spans in search.labels]
        self._cut: list[dict[int, list[Stretch]]] = [{} for _ in self._values]
        self._also: list[dict[int, list[Stretch]]] = [{} for _ in self._values]
        self._facts = {number for number, (_, name) in enumerate(self._reading.fields) if name in FACTS}
        self._numbers: dict[tuple[int, str], int] = {key: number for number, key in enumerate(self._reading.fields)}

    def run(self) -> list[Cut]:
        """Cut all fields."""
        unclear: list[tuple[int, int]] = []
        for number in range(len(self._values)):
            if number not in self._facts:
                self._take_printed(number)
                self._take_from_labels(number)
                unclear += ((number, span) for span in self._words[number] - self._cut[number].keys())
        self._choose_among_many()
        self._cut_by_word(unclear)
        self._cut_facts()
        self._share_steps()
        for number in range(len(self._values)):
            self._note_others(number)
        return [self._done(number) for number in range(len(self._values))]

    def _hits(self, span: int, patterns: Sequence[re.Pattern[bytes]]) -> list[list[Stretch]]:
        """Where each of some patterns stands in a span."""
        start, end = self._spans[span].start, self._spans[span].end
        own = self._text[start:end]
        return [
            [(start + a, start + b) for a, b in (found.span() for found in each.finditer(own))] for each in patterns
        ]

    def _take_printed(self, number: int) -> None:
        """Take for words what has a part of the value in it; what has none of it only says what the value is."""
        patterns = patterns_of(self._values[number])
        if not patterns:
            return
        known = self._words[number]
        by_span = {span: self._hits(span, patterns) for span in known}
        with_parts = {span: hits for span, hits in by_span.items() if any(hits)}
        if not any(self._spans[span].is_stated for span in with_parts):
            printed = self._reading.printed(*self._reading.fields[number])
            found = self._read_in_several(number, patterns_of(printed) or patterns)
            if found:
                self._labels[number] |= known - found.keys()
                with_parts = {span: [[each] for each in stretches] for span, stretches in found.items()}
        pure = {span for span, hits in with_parts.items() if self._trimmed(span) in chain(*hits)}
        if len(pure) >= _MANY and 4 * len(pure) >= 3 * len(with_parts):  # numbers of a table, and none of its heads
            with_parts = {span: hits for span, hits in with_parts.items() if span in pure}
        if with_parts:
            self._labels[number] |= known - with_parts.keys()
            self._words[number] = set(with_parts)
            for span, hits in with_parts.items():
                self._cut[number][span] = joined(stretch for each in hits for stretch in each)

    def _read_in_several(self, number: int, patterns: Sequence[re.Pattern[bytes]]) -> dict[int, list[Stretch]]:
        """
        The places of a value that is read the same where one of them is altered, and otherwise where all are: any of
        them gives it.
        """
        bit = 1 << number
        places: dict[int, list[Stretch]] = {}
        for pattern in patterns:
            for found in pattern.finditer(self._text):
                span = bisect_left(self._spans, found.end(), key=lambda each: each.end)
                if span < len(self._spans) and span not in self._search.lasting:
                    within = self._spans[span]
                    if within.is_stated and within.start <= found.start():
                        places.setdefault(span, []).append(found.span())
        if not places or len(places) > _MOST_PLACES:
            return {}
        if not self._alters(places, bit):
            return {}
        if len(patterns) == 1:
            for span in list(places):
                rest = {each: stretches for each, stretches in places.items() if each != span}
                if rest and self._alters(rest, bit):
                    places = rest
        return places

    def _alters(self, places: Mapping[int, Iterable[Stretch]], fields: int) -> int:
        """Which of some fields are read otherwise once stretches are altered."""
        seen = self._without([each for those in places.values() for each in those], altered)
        return 0 if seen.is_of_page else (seen.changed | seen.missing) & fields

    def _without(self, stretches: Iterable[Stretch], how: Way) -> Difference:
        """Read the page with some stretches altered, as long as the bound on readings allows it."""
        if not self._search.budget.is_left():
            return Difference(0, 0, 0)
        pieces: list[bytes] = []
        at = 0
        for start, end in joined(stretches):
            pieces += self._text[at:start], how(self._text[start:end])
            at = end
        return self._search.read_again(b"".join([*pieces, self._text[at:]]))

    def _take_from_labels(self, number: int) -> None:
        """
        What is only there or not, as an exclusion, has no word that gives it another value: the words of its record
        without which it is not there are its words; failing that, signs by which things look.
        """
        place, name = self._reading.fields[number]
        if self._words[number] or not self._reading.is_said(place, name) or name.endswith("_step"):
            return
        own = self._reading.numbers(self._reading.of_record(place))
        of_others = set[int]().union(*(self._search.words[other] for other in own if other != number))
        told = self._labels[number] & of_others
        told = told or {span for span in self._labels[number] if not self._spans[span].is_stated}
        if told:
            self._words[number] = told if len(told) == 1 else {max(told)}
            self._labels[number] -= self._words[number]

    def _choose_among_many(self) -> None:
        """Of a number that stands twice in one text, as in "page 1/1", take the one that is read."""
        doubtful: list[tuple[int, int]] = []
        for number, places in enumerate(self._cut):
            many = [span for span, stretches in places.items() if len(stretches) > 1]
            patterns = patterns_of(self._values[number]) if many else []
            doubtful += ((number, span) for span in many if any(len(hits) > 1 for hits in self._hits(span, patterns)))
        found = self._tried((each, 1 << number) for number, span in doubtful for each in self._cut[number][span])
        for number, span in doubtful:
            kept = [each for each in self._cut[number][span] if _does(found, each, number)]
            self._cut[number][span] = kept or self._cut[number][span]
        for places in self._cut:
            for span, stretches in places.items():
                places[span] = closed(self._text, stretches)

    def _cut_by_word(self, unclear: Sequence[tuple[int, int]]) -> None:
        """Alter texts word by word, for what is not printed in them as it is."""
        words = {span: words_in(self._text, self._spans[span].start, self._spans[span].end) for _, span in unclear}
        many = [(number, span) for number, span in unclear if 1 < len(words[span]) <= _MOST_WORDS]
        found = self._tried((each, 1 << number) for number, span in many for each in words[span])
        for number, span in unclear:
            if len(words[span]) == 1:
                self._cut[number][span] = words[span]
            elif len(words[span]) <= _MOST_WORDS:
                changing = [each for each in words[span] if _does(found, each, number)]
                if changing:
                    self._cut[number][span] = told_by(self._text, words[span], changing)

    def _tried(
        self, suspected: Iterable[tuple[Stretch, int]], how: Way = altered, besides: Sequence[Stretch] = ()
    ) -> dict[Stretch, Difference]:
        """Alter stretches, each suspected of some fields, and others with all of them; return what each does."""
        fields: dict[Stretch, int] = {}
        for stretch, own in suspected:
            fields[stretch] = fields.get(stretch, 0) | own
        order = sorted(fields)
        suspects = [Suspect(((place,),), fields[each]) for place, each in enumerate(order)]

        def trial(chosen: list[int]) -> Difference:
            return self._without([*(order[each] for each in chosen), *besides], how)

        cleared = suspects_cleared(merged(suspects), trial, self._search.budget.is_left)
        return {order[bundle[0]]: seen for bundle, seen in cleared}

    def _cut_facts(self) -> None:
        """What is normalised of a listing: the words of its title and of its category that decide it."""
        if not self._facts:
            return
        of_titles: list[tuple[Stretch, int]] = []
        ids: dict[int, list[Stretch]] = {}
        names: dict[int, list[Stretch]] = {}
        for number in self._facts:
            place, _ = self._reading.fields[number]
            of_titles += ((each, 1 << number) for each in self._said(place, "title", as_words=True))
            if place not in ids:
                ids[place], names[place] = (self._said(place, name) for name in _CATEGORY)
        all_ids = [each for those in ids.values() for each in those]
        all_categories = [*all_ids, *(each for those in names.values() for each in those)]
        titles = [each for each, _ in of_titles]
        alone = self._tried(of_titles)
        by_id = self._without(all_ids, altered).otherwise if all_ids else 0
        by_category = self._without(all_categories, altered).otherwise | by_id
        with_titles = self._without(titles, altered).otherwise
        with_both = self._without([*titles, *all_categories], altered).otherwise & ~with_titles
        told = {number: [each for each in alone if _does(alone, each, number)] for number in self._facts}
        unsure = {number for number, those in told.items() if not those and not by_category >> number & 1}
        by_title = self._told_besides(of_titles, all_categories, unsure, altered)
        rest = {number for number in self._facts - unsure if not told[number]}
        more_by_title = self._told_besides(of_titles, all_categories, rest, blank)
        elsewhere: list[tuple[int, int]] = []
        for number in sorted(self._facts):
            place, name = self._reading.fields[number]
            category = names[place][-1:] or ids[place] if (by_category | with_both) >> number & 1 else []
            title = told[number] or by_title.get(number, [])
            words, also = title, category
            if number in rest or (name == "drug_class" and self._reading.value(place, "class_source") != "title"):
                words, also = category, title or more_by_title.get(number, [])
            words, also = (words, also) if words else (also, [])
            if by_id >> number & 1 and category and words is category and names[place]:
                words, also = ids[place], [*category, *also]
            if not words:
                elsewhere += ((number, span) for span in self._words[number] if self._spans[span].attribute is None)
                words = self._fewest(self._said(place, "title", as_words=True), number)
            self._put(self._cut[number], self._merged(place, words))
            self._put(self._also[number], self._merged(place, also))
            self._words[number], self._labels[number] = set(self._cut[number]), set()
        self._cut_elsewhere(elsewhere)

    def _fewest(self, stretches: Sequence[Stretch], number: int) -> list[Stretch]:
        """Few of some stretches that give a field its value together, of which none does alone; all if they do not."""
        if not self._alters({0: stretches}, 1 << number):
            return list(stretches)

        def trial(chosen: list[int]) -> Difference:
            return self._without((stretches[each] for each in chosen), altered)

        return [stretches[each] for each in fewest(list(range(len(stretches))), 1 << number, trial)]

    def _cut_elsewhere(self, places: Sequence[tuple[int, int]]) -> None:
        """Facts that neither title nor category tells, as the unit of a price does: the words of other texts."""
        words = {span: words_in(self._text, self._spans[span].start, self._spans[span].end) for _, span in places}
        found = self._tried((each, 1 << number) for number, span in places for each in words[span][:_MOST_WORDS])
        for number, span in places:
            changing = [each for each in words[span] if _does(found, each, number)]
            if changing:
                self._words[number], self._cut[number] = {span}, {span: told_by(self._text, words[span], changing)}

    def _told_besides(
        self, suspected: Sequence[tuple[Stretch, int]], besides: Sequence[Stretch], wanted: set[int], how: Way
    ) -> dict[int, list[Stretch]]:
        """What decides on fields where something else is altered, by which alone they are not read otherwise."""
        if not wanted:
            return {}
        without = self._without(besides, how).otherwise if besides else 0
        wanted = {number for number in wanted if not without >> number & 1}
        fields = sum(1 << number for number in wanted)
        found = self._tried([(each, own & fields) for each, own in suspected if own & fields], how, besides)
        return {number: [each for each in found if _does(found, each, number)] for number in wanted}

    def _said(self, place: int, name: str, *, as_words: bool = False) -> list[Stretch]:
        """Where a field of a record stands: in texts, if in any."""
        number = self._numbers.get((place, name))
        if number is None:
            return []
        spans = self._words[number]
        spans = {span for span in spans if self._spans[span].attribute is None} or spans
        stretches = [each for span in sorted(spans) for each in self._stretches(number, span)]
        return [word for each in stretches for word in words_in(self._text, *each)] if as_words else stretches

    def _merged(self, place: int, chosen: Sequence[Stretch]) -> list[Stretch]:
        """Words of a title that follow one another as one stretch."""
        title = self._said(place, "title", as_words=True)
        own = set(chosen) & set(title)
        for one, two in pairwise(title):  # a unit belongs to its number
            if two in own and two[0] - one[1] <= 1 and _NUMBER.fullmatch(self._text, *one):
                own.add(one)
        return [*runs_of(title, sorted(own)), *sorted(set(chosen) - set(title))]

    def _put(self, places: dict[int, list[Stretch]], stretches: Iterable[Stretch]) -> None:
        for start, end in stretches:
            span = bisect_left(self._spans, end, key=lambda each: each.end)
            places.setdefault(span, []).append((start, end))

    def _share_steps(self) -> None:
        """How finely something is stated, and whether it is cut, is seen where it is stated."""
        for (place, name), number in self._numbers.items():
            if not self._reading.value(place, name):
                continue
            base = self._numbers.get((place, name.removesuffix("_step").removesuffix("_cut")))
            if base is not None and base != number and self._words[base]:
                self._words[number], self._cut[number] = set(self._words[base]), dict(self._cut[base])

    def _note_others(self, number: int) -> None:
        """The same value in texts near by, which the reader did not take it from, but a person may."""
        value, own = self._values[number], self._words[number]
        if number in self._facts or not isinstance(value, str) or len(value) < _SHORTEST or not own:
            return
        patterns = patterns_of(value)
        is_in_texts = any(self._spans[span].attribute is None for span in own)
        near = range(max(0, min(own) - _BESIDE), min(len(self._spans), max(own) + _BESIDE + 1))
        for span in near if len(near) <= _MOST_NEAR and len(patterns) == 1 else ():
            if span in own or self._spans[span].attribute is not None or len(self._also[number]) >= _MOST_ALSO:
                continue
            for stretch in self._hits(span, patterns)[0]:
                if not is_in_texts or stretch == self._trimmed(span):
                    self._also[number][span] = [stretch]

    def _stretches(self, number: int, span: int) -> list[Stretch]:
        return self._cut[number].get(span) or [self._trimmed(span)]

    def _trimmed(self, span: int) -> Stretch:
        """A text without the blanks around it."""
        start, end = self._spans[span].start, self._spans[span].end
        own = self._text[start:end]
        return end - len(own.lstrip()), start + len(own.rstrip())

    def _done(self, number: int) -> Cut:
        done = Cut()
        for span in sorted(self._words[number]):
            done.words += (self._part(span, each) for each in self._stretches(number, span))
        for span, stretches in sorted(self._also[number].items()):
            done.also += (self._part(span, each) for each in stretches)
        for span in sorted(self._labels[number]):
            start, end = self._trimmed(span)
            if span in self._words[number] and self._spans[span].attribute is not None:
                continue
            if span in self._words[number]:  # what stands before the value in one text with it
                end = min(first for first, _ in self._stretches(number, span))
                label = self._text[start:end].rstrip()
                if (
                    not any(letter.isalpha() for letter in label.decode(errors="replace"))
                    or len(label) > _LONGEST_LABEL
                ):
                    continue
                end = start + len(label)
            done.labels.append(self._part(span, (start, end)))
        return done

    def _part(self, span: int, stretch: Stretch) -> Span:
        return replace(self._spans[span], start=stretch[0], end=stretch[1])


def _does(found: Mapping[Stretch, Difference], stretch: Stretch, number: int) -> bool:
    """Whether a field is read otherwise without a stretch."""
    seen = found.get(stretch)
    return seen is not None and bool(seen.otherwise >> number & 1)
