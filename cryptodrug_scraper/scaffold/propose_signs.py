"""Proposes how icons say whether ratings are good: by which of two or three icons each of them has at one place."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, cast, get_args

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.icons import icon_name, looks_of
from cryptodrug_scraper.page.parts import Sign
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.page.told_sign import sign_of_icon
from cryptodrug_scraper.scaffold.candidates import Candidate
from cryptodrug_scraper.scaffold.seen_blocks import MOST
from cryptodrug_scraper.scaffold.selecting import selector_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.proposal import KindProposal
    from cryptodrug_scraper.scaffold.seen_blocks import SeenBlocks

__all__ = ["propose_signs", "signs_in"]

_FEWEST, _MOST_LOOKS = 2, 3
"""Icons among which those of ratings differ."""


def propose_signs(seen: SeenBlocks, words: Mapping[str, str]) -> list[Candidate]:
    """
    Propose how signs of ratings are read from icons; without a field where none of the icons is known to say one.

    Args:
        seen: the ratings.
        words: what icons mean on this site, as was answered or other pages show: one of them alone is a sign then, too.
    """
    places: dict[object, dict[int, Element]] = defaultdict(dict)
    for number, block in enumerate(seen.blocks):
        for icon in _single_icons(block):
            places[_way_to(icon, block)][number] = icon
    unknown: list[Candidate] = []
    for found in sorted(places.values(), key=lambda each: -len(each)):
        if len(found) < MOST * len(seen.blocks):
            break
        candidate = _candidate(seen, found, words)
        if candidate is not None and candidate.name:
            return [candidate]
        unknown += [] if candidate is None else [candidate]
    return unknown[:1]


def signs_in(proposals: Iterable[KindProposal]) -> dict[str, str]:
    """What icons say of ratings in some proposals."""
    return {
        word: sign
        for proposal in proposals
        for block in proposal.blocks
        for each in block.candidates
        if each.name == "sign"
        for word, sign in each.words.items()
    }


def _single_icons(block: Element) -> list[Element]:
    """The icons of a block but for those of one kind in a row, as stars."""
    found = []
    for holder in block.iter():
        icons = [each for each in holder if isinstance(each.tag, str) and icon_name(each) is not None]
        kinds = Counter((icon_name(each) or "").partition("-")[0] for each in icons)
        found += [each for each in icons if kinds[(icon_name(each) or "").partition("-")[0]] == 1]
    return found


def _way_to(icon: Element, block: Element) -> tuple[object, ...]:
    """The tags from an icon to its block, each with its number; their classes may be what differs."""
    way: list[object] = []
    for element in (icon, *icon.iterancestors()):
        if element is block:
            break
        way.append((element.tag, sum(1 for _ in element.itersiblings(element.tag, preceding=True))))
    return tuple(way)


def _candidate(seen: SeenBlocks, found: Mapping[int, Element], words: Mapping[str, str]) -> Candidate | None:
    """The field of icons at a place; None where they do not differ in a few ways, or cannot be selected."""
    for attribute, elements in _attributes_of(found).items():
        said = {number: element.get(attribute) or "" for number, element in elements.items()}
        looks = _looks(attribute, {text: found[number] for number, text in said.items()}, 1 if words else _FEWEST)
        if looks is None:
            continue
        selector = _selector([(seen.blocks[number], element) for number, element in elements.items()], looks)
        if selector is None:
            continue
        told = {text: _told(text, names, words) for text, names in looks.items()}
        known = {word: sign for word, sign in told.values() if sign is not None}
        unknown = sorted(word for word, sign in told.values() if sign is None)
        is_known = len(set(known.values())) >= _FEWEST or (bool(known) and not known.keys().isdisjoint(words))
        guessed = [f"{word} for {sign}" for word, sign in known.items() if word not in words]
        doubts = [f"icons are taken so: {', '.join(guessed)}"] if guessed else []
        if not is_known:
            doubts = ["these icons may say whether a rating is good: name them in words.sign"]
        elif unknown:
            doubts.append(f"what {', '.join(unknown)} says is not known: name it in words.sign")
        return Candidate(
            "sign" if is_known else "",
            "",
            selector,
            attribute,
            [told[text][0] for text in said.values()],
            len(seen.blocks),
            doubts,
            own_form="sign",
            words=known if is_known else {},
        )
    return None


def _selector(pairs: Sequence[tuple[Element, Element]], looks: Mapping[str, Sequence[str]]) -> str | None:
    """What finds icons, by no name of how they look where another does: further ratings may have other icons."""
    selector = selector_for(pairs)
    looked = next((name for names in looks.values() for name in names if name in (selector or "")), None)
    if selector is None or looked is None:
        return selector
    shared = set.intersection(*(set(classes(element)) for _, element in pairs))
    named = next((name for name in shared if f".{name}" in selector and looked in name), "")
    for other in sorted(shared - {named}, key=len) if named else ():
        plain = selector.replace(f".{named}", f".{other}")
        if looked not in plain and all(next(iter(css(plain)(block)), None) is icon for block, icon in pairs):
            return plain
    return selector


def _attributes_of(found: Mapping[int, Element]) -> dict[str, dict[int, Element]]:
    """The attributes that say how icons look, of those elements that have them: of a drawing, what it uses."""
    attributes: dict[str, dict[int, Element]] = defaultdict(dict)
    for number, icon in found.items():
        for name in looks_of(icon):
            attributes[name][number] = icon
        for inner in icon.iter("use"):
            for name in ("href", "xlink:href"):
                if inner.get(name):
                    attributes[name][number] = inner
    return {name: elements for name, elements in attributes.items() if len(elements) == len(found)}


def _looks(attribute: str, icons: Mapping[str, Element], least: int) -> dict[str, list[str]] | None:
    """
    The words in which looks of icons differ, for each value of an attribute; None where it has too few or too many
    values, or they differ in no word.
    """
    if not least <= len(icons) <= _MOST_LOOKS:
        return None
    if attribute == "class":
        shared = set.intersection(*(set(text.split()) for text in icons))
        names = {text: icon_name(icon) or "" for text, icon in icons.items()}
        own = names if len(set(names.values())) == len(names) else {}
        found = {
            text: [*([own[text]] if text in own else []), *(name for name in text.split() if name not in shared)]
            for text in icons
        }
    elif attribute in {"alt", "title"}:
        found = {text: [text] for text in icons}
    else:
        found = {text: [_part_of(text)] for text in icons}
    words = {names[0] for names in found.values() if names and names[0]}
    return found if len(words) == len(icons) else None


def _part_of(address: str) -> str:
    """What names a picture in its address: the part behind a sign, or the stem of the file's name."""
    before, sign, part = address.rpartition("#")
    return part if sign and part else (before or part).rpartition("/")[2].partition(".")[0]


def _told(text: str, names: Sequence[str], words: Mapping[str, str]) -> tuple[str, Sign | None]:
    """The word by which a look is told, and what it says: as was answered, or else as names of icons are."""
    said = text.casefold()
    answered = [word for word in words if word.casefold() in said and words[word] in get_args(Sign)]
    if answered:
        word = max(answered, key=len)
        return word, cast("Sign", words[word])
    known = next((name for name in names if sign_of_icon([name]) is not None), None)
    return (names[0], None) if known is None else (known, sign_of_icon([known]))
