"""What tells the kinds of page apart: for each kind a structure that its own pages have."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.blocks import texts
from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.parsed import WALLS
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.kind_test import Test
from cryptodrug_scraper.scaffold.selecting import LEADS
from cryptodrug_scraper.scaffold.telling_cut import held_when_cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["tests_of"]

_PLAIN = re.compile(r"[A-Za-z][A-Za-z_-]*\Z")
_LABELS = frozenset({"th", "label", "dt", "legend", "button", "summary"})
_SAYING = _LABELS | {"b", "strong", "td", "span", "font", "div", "p", "h1", "h2", "h3", "h4", "a", "small"}
_SEVERAL = 3
_WORDS = re.compile(r"[^\W\d_][^\d\n]{2,39}")
_TAGS = frozenset({"dl", "form", "h1", "h2", "pre", "table", "textarea", "th", "ul"})
_PASSWORD = "input[type=password]"  # noqa: S105  # a selector
_MOST_WORDS = 24
"""Words of a title that are looked at."""
_TITLE = "title:"
_HEADINGS = (_TITLE, "h1:", "h2:", "h3:")
_NEVER = 99
_FEW = 8
"""Of so many pages of a kind one may lack what tells it, where nothing is on all."""
_MOST = 60
"""Structures of which pairs are tried."""


def tests_of(pages: Sequence[SavedPage], preferred: Mapping[str, Sequence[str]]) -> list[Test]:
    """
    Find tests that are tried in turn, walls first where they can be.

    Args:
        pages: pages whose kinds are known; those of kind ``unknown`` are what no test may take for another.
        preferred: for some kinds selectors of what is read on them, which tell most.
    """
    wanted = {selector: css(selector) for selectors in preferred.values() for selector in selectors}
    words = frozenset().union(*(_words(page) for page in pages))
    places = {id(page): _places(page, wanted, words) for page in pages}
    features = {page: frozenset(each) for page, each in places.items()}
    left = sorted({page.kind for page in pages} - {"unknown"}, key=lambda kind: (kind not in WALLS, kind))
    found: list[Test] = []
    while left:
        test = _next(left, pages, features, preferred)
        found.append(test)
        left.remove(test.kind)
    found += _of_rest(found, pages, features)
    found += _others(found, pages, features)

    def shared(kind: str) -> list[str]:
        own = [features[id(page)] for page in pages if page.kind == kind]
        return _shared(own, preferred.get(kind, ()), is_wall=kind in WALLS)

    return held_when_cut(found, [(page.kind, places[id(page)]) for page in pages], shared)


def _of_rest(tests: Sequence[Test], pages: Sequence[SavedPage], features: Mapping[int, frozenset[str]]) -> list[Test]:
    """Further tests of pages whose kind is sure and that no test tells: they lack what others of their kind have."""
    left = [page for page in pages if not any(_fits(test, features[id(page)]) for test in tests)]
    rest: dict[str, list[SavedPage]] = defaultdict(list)
    for page in left:
        if (page.is_sure or page.is_answered) and page.kind != "unknown":
            rest[page.kind].append(page)
    found = []
    for kind, own in sorted(rest.items()):
        said = [features[id(page)] for page in own]
        every = [features[id(page)] for page in pages if page.kind != kind]
        others = [features[id(page)] for page in left if page.kind != kind]
        has, lacks = _telling(said, every, ())
        if not has:
            has, lacks = _telling(said, others, ())
        if has:
            found.append(Test(kind, has, lacks, len(own)))
    return found


def _others(tests: Sequence[Test], pages: Sequence[SavedPage], features: Mapping[int, frozenset[str]]) -> list[Test]:
    """For each kind of several pages another test, of what no other page has: some may lack what the first asks."""
    found = []
    for kind in dict.fromkeys(test.kind for test in tests if test.kind not in WALLS):
        own = [features[id(page)] for page in pages if page.kind == kind]
        others = [features[id(page)] for page in pages if page.kind != kind]
        asked = [each for test in tests if test.kind == kind for each in test.has]
        telling = (one for one in _shared(own, ()) if not any(one in other for other in others))
        one = next((one for one in telling if not any(_is_alike(one, each) for each in asked)), None)
        if one is not None and len(own) >= _SEVERAL:
            found.append(Test(kind, (one,), (), len(own)))
    return found


def _is_alike(one: str, other: str) -> bool:
    """Tell whether two selectors go by the words of elements of one kind, or are the same."""
    start, words, _ = one.partition(":contains(")
    return one == other or (bool(words) and other.startswith(start + words))


def _fits(test: Test, page: frozenset[str]) -> bool:
    """Tell whether a test takes a page for its kind."""
    return bool(test.has) and page.issuperset(test.has) and page.isdisjoint(test.lacks)


def _next(
    left: Sequence[str],
    pages: Sequence[SavedPage],
    features: Mapping[int, frozenset[str]],
    preferred: Mapping[str, Sequence[str]],
) -> Test:
    """The kind that is told most simply from those that are left."""
    tries = []
    for place, kind in enumerate(left):
        own = [features[id(page)] for page in pages if page.kind == kind]
        others = [features[id(page)] for page in pages if page.kind != kind and page.kind in {*left, "unknown"}]
        every = [features[id(page)] for page in pages if page.kind != kind]
        known = preferred.get(kind, ())
        is_wall = kind in WALLS
        has, lacks = _telling(own, every, known, is_wall=is_wall)
        if len(has) != 1 or lacks:
            has, lacks = _telling(own, others, known, is_wall=is_wall)
        known_well = [features[id(page)] for page in pages if page.kind == kind and page.is_sure]
        if not has and known_well and len(known_well) < len(own):
            has, lacks = _telling(known_well, others, known)
        few = len(own) // _FEW
        if not has and few:
            has, lacks = _telling(own, others, known, but_for=few)
        weak = sum(not any(sign in selector for sign in ".#[:") for selector in has)  # any site has such tags
        tries.append((len(has) + 2 * len(lacks) + 4 * weak if has else _NEVER, place, Test(kind, has, lacks, len(own))))
    return min(tries, key=lambda each: each[:2])[2]


def _telling(
    own: Sequence[frozenset[str]],
    others: Sequence[frozenset[str]],
    preferred: Sequence[str],
    but_for: int = 0,
    *,
    is_wall: bool = False,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """
    What all pages have, and no other page has together; what others have is lacked where nothing else tells.

    Args:
        own: what each page of the kind has.
        others: what each page of others has.
        preferred: what is to be tried first.
        but_for: how many pages of the kind may lack it: some may be cut, or told wrongly.
        is_wall: whether the pages say nothing but words of the site.
    """
    shared = _shared(own, preferred, but_for, is_wall=is_wall)
    for one in shared:
        if not any(one in other for other in others):
            return (one,), ()
    best = shared[:_MOST]
    for one, two in combinations(best, 2):
        if not any(one in other and two in other for other in others):
            return (one, two), ()
    theirs = sorted(filter(_is_of_site, frozenset().union(*others) - frozenset().union(*own)), key=_rank)
    for one in best:
        confused = [other for other in others if one in other]
        for lacked in theirs:
            if all(lacked in other for other in confused):
                return (one,), (lacked,)
    return (), ()


def _shared(
    own: Sequence[frozenset[str]], preferred: Sequence[str], but_for: int = 0, *, is_wall: bool = False
) -> list[str]:
    """What all pages of a kind have, or almost all: what is preferred first, and the words of headings of walls."""
    order = {selector: place for place, selector in enumerate(preferred)}
    times = Counter(each for page in own for each in page)
    is_sure = is_wall or len(own) >= _SEVERAL  # what several pages of a kind say alike is no name or title
    most = [
        each
        for each, count in times.items()
        if count >= len(own) - but_for and (is_sure or _is_of_site(each) or (len(own) > 1 and each.startswith(_TITLE)))
    ]
    return sorted(
        most, key=lambda each: (order.get(each, len(order)), *(_rank_of_wall(each) if is_wall else ()), *_rank(each))
    )


def _rank_of_wall(selector: str) -> tuple[bool, bool, int]:
    """A password, and then the words of titles and headings, those with most of them before others."""
    is_heading = selector.startswith(_HEADINGS)
    return selector != _PASSWORD, not is_heading, -len(selector) if is_heading else 0


def _rank(selector: str) -> tuple[int, int, str]:
    """Identifiers first, then classes, then the rest; short before long."""
    order = (
        selector.startswith("#") or selector == _PASSWORD,
        selector.startswith("."),
        "[" in selector,
        ":" in selector,
    )
    return (*order, True).index(True), len(selector), selector


def _places(
    page: SavedPage, wanted: Mapping[str, Callable[[Element], Sequence[Element]]], words: Iterable[tuple[str, str]]
) -> dict[str, int]:
    """Selectors of what a page has, and after how many of its elements each first finds something."""
    order = {element: place for place, element in enumerate(page.document.root.iter())}
    found = _features(order)
    found |= {
        selector: min(_end(element, order) if ":" in selector else order[element] for element in elements)
        for selector, find in wanted.items()
        if (elements := find(page.document.root))
    }
    return found | _having(page, words, order)


def _end(element: Element, order: Mapping[Element, int]) -> int:
    """The place of the last element within one."""
    *_, last = element.iter()
    return order[last]


def _features(order: Mapping[Element, int]) -> dict[str, int]:
    """Selectors of the tags, names and links of elements, with the place of the first of each."""
    places: dict[str, int] = {}
    for element, place in order.items():
        if not isinstance(element.tag, str):
            continue
        found: set[str] = set()
        names = [name for name in classes(element) if _PLAIN.match(name)]
        here = [element.tag, *(f"{element.tag}.{name}" for name in names)]
        found.update(f".{name}" for name in names)
        if (own := element.get("id")) and _PLAIN.match(own):
            found.add(f"#{own}")
        if element.tag in _TAGS:
            found.add(element.tag)
        if element.tag == "a" and (leads := LEADS.search(element.get("href") or "")) is not None:
            found.add(f'a[href*="{leads[0]}"]')
        if element.tag == "input" and element.get("type") == "password":
            found.add(_PASSWORD)
        parent = element.getparent()
        if parent is not None and isinstance(parent.tag, str):
            above = [parent.tag, *(f"{parent.tag}.{name}" for name in classes(parent) if _PLAIN.match(name))]
            found.update(f"{one} > {two}" for one in above for two in here)
        for selector in found:
            places.setdefault(selector, place)
    return places


def _words(page: SavedPage) -> set[tuple[str, str]]:
    """The tags and texts of elements that say a few words, which may be the site's own."""
    return _in_title(page) | {
        (str(element.tag), text)
        for element in page.document.root.iter(*_SAYING)
        if not len(element)
        and (text := (element.text or "").strip())
        and _WORDS.fullmatch(text) is not None
        and '"' not in text
    }


def _in_title(page: SavedPage) -> set[tuple[str, str]]:
    """Each word of a page's title, and each few of them in a row."""
    words = page.document.title.split()[:_MOST_WORDS]
    runs = (" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, start + 4))
    return {("title", run) for run in runs if _WORDS.fullmatch(run) is not None and '"' not in run}


def _having(page: SavedPage, words: Iterable[tuple[str, str]], order: Mapping[Element, int]) -> dict[str, int]:
    """Selectors by the words that a page has in elements of their tag, whatever else these say."""
    said: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for element in page.document.root.iter(*_SAYING, "title"):
        said[str(element.tag)].append((_end(element, order), "".join(texts(element))))
    every = {tag: "\n".join(text for _, text in each) for tag, each in said.items()}
    return {
        f'{tag}:contains("{text}")': min(place for place, each in said[tag] if text in each)
        for tag, text in words
        if text in every.get(tag, "")
    }


def _is_of_site(selector: str) -> bool:
    """Tell whether words are the site's own even where one page has them: those of labels and headings of columns."""
    tag, _, said = selector.partition(":contains(")
    return not said or tag in _LABELS or said.endswith(':")')


def kinds_in(tests: Iterable[Test]) -> list[str]:
    """The kinds with content among those that are told, in the order of the tests."""
    return [test.kind for test in tests if test.kind not in WALLS]
