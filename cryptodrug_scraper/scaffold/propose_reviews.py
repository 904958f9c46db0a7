"""Proposes the fields of rows of ratings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.labelled import bare_lines
from cryptodrug_scraper.page.rows_within import days_beside
from cryptodrug_scraper.scaffold.candidates import WORDED, Candidate, fits
from cryptodrug_scraper.scaffold.label_words import field_of_label
from cryptodrug_scraper.scaffold.outline import BARE_LINES
from cryptodrug_scraper.scaffold.propose_icons import icons_of_blocks
from cryptodrug_scraper.scaffold.propose_sign_words import propose_sign_words
from cryptodrug_scraper.scaffold.propose_signs import propose_signs
from cryptodrug_scraper.scaffold.propose_stars import propose_stars
from cryptodrug_scraper.scaffold.repeated import innermost
from cryptodrug_scraper.scaffold.reply_apart import leave_reply_out
from cryptodrug_scraper.scaffold.seen_blocks import MOST, SeenBlocks, have, take_own_text
from cryptodrug_scraper.scaffold.selecting import selector_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptodrug_scraper.scaffold.proposal import BlockProposal
    from cryptodrug_scraper.scaffold.repeated import Slot
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["propose_reviews"]

_LONGEST_HEADING = 40
_VERBATIM = frozenset({"comment", "age_raw"})
"""Fields that keep a text as it is printed, so that nothing beside it may be taken."""
_TELLING = frozenset({"buyer_mask", "stars", "sign"})
"""Fields of which blocks of a further layout have one, if they are ratings."""


def propose_reviews(
    site: Site, roles: Roles, pages: Sequence[SavedPage], signs: Mapping[str, str]
) -> list[BlockProposal]:
    """
    Propose how ratings on pages of a kind are read, those of each layout that can be selected by themselves.

    Args:
        site: the site.
        roles: what its pages repeat.
        pages: those of the kind.
        signs: what words and icons say of ratings, as was answered.
    """
    found = [_reviews(seen, roles, signs) for seen in SeenBlocks.layouts(site, roles.reviews, pages)]
    return found[:1] + [each for each in found[1:] if _TELLING & {one.name for one in each.candidates}]


def _reviews(seen: SeenBlocks, roles: Roles, signs: Mapping[str, str]) -> BlockProposal:
    draft = _Ratings(seen)
    links = seen.leading_to(roles.listing) or seen.leading_to(roles.listing, rarely=True)
    draft.take_labelled(roles, links)
    draft.take_below()
    draft.take_shaped()
    link = seen.selector(links[0]) if links else None
    draft.take_words(roles, links if link else [])
    if "stars" not in draft.names:
        draft.found += propose_stars(seen)
    draft.found += icons_of_blocks(seen, "review", draft.found)
    if "sign" not in draft.names:
        draft.take_sign_words()
    if "sign" not in draft.names:
        draft.found += propose_signs(seen, signs)
    return replace(seen.proposal("review", link or "", draft.found), passed=draft.passed)


class _Ratings:
    """The fields of ratings, while they are found."""

    def __init__(self, seen: SeenBlocks) -> None:
        self.seen = seen
        self.found: list[Candidate] = []
        self.passed: list[Candidate] = []
        self._taken: list[Slot] = []
        self._inner = innermost(seen.texts(), _says_as_much)
        self._rarer = innermost(seen.rarer_texts(), _says_as_much)

    @property
    def names(self) -> set[str]:
        """The fields that are found."""
        return {each.name for each in self.found}

    def take(self, name: str, fitting: Sequence[Slot], *doubts: str) -> Slot | None:
        """Take the first of some places that can be selected for a field that is not found yet."""
        for slot in fitting if name not in self.names else ():
            candidate = self.seen.candidate(name, slot, *doubts)
            if candidate is not None:
                if not slot.attribute:
                    take_own_text(candidate, self.seen.places_at(slot), self.seen.text_at(slot))
                if candidate.form != "text":
                    fit = [each for each in (*fitting, *self._rarer) if fits(name, each.samples)]
                    self.seen.with_others(candidate, slot, fit)
                self.found.append(candidate)
                self._taken.append(slot)
                return slot
        return None

    def take_labelled(self, roles: Roles, links: Sequence[Slot]) -> None:
        """Take what labels and headings of columns name."""
        for each in (*self.seen.labelled("review", roles.vendors), *self.seen.under_headings("review")):
            if each.name in _VERBATIM and each.selector:  # other things stand in its cell, too
                self.passed.append(each)
                continue
            titled = sum(sample in roles.titles for sample in each.samples)
            if each.name == "listing_title" and each.selector and titled * 2 < len(each.samples) and links:
                self.passed.append(each)
                continue  # so does another thing beside the title
            is_again = each.attribute == WORDED and any(
                other.name == each.name and other.attribute == WORDED for other in self.found
            )
            is_new = each.name not in self.names or not each.name or is_again
            (self.found if is_new else self.passed).append(each)
            if each.name == "buyer_mask" and fits("buyer_level", each.samples):
                self.found.append(replace(each, name="buyer_level"))

    def take_sign_words(self) -> None:
        """Take the words that say whether a rating is good."""
        sign, of = propose_sign_words(self.seen, [each for each in self.found if each.label and not each.name])
        if sign is not None:
            self.found = [*(each for each in self.found if each is not of), sign]

    def take_below(self) -> None:
        """Take the seller's answer from below the words that say it is one."""
        for slot in self.seen.all_slots:
            if not slot.is_text or "reply" in self.names or len(slot.of) < 2:
                continue
            is_heading = all(
                len(text) <= _LONGEST_HEADING and field_of_label(text, "review") == "reply" for text in slot.samples
            )
            if is_heading:
                self._take_reply(slot)

    def _take_reply(self, heading: Slot) -> None:
        """Take what stands in the element behind a heading or, where that is a break, in the lines around it."""
        below = [element.getnext() for element in heading.elements]
        attribute = BARE_LINES if any(one is None or one.tag == "br" for one in below) else ""
        places = [element.getparent() for element in heading.elements] if attribute else below
        pairs = [(self.seen.blocks[n], one) for n, one in zip(heading.of, places, strict=True) if one is not None]
        selector = selector_for(pairs) if len(pairs) == len(heading.of) else None
        if selector is None:
            return
        read = bare_lines if attribute else Document.text
        samples = [read(self.seen.pages[n].document, one) or "" for n, (_, one) in zip(heading.of, pairs, strict=True)]
        if any(samples):
            self.found.append(Candidate("reply", "", selector, attribute, samples, len(self.seen.blocks)))

    def take_shaped(self) -> None:
        """Take what is told by its form."""
        # where both a day and an age are printed, the age may be the time of delivery
        timed = self.take("age_raw", [*self._with_shape("day", "clock"), *self._with_shape("age", "day", "clock")])
        if timed is not None and sum(days_beside(text) is not None for text in timed.samples) > 1:
            self.found.append(replace(self.found[-1], name="delivery_days", own_form="days_beside", others=[]))
        masked = [slot for slot in self._inner if slot.attribute != BARE_LINES and fits("buyer_mask", slot.samples)]
        self.take("buyer_mask", sorted(masked, key=lambda slot: sum(map(len, slot.samples)) / len(slot.samples)))
        self.take("amount", self._with_shape("money"))
        for name in ("buyer_level", "delivery_days"):
            self.take(
                name,
                sorted(
                    (
                        slot
                        for slot in self._inner
                        if fits(name, slot.samples)
                        and slot not in self._taken
                        and slot.attribute != BARE_LINES
                        and not slot.share("age")
                    ),
                    key=lambda slot: sum(map(len, slot.samples)) / len(slot.samples),
                ),
            )

    def _with_shape(self, *shapes: str) -> list[Slot]:
        shaped = [
            slot
            for slot in self._inner
            if max(slot.share(shape) for shape in shapes) >= MOST
            and not any(slot.samples == each.samples for each in self.found if each.name)
        ]
        return sorted(shaped, key=lambda slot: (-len(slot.of) // 8, sum(map(len, slot.samples)) / len(slot.samples)))

    def take_words(self, roles: Roles, links: Sequence[Slot]) -> None:
        """Take what was bought and what the buyer wrote: words that differ from rating to rating."""
        words_of_own = {slot.steps: slot for slot in self._inner if slot.attribute == BARE_LINES}
        words = [
            slot
            for slot in self._inner
            if slot not in self._taken
            and (slot.attribute == BARE_LINES or not any(_is_around(slot, other) for other in self._taken))
            and slot.share("words") + slot.share("prose") >= MOST
            and not any(fits(name, slot.samples) for name in ("delivery_days", "buyer_level", "age_raw"))
            and not (slot.attribute == "" and _has_more(slot, words_of_own))
            and not any(_says_words(slot, each) for each in self.found)
            and not all(sample.endswith(":") for sample in slot.samples)
        ]
        titled = [
            slot for slot in words if sum(sample in roles.titles for sample in slot.samples) * 2 >= len(slot.samples)
        ]
        title = self.take("listing_title", titled) or self.take(
            "listing_title", [slot for slot in words if slot in links]
        )
        rest = sorted(
            (slot for slot in words if title is None or not (_is_around(slot, title) or _is_around(title, slot))),
            key=lambda slot: -len(set(slot.samples)) / len(slot.samples) * sum(map(len, slot.samples)),
        )
        comment = self.take("comment", rest, *([] if len(rest) == 1 else [f"{have(rest)} a text: the longest"]))
        if comment is not None and not self.found[-1].attribute:
            self.found[-1].samples = self.seen.selected(self.found[-1])
        leave_reply_out(self.found, self.seen.things())
        is_of_offer = self.seen.pages[0].kind.startswith("listing")
        for slot in rest if not is_of_offer else ():
            if slot is not comment and len(set(slot.samples)) < len(slot.samples):
                self.take("listing_title", [slot], "words that come again beside the comment may be what was bought")


def _has_more(slot: Slot, own: Mapping[tuple[tuple[str, tuple[str, ...], int], ...], Slot]) -> bool:
    """Tell whether a place says more in most blocks than its own lines do, which are a place, too."""
    bare = own.get(slot.steps)
    if bare is None or len(bare.of) < MOST * len(slot.of):
        return False
    said = dict(zip(bare.of, bare.samples, strict=True))
    return sum(said.get(number) != text for number, text in zip(slot.of, slot.samples, strict=True)) * 2 > len(slot.of)


def _is_around(slot: Slot, other: Slot) -> bool:
    """Tell whether a place is another one, or an element around it, with all that it says."""
    return slot.attribute != BARE_LINES and slot.steps == other.steps[: len(slot.steps)]


def _says_words(slot: Slot, known: Candidate) -> bool:
    """Tell whether all that a place says is a known field, or most texts have a buyer, an amount or an answer."""
    if known.name in {"buyer_mask", "amount", "reply"}:
        said = {sample for sample in known.samples if sample}
        return sum(any(sample in text for sample in said) for text in slot.samples) * 2 > len(slot.samples)
    return bool(known.name) and set(slot.samples) <= set(known.samples)


def _says_as_much(slot: Slot, other: Slot) -> bool:
    """Tell whether a place within another one says all that this does."""
    same = set(zip(slot.of, slot.samples, strict=True)) == set(zip(other.of, other.samples, strict=True))
    return same and len(other.of) >= len(slot.of)
