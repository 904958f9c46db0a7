"""What saved pages of one market show of it: what all have in common, what tells their kinds apart, what each says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.parsed import KINDS, WALLS
from cryptodrug_scraper.scaffold.finding import find_roles
from cryptodrug_scraper.scaffold.propose_page import propose
from cryptodrug_scraper.scaffold.saved import read_site
from cryptodrug_scraper.scaffold.telling import tests_of
from cryptodrug_scraper.scaffold.tree import find_tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cryptodrug_scraper.scaffold.proposal import KindProposal
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import SavedPage, Site
    from cryptodrug_scraper.scaffold.telling import Test
    from cryptodrug_scraper.scaffold.tree import Tree

__all__ = ["Found", "look_at"]

_SHORTEST_TITLE = 4


@dataclass(frozen=True, slots=True)
class Found:
    """
    What saved pages show.

    Attributes:
        site: the pages with their addresses.
        roles: what they repeat.
        tree: their categories.
        title: the longest words that all titles have in common; empty where they have none.
        marks: classes and ids (as ``.name`` and ``#name``) that all pages have.
        tests: what tells each kind.
        proposals: what is proposed for the reader of each kind with content.
    """

    site: Site
    roles: Roles
    tree: Tree
    title: str
    marks: tuple[str, ...]
    tests: tuple[Test, ...]
    proposals: tuple[KindProposal, ...]

    @property
    def pages(self) -> list[SavedPage]:
        """The pages."""
        return self.site.pages

    @property
    def kinds(self) -> list[str]:
        """The kinds with content."""
        return [proposal.kind for proposal in self.proposals]


def look_at(files: Sequence[Path]) -> Found:
    """
    Look at saved pages of one market.

    Raises:
        ArchiveError: a file cannot be read, or is no page.
    """
    site = read_site(files)
    roles = find_roles(site)
    tree = find_tree(site, roles)
    present = {page.kind for page in site.pages} - WALLS
    proposals = [propose(site, roles, tree, kind) for kind in KINDS if kind in present]
    preferred = {each.kind: _read_on(each) for each in proposals}
    shared = (
        frozenset.intersection(*marks) if (marks := [page.marks for page in site.pages if page.marks]) else frozenset()
    )
    return Found(
        site=site,
        roles=roles,
        tree=tree,
        title=_common([page.document.title for page in site.pages if page.document.title]),
        marks=tuple(sorted(mark for mark in shared if "0" not in mark))[:2],
        tests=tuple(tests_of(site.pages, preferred)),
        proposals=tuple(proposals),
    )


def _read_on(proposal: KindProposal) -> list[str]:
    """The selectors of what is read on all pages of a kind, those first that tell most of it."""
    blocks = [block.selector for block in proposal.blocks if block.record == "review" or not proposal.candidates]
    every = [
        each.selector for each in proposal.candidates if each.selector and len(each.samples) == len(proposal.pages)
    ]
    return [*blocks, *([proposal.main] if proposal.main else []), *every]


def _common(titles: list[str]) -> str:
    """The longest stretch of text that all titles have."""
    if not titles:
        return ""
    first = min(titles, key=len)
    stretches = (
        first[start:end] for start in range(len(first)) for end in range(start + _SHORTEST_TITLE, len(first) + 1)
    )
    shared = [stretch for stretch in stretches if all(stretch in title for title in titles)]
    return max(shared, key=len, default="").strip()
