"""What saved pages of one market show of it: what all have in common, what tells their kinds apart, what each says."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.parsed import KINDS, WALLS
from cryptodrug_scraper.scaffold.agreeing import tell_by_address
from cryptodrug_scraper.scaffold.answered import Answered
from cryptodrug_scraper.scaffold.answers import Answers
from cryptodrug_scraper.scaffold.finding import find_roles
from cryptodrug_scraper.scaffold.propose_page import propose_all
from cryptodrug_scraper.scaffold.saved import read_site
from cryptodrug_scraper.scaffold.telling import tests_of
from cryptodrug_scraper.scaffold.tree import find_tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cryptodrug_scraper.scaffold.kind_test import Test
    from cryptodrug_scraper.scaffold.proposal import KindProposal
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.saved_page import SavedPage
    from cryptodrug_scraper.scaffold.tree import Tree

__all__ = ["Found", "look_at"]

_SHORTEST_TITLE = 4
_LONGEST_TITLE = 160
_AROUND_TITLE = " -–—|·•:»«/"
_TELLING = 10
_NEARLY_ALL = 0.9
_FEWEST_MARKS, _MOST_MARKS = 3, 6
"""Marks by which a page is known that has the site's name elsewhere than in its title."""
_FEW = 0.2
_MOST = 0.8
"""Share of the pages that have what tells the site: walls and cut pages may lack it."""


@dataclass(frozen=True, slots=True)
class Found:
    """
    What saved pages show.

    Attributes:
        site: the pages with their addresses.
        roles: what they repeat.
        tree: their categories.
        title: the longest words that most titles have in common; empty where they have none.
        marks: classes and ids (as ``.name`` and ``#name``) that all pages with these words have.
        more_marks: those that pages with these words elsewhere than in their title have; empty where there are none.
        strangers: pages without the words or marks, by which none of them would be known.
        tests: what tells each kind.
        proposals: what is proposed for the reader of each kind with content.
        answers: what the author said of them.
    """

    site: Site
    roles: Roles
    tree: Tree
    title: str
    marks: tuple[str, ...]
    more_marks: tuple[str, ...]
    strangers: tuple[SavedPage, ...]
    tests: tuple[Test, ...]
    proposals: tuple[KindProposal, ...]
    answers: Answers

    @property
    def pages(self) -> list[SavedPage]:
        """The pages."""
        return self.site.pages

    @property
    def kinds(self) -> list[str]:
        """The kinds with content."""
        return [proposal.kind for proposal in self.proposals]


def look_at(files: Sequence[Path], answers: Answers | None = None) -> Found:
    """
    Look at saved pages of one market.

    Args:
        files: the pages.
        answers: what the author knows of them.

    Raises:
        ArchiveError: a file cannot be read, or is no page.
        ConfigurationError: an answer is of something that no page has.
    """
    answered = Answered(answers or Answers())
    site = read_site(files)
    roles = find_roles(site, answered.answers.blocks)
    tree = find_tree(site, roles)
    tell_by_address(site, roles, tree)
    answered.take_pages(site)
    present = {page.kind for page in site.pages} - WALLS
    kinds = [kind for kind in (*KINDS, "vendor_list") if kind in present]
    proposals = propose_all(site, roles, tree, kinds, answered)
    preferred = {each.kind: _read_on(each) for each in proposals}
    title = _common([page.document.title for page in site.pages if page.document.title])
    of_title = [page for page in site.pages if title and title.lower() in page.document.title.lower()]
    marks = _shared(of_title or site.pages, but_for=0 if _tells(title) else _FEW)
    more_marks = _marks_beside(title, site.pages)
    return Found(
        site=site,
        roles=roles,
        tree=tree,
        title=title,
        marks=marks,
        more_marks=more_marks,
        strangers=tuple(
            page
            for page in site.pages
            if not (title.lower() in page.document.title.lower() and page.marks.issuperset(marks))
            and not (more_marks and _names(title, page) and page.marks.issuperset(more_marks))
        ),
        tests=tuple(tests_of(site.pages, preferred)),
        proposals=proposals,
        answers=answered.answers,
    )


def _read_on(proposal: KindProposal) -> list[str]:
    """The selectors of what is read on all pages of a kind, those first that tell most of it."""
    listed = "vendor" if proposal.kind == "vendor_list" else "listing"  # best sellers are on few of other lists
    told = {"review"} if proposal.candidates else {"review", listed}
    blocks = [block.selector for block in proposal.blocks if block.record in told]
    every = [
        each.selector for each in proposal.candidates if each.selector and len(each.samples) == len(proposal.pages)
    ]
    return [*blocks, *([proposal.main] if proposal.main else []), *every]


def _tells(title: str) -> bool:
    """Tell whether what titles have in common names a site by itself: several words."""
    return len(re.findall(r"[^\W\d_]{2,}", title)) > 1 and len(title) >= _TELLING


def _shared(pages: Sequence[SavedPage], but_for: float) -> tuple[str, ...]:
    """Two marks that all pages have, or all but a share of them where no mark is on all: walls may lack it."""
    times = Counter(mark for page in pages for mark in page.marks if "0" not in mark)
    for missing in (0.0, but_for):
        shared = sorted(mark for mark, count in times.items() if count >= (1 - missing) * len(pages))
        if shared:
            return tuple(shared[:2])
    return ()


def _marks_beside(title: str, pages: Sequence[SavedPage]) -> tuple[str, ...]:
    """
    Marks of nearly all pages with content, and of all of these that say the words of titles elsewhere alone; none where
    there are no such pages, or the marks are too few to tell the site.
    """
    with_content = [page for page in pages if page.kind not in WALLS and title and _names(title, page)]
    beside = [page for page in with_content if title.lower() not in page.document.title.lower()]
    if not beside:
        return ()
    times = Counter(mark for page in with_content for mark in page.marks if "0" not in mark)
    known = frozenset.intersection(*(page.marks for page in beside))
    shared = sorted(mark for mark in known if times[mark] >= _NEARLY_ALL * len(with_content))
    return tuple(shared[:_MOST_MARKS]) if len(shared) >= _FEWEST_MARKS else ()


def _names(title: str, page: SavedPage) -> bool:
    """Tell whether a page has the words of titles anywhere, as most titles have them or in capitals."""
    return any(name.encode() in page.body for name in (title, title.upper()))


def _common(titles: list[str]) -> str:
    """The longest stretch of text that most titles have in whatever letters, of those that the most have."""
    times: Counter[str] = Counter()
    said = [title[:_LONGEST_TITLE] for title in titles]
    for short in map(str.lower, said):
        times.update(
            {
                short[start:end].strip()
                for start in range(len(short))
                for end in range(start + _SHORTEST_TITLE, len(short) + 1)
            }
        )
    most = [
        stretch for stretch, count in times.items() if count >= _MOST * len(titles) and len(stretch) >= _SHORTEST_TITLE
    ]
    best = max(most, key=lambda stretch: (times[stretch] * len(stretch), stretch), default="")
    bare = best.strip(_AROUND_TITLE)
    chosen = bare if len(bare) >= _SHORTEST_TITLE else best  # the first page has no sign before the site's name
    printed = Counter(
        title[at : at + len(chosen)] for title in said if chosen and (at := title.lower().find(chosen)) >= 0
    )
    return printed.most_common(1)[0][0] if printed else ""
