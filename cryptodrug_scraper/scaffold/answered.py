"""Takes an author's answers into what is proposed for the readers of a market."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from lxml import etree

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.iconed import iconed
from cryptodrug_scraper.page.labelled import labelled
from cryptodrug_scraper.page.phrases import VALUE, phrased
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.page.worded import worded
from cryptodrug_scraper.scaffold.answers import NO_FIELD, PARTS, Part, Totals, part_name
from cryptodrug_scraper.scaffold.candidates import (
    ANSWERED_NONE,
    COUNTED,
    EXTERNAL,
    FLAGS,
    ICON,
    ICONED,
    LIMITS,
    OF_SELLER,
    ROUTE,
    STOPS,
    WORDED,
    Candidate,
    fits,
    fitting_form,
    parts_of_place,
    place_key,
)
from cryptodrug_scraper.scaffold.proposal import RowsProposal
from cryptodrug_scraper.scaffold.propose_rows import has_cells
from cryptodrug_scraper.scaffold.propose_windows import FEEDBACK, join_windows, take_windows
from cryptodrug_scraper.scaffold.reply_apart import leave_reply_out
from cryptodrug_scraper.scaffold.saved_page import names_of_files
from cryptodrug_scraper.scaffold.struck import leave_struck_out
from cryptodrug_scraper.scaffold.told_totals import take_totals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.scaffold.answers import Answers, PartName
    from cryptodrug_scraper.scaffold.own_page import Own
    from cryptodrug_scraper.scaffold.proposal import KindProposal
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["Answered", "candidates_in", "names_of"]


_LISTS = frozenset({"tags", "accepted_coins"})
"""Fields of which several elements may have an entry each."""
_BY_WORDS = frozenset({"payment", "stock", "sign"})
"""Fields that words of the site may say, which are asked where none of them can be read."""


def names_of(pages: Sequence[SavedPage]) -> dict[str, SavedPage]:
    """The pages by the names of their files, with those of the folders in which they lie apart."""
    names = names_of_files(page.file for page in pages)
    return {names[page.file]: page for page in pages}


def candidates_in(proposals: Iterable[KindProposal]) -> Iterator[tuple[PartName, Candidate]]:
    """The candidate fields of what pages are of and of what they repeat, each with what it is said of."""
    for proposal in proposals:
        part = part_name(proposal.kind)
        yield from ((part, each) for each in proposal.candidates)
        for block in proposal.blocks:
            part = part_name(proposal.kind, block.record)
            yield from ((part, each) for each in block.candidates)


class Answered:
    """Answers while they are taken, with those that were met."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self._met: set[tuple[str, str]] = set()
        self._decided: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._moved: list[SavedPage] = []

    def take_pages(self, site: Site) -> None:
        """
        Take the kinds of pages.

        Raises:
            ConfigurationError: no saved page has such a name.
        """
        names = names_of(site.pages)
        roots = [page.document.root for page in site.pages]
        for where, selectors in (("blocks", self.answers.blocks), ("site", self.answers.site)):
            self._met |= {(where, each) for each in selectors if any(css(each)(root) for root in roots)}
        for name, page in names.items():
            kind = self.answers.pages.get(name)
            if kind and kind != page.kind:
                page.kind, page.is_sure, page.evidence = kind, False, "it was answered"
                self._moved.append(page)
            page.is_answered = bool(kind)
        missing = sorted(self.answers.pages.keys() - names.keys())
        if missing:
            msg = f"no saved page is called so: {', '.join(missing)}: take those answers out, or give these pages, too"
            raise ConfigurationError(msg)

    def learn(self, proposals: Iterable[KindProposal]) -> None:
        """Learn what a draft decides by itself: an answer that says the same changes nothing elsewhere."""
        for part, each in candidates_in(proposals):
            where, key = (f"{part}.labels", each.label) if each.label else (f"{part}.places", place_key(each))
            self._decided[where, key].add(each.name)

    def take_thing(self, proposal: KindProposal, own: Mapping[int, Own]) -> None:
        """Take the fields of what the pages of a kind are of, and the lists of an offer."""
        pages = [(each.page.document, each.root) for each in own.values()]
        part = part_name(proposal.kind)
        if self.answers.texts:
            said = {document.text(element) for document, root in pages for element in root.iter(etree.Element)}
            self._met |= {("texts", heading) for heading in self.answers.texts if heading in said}
        self._give_words(proposal.candidates)
        proposal.candidates = self._fields(part, proposal.candidates, pages)
        for candidate in proposal.candidates:
            for each in own.values() if candidate.selector and candidate.is_answered else ():
                each.used += css(candidate.selector)(each.root)[:1]
        for selector, name in self.answers.rows.items():
            if part != ("vendor" if name == EXTERNAL else "listing"):
                continue
            found = [rows for _, root in pages if (rows := css(selector)(root))]
            if not found:
                continue
            self._met.add(("rows", selector))
            proposal.rows = [each for each in proposal.rows if selector != each.selector and each.name != name]
            if name and name != NO_FIELD:
                by_cells = all(has_cells(name, row) for rows in found for row in rows)
                proposal.rows.append(RowsProposal(name, selector, len(found), is_named=True, by_cells=by_cells))

    def take_totals(self, proposal: KindProposal) -> None:
        """Take what says how far the lists on pages of a kind go."""
        self._met |= set(take_totals(proposal, self.answers.totals))

    def take_blocks(self, proposal: KindProposal) -> None:
        """Take the fields of what the pages of a kind repeat."""
        for block in proposal.blocks:
            self._give_words(block.candidates)
            if self.answers.of(part_name(proposal.kind, block.record)) == Part():
                continue
            find = css(block.selector)
            blocks = [(page.document, element) for page in proposal.pages for element in find(page.document.root)]
            part = part_name(proposal.kind, block.record)
            block.candidates = self._fields(part, block.candidates, blocks, block.passed)
            leave_struck_out(block.candidates, blocks)
            leave_reply_out(block.candidates, blocks)

    def _give_words(self, candidates: Iterable[Candidate]) -> None:
        """Give fields that the draft knows by itself what the site means by its words."""
        for each in candidates:
            each.words = self.answers.words.of_field(each.name) or each.words

    def check_met(self) -> None:
        """
        Check that each answer is of something that the pages have; an empty one is none. What a page had before its
        kind was answered may be left in the answers: it is passed over.

        Raises:
            ConfigurationError: one is not.
        """
        said = self.answers
        tables: dict[str, Mapping[str, str]] = {
            "rows": said.rows,
            "blocks": said.blocks,
            "texts": said.texts,
            "site": said.site,
        }
        tables |= {f"totals.{listed}": said.totals.of(listed) for listed in Totals.__struct_fields__}
        for part in PARTS:
            of_part = said.of(part)
            tables |= {f"{part}.labels": of_part.labels, f"{part}.places": of_part.places}
        asked = {(where, key) for where, table in tables.items() for key, answer in table.items() if answer}
        missing = [
            f"[{where}] {key!r}"
            for where, key in sorted(asked - self._met)
            if not any(_has(page, where, key) for page in self._moved)
        ]
        if missing:
            msg = (
                f"the pages have nothing for {counted(len(missing), 'answer')}: {', '.join(missing)}: what is said of "
                "a thing is looked for within those that were found; `cryptodrug market ask` prints what they have"
            )
            raise ConfigurationError(msg)

    def _fields(
        self,
        part: PartName,
        known: Sequence[Candidate],
        things: Sequence[tuple[Document, Element]],
        passed: Sequence[Candidate] = (),
    ) -> list[Candidate]:
        """The fields with those that were answered, each with what it says in some things."""
        said = self.answers.of(part)
        left_out = {place_key(each): each.name for each in known if said.places.get(place_key(each)) == NO_FIELD}
        found = []
        for label, name in said.labels.items():
            candidate = next((each for each in (*known, *passed) if each.label == label), None)
            found += self._answer(f"{part}.labels", label, name, candidate, partial(_at_label, label, things))
        for place, name in said.places.items():
            if VALUE in place:
                found += self._answer_phrase(f"{part}.places", place, name, things)
                continue
            candidate = next((each for each in known if place_key(each) == place and not each.label), None)
            found += self._answer(f"{part}.places", place, name, candidate, partial(_at_place, place, things))
        for each in found:
            if each.name == FEEDBACK:
                take_windows(each, things, self.answers.words.sign)
        for each in found:
            is_part = each.attribute.endswith("()") or bool(each.phrase)
            of_list = each.name in _LISTS and bool(each.selector) and not is_part
            each.takes_all = of_list and any(len(css(each.selector)(root)) > 1 for _, root in things)
        found = join_windows(found)
        rest = [each for each in known if said.places.get(place_key(each)) != NO_FIELD]
        for place, name in left_out.items():
            if name not in {each.name for each in found}:
                self._check_texts(f"[{part}.places] {place!r}", name, things)
        for each in found:
            is_read = each.attribute == COUNTED or each.form == "text" or each.read_count or not any(each.samples)
            may_have_words = each.name in _BY_WORDS and not any(
                other.name == each.name and other not in found for other in rest
            )
            if not is_read and not may_have_words:
                each.name, each.doubts = "", [f"{each.name} was answered, and none of its values can be read"]
        return _with(rest, found)

    def _check_texts(self, where: str, name: str, things: Sequence[tuple[Document, Element]]) -> None:
        """
        Check that no heading is answered to be of the text at a place that is answered to be of no field.

        Raises:
            ConfigurationError: one is.
        """
        names = {name, "description"} if name == "profile" else {name}  # what describes an account
        for heading in (heading for heading, answer in self.answers.texts.items() if answer in names):
            if any(document.text(each) == heading for document, root in things for each in root.iter(etree.Element)):
                msg = f"[texts] {heading!r} has an answer, and {where}, where it is read, is none: take one of them out"
                raise ConfigurationError(msg)

    def _answer(
        self, where: str, key: str, name: str, known: Candidate | None, found: Callable[[], Candidate | None]
    ) -> list[Candidate]:
        """The fields by one answer: what the draft has there already, or else what stands there."""
        candidate = known or found()
        if candidate is None and where.endswith(".places") and name.removeprefix(OF_SELLER) in FLAGS:
            selector, attribute = parts_of_place(key)
            # a mark that no saved page of the kind has
            return self._named(Candidate("", "", selector, attribute), name)
        if candidate is None:
            return []
        self._met.add((where, key))
        is_own = known is None and self._decided.get((where, key)) == {name}
        return [] if is_own else self._named(candidate, name)

    def _answer_phrase(
        self, where: str, key: str, answer: str, things: Sequence[tuple[Document, Element]]
    ) -> list[Candidate]:
        """The fields of the values of a phrase: one field or several of its only value, or one of each of several."""
        selector, phrase = parts_of_place(key)
        said = [pieces for document, root in things if (pieces := phrased(document, css(selector)(root), phrase))]
        if not said:
            return []
        self._met.add((where, key))
        found = []
        for piece, name in enumerate(answer.split() if phrase.count(VALUE) > 1 else [answer]):
            samples = [pieces[piece] for pieces in said]
            if Candidate(name).form != "text":
                samples = [sample.rstrip(STOPS) for sample in samples]
            candidate = Candidate("", "", selector, "", samples, len(things), phrase=phrase, piece=piece)
            found += [] if name == NO_FIELD else self._named(candidate, name)
        return found

    def _named(self, candidate: Candidate, name: str) -> list[Candidate]:
        """A candidate with the field that was answered for it, if one was."""
        if not name:
            return []
        if name == candidate.name:
            candidate.is_answered = True
            return [candidate]
        if name == NO_FIELD:
            candidate.name, candidate.doubts = "", [ANSWERED_NONE]
            return [candidate] if candidate.label else []
        candidate.others = []
        names = [name] if name in {ROUTE, LIMITS} else name.split()
        if "price" in names:  # which has the others, too
            names = [each for each in names if each != "prices"]
        fields = [self._as_field(candidate if each == names[0] else replace(candidate), each) for each in names]
        for later in fields[1:]:
            if later.form == fields[0].form == "leading_count" and fits(later.name, later.samples, form="second_count"):
                later.own_form = "second_count"  # of "3 / 8"
        return fields

    def _as_field(self, candidate: Candidate, name: str) -> Candidate:
        """Make a candidate that of a field, in the form in which its values can be read."""
        candidate.name, candidate.own_form, candidate.doubts, candidate.is_answered = name, "", [], True
        candidate.words = self.answers.words.of_field(name)
        candidate.own_form = fitting_form(candidate)
        said = [sample for sample in candidate.samples if sample]
        if candidate.form != "text" and (unread := len(said) - candidate.read_count):
            candidate.doubts = [f"as was answered, but {unread} of {len(said)} cannot be read"]
        return candidate


def _has(page: SavedPage, where: str, key: str) -> bool:
    """Tell whether a page has anywhere what an answer is of."""
    document, root = page.document, page.document.root
    if where.endswith((".places", "rows", "blocks", "site")) or where.startswith("totals."):
        return bool(css(parts_of_place(key)[0])(root))
    if key.startswith(ICON):
        return any(each.label == key.removeprefix(ICON) for each in iconed(document, root))
    ways = (labelled, worded)
    is_label = where != "texts" and any(each.label == key for values in ways for each in values(document, root))
    return is_label or any(document.text(element) == key for element in root.iter(etree.Element))


def _at_label(label: str, things: Sequence[tuple[Document, Element]]) -> Candidate | None:
    """The values that have a label in some of the things, or else those that have it on their line; or an icon."""
    ways = [("", labelled), (WORDED, worded)] if not label.startswith(ICON) else [(ICONED, iconed)]
    for mark, values in ways:
        samples = [
            text
            for document, root in things
            for text in [each.text for each in values(document, root) if each.label == label.removeprefix(ICON)][:1]
        ]
        if samples:
            return Candidate("", label, "", mark, samples, len(things))
    return None


def _at_place(place: str, things: Sequence[tuple[Document, Element]]) -> Candidate | None:
    """What stands at a place in some of the things."""
    selector, attribute = parts_of_place(place)
    found = [(document, each) for document, root in things for each in css(selector)(root)[:1]]
    samples = [each.get(attribute) or "" if attribute else document.text(each) for document, each in found]
    return Candidate("", "", selector, attribute, samples, len(things)) if samples else None


def _with(known: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with those that were answered, which alone have their fields."""
    names = {each.name for each in found if each.name}
    answered = set(map(id, found))
    rest = [each for each in known if id(each) in answered or each.name not in names]
    return [*rest, *(each for each in found if not any(each is one for one in rest))]
