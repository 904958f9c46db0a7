"""Proposes the fields of the one thing that a page is of: an offer, or an account."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.page.within import name_within
from cryptodrug_scraper.scaffold.candidates import OWN_TEXT
from cryptodrug_scraper.scaffold.headings import named_on
from cryptodrug_scraper.scaffold.outline import step_of
from cryptodrug_scraper.scaffold.own_names import propose_own_names
from cryptodrug_scraper.scaffold.own_page import Own, add_at, shared_selector, with_layouts
from cryptodrug_scraper.scaffold.proposal import OF_LISTING, KindProposal
from cryptodrug_scraper.scaffold.propose_accounts import propose_accounts, propose_accounts_beside, propose_told
from cryptodrug_scraper.scaffold.propose_cards import propose_cards
from cryptodrug_scraper.scaffold.propose_extent import propose_extent, propose_rated
from cryptodrug_scraper.scaffold.propose_icons import propose_iconed
from cryptodrug_scraper.scaffold.propose_labels import labels_of_frame, propose_labels, propose_price, propose_worded
from cryptodrug_scraper.scaffold.propose_reviews import propose_reviews
from cryptodrug_scraper.scaffold.propose_rows import propose_rows
from cryptodrug_scraper.scaffold.propose_seller import propose_seller
from cryptodrug_scraper.scaffold.propose_signs import propose_signs, signs_in
from cryptodrug_scraper.scaffold.propose_texts import propose_key, propose_texts
from cryptodrug_scraper.scaffold.propose_title import NAMING, propose_title
from cryptodrug_scraper.scaffold.propose_windows import propose_windows
from cryptodrug_scraper.scaffold.same_vendor import tell_same_vendor
from cryptodrug_scraper.scaffold.seen_blocks import SeenBlocks
from cryptodrug_scraper.scaffold.selecting import name_of
from cryptodrug_scraper.scaffold.shapes import is_named_in
from cryptodrug_scraper.scaffold.struck import leave_struck_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.answered import Answered
    from cryptodrug_scraper.scaffold.candidates import Candidate
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.tree import Tree

__all__ = ["propose_all"]

_LISTS = ("home", "category_list")


def propose_all(
    site: Site, roles: Roles, tree: Tree, kinds: Sequence[str], answered: Answered
) -> tuple[KindProposal, ...]:
    """Propose how the pages of some kinds are read, with what was answered where it says something else."""
    drafts = [_propose(site, roles, tree, kind, answered) for kind in kinds]
    _share_signs(site, roles, [proposal for proposal, _ in drafts], answered.answers.words.sign)
    answered.learn(proposal for proposal, _ in drafts)
    for proposal, own in drafts:
        answered.take_blocks(proposal)
        if proposal.kind in OF_LISTING or (proposal.kind.startswith("vendor") and proposal.kind != "vendor_list"):
            answered.take_thing(proposal, own)
        if proposal.blocks and proposal.kind != "vendor_list":
            proposal.rated = propose_rated(proposal, own) or ""
            has_total = bool(proposal.rated) and proposal.lists_ratings
            proposal.extent = propose_extent(site, own, roles, has_total=has_total)
        answered.take_totals(proposal)
        proposal.main = _main(own)
        for candidates in (proposal.candidates, *(block.candidates for block in proposal.blocks)):
            _join_prices(candidates)
    answered.check_met()
    return tuple(proposal for proposal, _ in drafts)


def _join_prices(candidates: Sequence[Candidate]) -> None:
    """Mark the price of a record of which another place has the same in other currencies."""
    if any(each.name == "prices" for each in candidates):
        for each in candidates:
            each.is_one_of_several = each.name == "price"


def _share_signs(site: Site, roles: Roles, proposals: Sequence[KindProposal], answered: Mapping[str, str]) -> None:
    """Take signs of ratings on pages of a kind from icons that say them on pages of another kind."""
    known = {**signs_in(proposals), **answered}
    for proposal in proposals if known else ():
        layouts = SeenBlocks.layouts(site, roles.reviews, proposal.pages)
        seen_by = (
            {seen.by: seen for seen in layouts} if any(each.record == "review" for each in proposal.blocks) else {}
        )
        for block in proposal.blocks:
            seen = seen_by.get(block.selector) if block.record == "review" else None
            if seen is not None and all(each.name != "sign" for each in block.candidates):
                found = [each for each in propose_signs(seen, known) if each.name]
                block.candidates = [*(each for each in block.candidates if each.form != "sign" or not found), *found]


def _propose(
    site: Site, roles: Roles, tree: Tree, kind: str, answered: Answered
) -> tuple[KindProposal, dict[int, Own]]:
    """
    Propose how the pages of a kind are read, with what they say; of answers headings of texts and words of signs alone
    are taken.
    """
    pages = [page for page in site.pages if page.kind == kind]
    reviews = propose_reviews(site, roles, pages, answered.answers.words.sign)
    beside = propose_accounts_beside(site, roles, pages) if kind in _LISTS else []
    cards = propose_cards(site, roles, tree, pages)
    for each in cards:
        each.is_beside_accounts = bool(beside)
    blocks = [*beside, *cards, *reviews]
    proposal = KindProposal(kind, pages, blocks=blocks)
    own = {id(page): Own(site, roles, page, proposal) for page in pages}
    frame = labels_of_frame(site, roles, kind)
    if kind in OF_LISTING:
        propose_title(proposal, own, roles)
        _vendor(proposal, own, site, roles)
        _categories(proposal, own, site, tree)
        propose_seller(proposal, own)
        propose_labels(proposal, own, "listing", frame)
        propose_price(proposal, own, site, roles)
        propose_worded(proposal, own, "listing", frame)
        propose_iconed(proposal, own, "listing", frame)
        propose_texts(proposal, own, ("description", "terms", "refund_policy"), answered.answers.texts)
        proposal.rows = propose_rows(own)
        propose_own_names(proposal, site, roles, roles.listing, own)
        tell_same_vendor(proposal, own)
    elif kind == "vendor_list":
        if (accounts := propose_accounts(site, roles, pages)) is not None:
            proposal.blocks = [accounts]
    elif kind.startswith("vendor"):
        _name(proposal, own, roles)
        propose_windows(proposal, own, answered.answers.words.sign)
        propose_labels(proposal, own, "vendor", frame)
        propose_worded(proposal, own, "vendor", frame)
        propose_told(proposal, own)
        propose_iconed(proposal, own, "vendor", frame)
        propose_key(proposal, own)
        if kind == "vendor_profile":
            propose_texts(proposal, own, ("profile", "terms"), answered.answers.texts)
        propose_own_names(proposal, site, roles, roles.vendor, own)
    leave_struck_out(proposal.candidates, [(each.page.document, each.root) for each in own.values()])
    return proposal, own


def _vendor(proposal: KindProposal, own: dict[int, Own], site: Site, roles: Roles) -> None:
    """The first link to an account at the place that the most pages have: others may lead to other accounts."""
    found: dict[object, dict[int, Element]] = defaultdict(dict)
    for page, each in own.items():
        for element, address, text in site.links(each.page):
            if address.route == roles.vendor and element not in each.inside and is_named_in(text, address.values):
                around = element.getparent()
                found[step_of(element), None if around is None else step_of(around)].setdefault(page, element)
    groups = sorted(found.values(), key=lambda each: -len(each))
    for places in (*([with_layouts(groups)] if groups else []), *groups):
        if add_at(proposal, own, "vendor", places, least=0.5):
            added = proposal.candidates[-1]
            added.own_form = "" if all(name_within(text) == text for text in added.samples) else "text"
            return


def _name(proposal: KindProposal, own: dict[int, Own], roles: Roles) -> None:
    """The account that a page is of: in a heading, or the text that several links of the page name."""
    found: dict[int, Element] = {}
    names: set[str] = set()
    for page, each in own.items():
        name = named_on(each.page, roles)
        if name is None:
            continue
        names.add(name)
        elements = [
            element
            for element in each.root.iter(*NAMING)
            if element not in each.inside
            and name in {each.page.document.line(element.text or ""), each.page.document.text(element)}
        ]
        headings = [element for element in elements if element.tag[0] == "h"]
        if elements:
            found[page] = (headings or elements)[0]
    doubts = []
    if found and any(
        own[page].page.document.text(element) not in {*names, own[page].page.document.line(element.text or "")}
        for page, element in found.items()
    ):
        doubts.append("other words stand behind the name: its own text is read")
    if not add_at(proposal, own, "vendor", found, *doubts, least=0.5):
        return
    added = proposal.candidates[-1]
    if doubts:
        added.attribute = OWN_TEXT
        added.samples = [own[page].page.document.line(element.text or "") for page, element in found.items()]
    if names.issuperset(added.samples) and any(" " in text for text in added.samples):
        added.own_form = "text"  # names of several words


def _categories(proposal: KindProposal, own: dict[int, Own], site: Site, tree: Tree) -> None:
    """A row of links to categories outside of the menu: a breadcrumb."""
    if tree.route is None:
        return
    rows: dict[int, list[Element]] = {}
    for page, each in own.items():
        times: Counter[Element] = Counter()
        for element, address, _ in site.links(each.page):
            parent = element.getparent()
            if address.route == tree.route and element not in each.inside and parent is not None:
                times[parent if parent.tag != "li" or parent.getparent() is None else parent.getparent()] += 1  # type: ignore[index]
        menus = {inner for menu in tree.menus for holder in css(menu)(each.root) for inner in holder.iter()}
        rest = _around_siblings({holder: count for holder, count in times.items() if holder not in menus})
        few = [holder for holder, count in rest.items() if count <= 5]  # a path, and no menu
        if few and len(rest) <= 3:
            rows[page] = few
    said = Counter(own[page].page.document.text(holder) for page, few in rows.items() for holder in few)
    of_all = {text for text, count in said.items() if count > max(1, len(own) / 2)}  # of the frame
    found = {
        page: next((holder for holder in few if own[page].page.document.text(holder) not in of_all), few[0])
        for page, few in rows.items()
    }
    add_at(
        proposal, own, "category_path", found, "links to categories that stand alone are taken for the path", least=0.5
    )


def _around_siblings(holders: Mapping[Element, int]) -> Mapping[Element, int]:
    """Elements with their links or, where all are beside one another with one link each, the element around them."""
    parents = {holder.getparent() for holder in holders}
    if len(holders) > 1 and len(parents) == 1 and (parent := parents.pop()) is not None:
        return {parent: sum(holders.values())}
    return holders


def _main(own: dict[int, Own]) -> str:
    """A selector of the innermost element that holds all that was found on each page, and can be selected."""
    chains: list[list[Element]] = []
    for each in own.values():
        if not each.used:
            return ""
        shared = set.intersection(*({element, *element.iterancestors()} for element in each.used))
        inner = max(shared, key=lambda element: sum(1 for _ in element.iterancestors()))
        chains.append([inner, *inner.iterancestors()])
    for level in zip(*chains, strict=False):
        if any(element.tag in {"html", "body"} for element in level):
            return ""
        is_alone = any(element in each.used for element, each in zip(level, own.values(), strict=True))
        if not is_alone and any(sign in name_of(list(level), with_ids=True) for sign in ".#"):
            selector = shared_selector(own, dict(zip(own, level, strict=True)))
            if selector is not None:
                return selector
    return ""
