"""Proposes the fields of rows of ratings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cryptodrug_scraper.scaffold.candidates import OWN_TEXT, Candidate, fits
from cryptodrug_scraper.scaffold.proposal import BlockProposal
from cryptodrug_scraper.scaffold.repeated import signs_in
from cryptodrug_scraper.scaffold.seen_blocks import MOST, SeenBlocks, have, named_once, selected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.repeated import Slot
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import SavedPage, Site

__all__ = ["propose_reviews"]

_BEST = 5
"""Stars of the best rating."""


def propose_reviews(site: Site, roles: Roles, pages: Sequence[SavedPage]) -> BlockProposal | None:
    """Propose how ratings on pages of a kind are read; None where they have none that can be selected."""
    chosen = selected([roles.reviews[id(page)] for page in pages if id(page) in roles.reviews])
    if chosen is None:
        return None
    selector, groups, doubts = chosen
    seen = SeenBlocks(site, groups)
    found: list[Candidate] = []
    texts = seen.texts()
    inner = [
        slot
        for slot in texts
        if not any(
            other is not slot
            and slot.steps == other.steps[: len(slot.steps)]
            and len(other.of) >= len(slot.of)
            and _says_same(slot, other)
            for other in texts
        )
    ]

    def take(name: str, fitting: list[Slot], *doubts: str) -> Slot | None:
        for slot in fitting:
            candidate = seen.candidate(name, slot, *doubts)
            if candidate is not None:
                _take_own_text(candidate, slot)
                found.append(candidate)
                return slot
        return None

    def with_shape(*shapes: str) -> list[Slot]:
        shaped = [slot for slot in inner if max(slot.share(shape) for shape in shapes) >= MOST]
        return sorted(shaped, key=lambda slot: (-len(slot.of) // 8, sum(map(len, slot.samples)) / len(slot.samples)))

    age = take("age_raw", with_shape("age", "day", "clock"))
    mask = take("buyer_mask", with_shape("mask"))
    amount = take("amount", with_shape("money"))
    taken = [slot for slot in (age, mask, amount) if slot is not None]
    words = [
        slot
        for slot in inner
        if slot not in taken
        and not any(slot.steps == other.steps[: len(slot.steps)] for other in taken)
        and slot.share("words") + slot.share("prose") >= MOST
    ]
    titled = [slot for slot in words if sum(sample in roles.titles for sample in slot.samples) * 2 >= len(slot.samples)]
    links = seen.leading_to(roles.listing)
    link = seen.selector(links[0]) if links else None
    title = take("listing_title", titled) or (
        take("listing_title", [slot for slot in words if slot in links]) if links else None
    )
    rest = sorted(
        (slot for slot in words if slot is not title),
        key=lambda slot: -len(set(slot.samples)) / len(slot.samples) * sum(map(len, slot.samples)),
    )
    comment = take(
        "comment",
        rest,
        *([] if len(rest) == 1 else [f"{have(rest)} a text: the longest"]),
    )
    for slot in rest:
        if title is None and slot is not comment and len(set(slot.samples)) < len(slot.samples):
            title = take("listing_title", [slot], "words that come again beside the comment may be what was bought")
    stars = _stars_of(seen)
    found += [stars] if stars is not None else []
    return BlockProposal("review", selector, link or "", named_once(found), len(seen.blocks), doubts)


def _take_own_text(candidate: Candidate, slot: Slot) -> None:
    """Read only what stands before the first child of an element, where that is all of the value."""
    own = [" ".join((element.text or "").split()) for element in slot.elements]
    if candidate.form != "text" and own != slot.samples and all(own) and fits(candidate.name, own, 1.0):
        candidate.attribute, candidate.samples = OWN_TEXT, own


def _says_same(slot: Slot, other: Slot) -> bool:
    """Tell whether an inner place says all that an outer one does."""
    return set(zip(slot.of, slot.samples, strict=True)) == set(zip(other.of, other.samples, strict=True))


def _stars_of(seen: SeenBlocks) -> Candidate | None:
    """
    Signs in a row, as stars are: counted where their number differs, or else those that look as most do.

    The look of a sign is its class, source or description.
    """
    rows: list[list[Element]] = []
    for block in seen.blocks:
        holders = [each for each in block.iter() if len(signs_in(each)) > 1]
        rows.append(signs_in(holders[0]) if holders else [])
    if sum(bool(row) for row in rows) < MOST * len(rows):
        return None
    counts = [len(row) for row in rows]
    tag = str(next(row for row in rows if row)[0].tag)
    if len(set(filter(None, counts))) > 1 and max(counts) <= _BEST:
        return Candidate(
            "stars",
            "",
            _sign_selector(tag, rows),
            "",
            [str(count) for count in counts],
            len(rows),
            ["signs in a row are taken for stars"],
        )
    if max(counts) != _BEST:
        return None
    for attribute in ("class", "alt", "src"):
        looks = Counter(sign.get(attribute) or "" for row in rows for sign in row)
        if 1 < len(looks) <= 3 and (filled := looks.most_common(1)[0][0]):  # filled, empty, perhaps half
            samples = [str(sum(sign.get(attribute) == filled for sign in row)) for row in rows]
            selector = f'{tag}[{attribute}="{filled}"]'
            return Candidate(
                "stars",
                "",
                selector,
                "",
                samples,
                len(rows),
                ["of five signs in a row, those that look as most do are taken for stars given"],
            )
    return None


def _sign_selector(tag: str, rows: Sequence[Sequence[Element]]) -> str:
    names = [set((sign.get("class") or "").split()) for row in rows for sign in row]
    shared = sorted(set.intersection(*names)) if names else []
    return f"{tag}.{shared[0]}" if shared else tag
