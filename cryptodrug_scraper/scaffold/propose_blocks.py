"""Proposes the fields of what pages repeat: cards of offers, and rows of ratings."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.page.labelled import labelled
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.candidates import OWN_TEXT, Candidate, fits
from cryptodrug_scraper.scaffold.label_words import field_of_label
from cryptodrug_scraper.scaffold.outline import units_in
from cryptodrug_scraper.scaffold.proposal import BlockProposal
from cryptodrug_scraper.scaffold.repeated import merged, signs_in
from cryptodrug_scraper.scaffold.routes import path_of
from cryptodrug_scraper.scaffold.selecting import selector_for, selector_of_blocks
from cryptodrug_scraper.scaffold.shapes import share_of

if TYPE_CHECKING:
    from collections.abc import Sequence, Sized

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.outline import Step
    from cryptodrug_scraper.scaffold.repeated import Blocks, Slot
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import SavedPage, Site

__all__ = ["propose_cards", "propose_reviews"]

_USUAL = 0.5
"""Share of the blocks that have a place, from which on it may be a field."""
_MOST = 0.6
_BEST = 5
"""Stars of the best rating."""
_ARROWS = ("→", "->", "=>", "⇒", "➔", "»")


class _Seen:
    """Blocks of several pages with their places."""

    def __init__(self, site: Site, groups: Sequence[Blocks]) -> None:
        self.site = site
        self.blocks = [block for group in groups for block in group.elements]
        self.pages = [page for group in groups for page in group.pages]
        units = [list(units_in(page.document, block)) for page, block in zip(self.pages, self.blocks, strict=True)]
        self.slots = [slot for slot in merged(units) if len(slot.of) >= _USUAL * len(self.blocks)]

    def selector(self, slot: Slot) -> str | None:
        """What finds a place in all blocks that have it."""
        pairs = [(self.blocks[number], element) for number, element in zip(slot.of, slot.elements, strict=True)]
        return selector_for(pairs)

    def candidate(self, name: str, slot: Slot, *doubts: str) -> Candidate | None:
        """A field at a place; None where no selector finds it."""
        selector = self.selector(slot)
        if selector is None:
            return None
        return Candidate(name, "", selector, slot.attribute, slot.samples, len(self.blocks), list(doubts))

    def texts(self) -> list[Slot]:
        """The places that have a text which differs from block to block."""
        return [slot for slot in self.slots if not slot.attribute and not slot.is_constant]

    def leading_to(self, route: str | None) -> list[Slot]:
        """The places of links by a route."""
        found = []
        for slot in self.slots:
            if slot.attribute == "href" and route is not None:
                leads = [
                    (path := path_of(sample, self.pages[number].path, self.site.hosts)) is not None
                    and self.site.routes.read(path).route == route
                    for number, sample in zip(slot.of, slot.samples, strict=True)
                ]
                if sum(leads) >= _MOST * len(leads):
                    found.append(slot)
        return found

    def text_at(self, slot: Slot) -> list[str]:
        """What the elements of a place say."""
        return [
            self.pages[number].document.text(element) for number, element in zip(slot.of, slot.elements, strict=True)
        ]


def _selected(groups: Sequence[Blocks]) -> tuple[str, list[Blocks], list[str]] | None:
    """
    The selector of blocks on all pages or, where pages have several layouts, on those of the most frequent one; with
    the blocks that it selects, and why they may be wrong.
    """
    by_layout: dict[Step, list[Blocks]] = defaultdict(list)
    for group in groups:
        by_layout[group.way[-1]].append(group)
    tries = [list(groups), *sorted(by_layout.values(), key=lambda each: -len(each))]
    for each in tries:
        selector = selector_of_blocks([(group.pages[0].document.root, group.elements) for group in each])
        if selector is not None:
            doubt = f"they are so on {len(each)} of {counted(len(groups), 'page')}: others have another layout"
            return selector, each, [] if len(each) == len(groups) else [doubt]
    return _on_most(groups)


def _on_most(groups: Sequence[Blocks]) -> tuple[str, list[Blocks], list[str]] | None:
    """What selects the blocks of one page, and just those of most others: the rest may be something else."""
    pairs = [(group.pages[0].document.root, group.elements) for group in groups]
    tries = {selector for pair in pairs if (selector := selector_of_blocks([pair])) is not None}
    found = {
        selector: [
            group for group, (root, elements) in zip(groups, pairs, strict=True) if css(selector)(root) == elements
        ]
        for selector in tries
    }
    best = max(found, key=lambda selector: (len(found[selector]), selector), default=None)
    if best is None or len(found[best]) < _MOST * len(groups):
        return None
    others = [group.pages[0].file.name for group in groups if group not in found[best]]
    return best, found[best], [f"other blocks were expected on {', '.join(others)}"]


def propose_cards(site: Site, roles: Roles, pages: Sequence[SavedPage]) -> BlockProposal | None:
    """Propose how the cards on pages of a kind are read; None where they have none that can be selected."""
    selected = _selected([roles.cards[id(page)] for page in pages if id(page) in roles.cards])
    if selected is None:
        return None
    selector, groups, doubts = selected
    seen = _Seen(site, groups)
    links = sorted(seen.leading_to(roles.listing), key=lambda slot: -sum(map(len, seen.text_at(slot))))
    link = seen.selector(links[0]) if links else None
    if link is None:
        return None
    candidates = [Candidate("title", "", link, "", seen.text_at(links[0]), len(seen.blocks))]
    candidates += _vendor_of(seen, roles)
    candidates += _labelled_in(seen)
    candidates += _prices_of(seen, candidates)
    candidates += _places_of(seen, candidates)
    return BlockProposal("listing", selector, link, _once(candidates), len(seen.blocks), doubts)


def _vendor_of(seen: _Seen, roles: Roles) -> list[Candidate]:
    named = [slot for slot in seen.leading_to(roles.vendor) if share_of("name", seen.text_at(slot)) >= _MOST]
    if named and (found := seen.selector(named[0])) is not None:
        return [Candidate("vendor", "", found, "", seen.text_at(named[0]), len(seen.blocks))]
    for slot in seen.texts():
        is_repeated = len(set(slot.samples)) < len(slot.samples) or len(slot.samples) <= 4
        if slot.share("name") >= _MOST and is_repeated and not slot.share("money") and not slot.share("place"):
            found_one = seen.candidate(
                "vendor", slot, "no link says that this is an account: it is one word, and comes again"
            )
            return [found_one] if found_one else []
    return []


def _prices_of(seen: _Seen, known: Sequence[Candidate]) -> list[Candidate]:
    if any(each.name == "price" for each in known):
        return []
    priced = [slot for slot in seen.texts() if slot.share("money") >= _MOST and slot.samples != known[0].samples]
    priced.sort(key=lambda slot: (-len(slot.of), sum(map(len, slot.samples))))
    own = [slot for slot in priced if len({len(slot.steps)}) == 1]
    for slot in own:
        doubt = [] if len(priced) == 1 else [f"{_have(priced)} an amount: the one on most blocks, with least around it"]
        found = seen.candidate("price", slot, *doubt)
        if found is not None:
            return [found]
    return []


def _places_of(seen: _Seen, known: Sequence[Candidate]) -> list[Candidate]:
    if any(each.name in {"ships_from", "ships_to"} for each in known):
        return []
    taken = {tuple(each.samples) for each in known}
    places = [
        slot
        for slot in seen.slots
        if not slot.attribute
        and slot.share("place") >= _MOST
        and tuple(slot.samples) not in taken
        and not slot.share("money")
    ]
    inner = [
        slot
        for slot in places
        if not any(other is not slot and slot.steps == other.steps[: len(slot.steps)] for other in places)
    ]
    arrows = [
        slot
        for slot in inner
        if sum(any(arrow in sample for arrow in _ARROWS) for sample in slot.samples) >= _MOST * len(slot.samples)
    ]
    if arrows:
        found = seen.candidate("ships_from ships_to", arrows[0], "an arrow parts origin and destination")
        return [found] if found else []
    names = ["ships_from", "ships_to"]
    found_all = []
    for name, slot in zip(names, inner[:2], strict=False):
        candidate = seen.candidate(name, slot, "it names places without a label: the first is taken for the origin")
        if candidate is not None:
            found_all.append(candidate)
    return found_all


def _labelled_in(seen: _Seen) -> list[Candidate]:
    """Values that have the same label in most blocks."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for page, block in zip(seen.pages, seen.blocks, strict=True):
        for label, text in {each.label: each.text for each in labelled(page.document, block)}.items():
            by_label[label].append(text)
    found = []
    for label, samples in by_label.items():
        if len(samples) >= _USUAL * len(seen.blocks):
            name = field_of_label(label, "listing")
            if name == "vendor" or (name is not None and not fits(name, samples)):
                name = None
            found.append(Candidate(name or "", label, samples=samples, of=len(seen.blocks)))
    return found


def _once(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, of which the first of each field keeps its name; another is left to the author."""
    known: set[str] = set()
    for each in candidates:
        if each.name in known:
            each.doubts.append(f"another place was taken for {each.name}")
            each.name = ""
        elif each.name:
            known.add(each.name)
    return list(candidates)


def propose_reviews(site: Site, roles: Roles, pages: Sequence[SavedPage]) -> BlockProposal | None:
    """Propose how ratings on pages of a kind are read; None where they have none that can be selected."""
    selected = _selected([roles.reviews[id(page)] for page in pages if id(page) in roles.reviews])
    if selected is None:
        return None
    selector, groups, doubts = selected
    seen = _Seen(site, groups)
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
        shaped = [slot for slot in inner if max(slot.share(shape) for shape in shapes) >= _MOST]
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
        and slot.share("words") + slot.share("prose") >= _MOST
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
        *([] if len(rest) == 1 else [f"{_have(rest)} a text: the longest"]),
    )
    for slot in rest:
        if title is None and slot is not comment and len(set(slot.samples)) < len(slot.samples):
            title = take("listing_title", [slot], "words that come again beside the comment may be what was bought")
    stars = _stars_of(seen)
    found += [stars] if stars is not None else []
    return BlockProposal("review", selector, link or "", _once(found), len(seen.blocks), doubts)


def _take_own_text(candidate: Candidate, slot: Slot) -> None:
    """Read only what stands before the first child of an element, where that is all of the value."""
    own = [" ".join((element.text or "").split()) for element in slot.elements]
    if candidate.form != "text" and own != slot.samples and all(own) and fits(candidate.name, own, 1.0):
        candidate.attribute, candidate.samples = OWN_TEXT, own


def _says_same(slot: Slot, other: Slot) -> bool:
    """Tell whether an inner place says all that an outer one does."""
    return set(zip(slot.of, slot.samples, strict=True)) == set(zip(other.of, other.samples, strict=True))


def _stars_of(seen: _Seen) -> Candidate | None:
    """
    Signs in a row, as stars are: counted where their number differs, or else those that look as most do.

    The look of a sign is its class, source or description.
    """
    rows: list[list[Element]] = []
    for block in seen.blocks:
        holders = [each for each in block.iter() if len(signs_in(each)) > 1]
        rows.append(signs_in(holders[0]) if holders else [])
    if sum(bool(row) for row in rows) < _MOST * len(rows):
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


def _have(places: Sized) -> str:
    return counted(len(places), "place has|places have")
