"""Writes the readers of a market from what is proposed; a guess is marked ``# CHECK:``, with its evidence."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.scaffold.candidates import place_key
from cryptodrug_scraper.scaffold.code_blocks import accounts_function, cards_function, reviews_function
from cryptodrug_scraper.scaffold.code_rows import extent_lines
from cryptodrug_scraper.scaffold.code_text import PAGE, Module, check, imports, listed, quoted, raw
from cryptodrug_scraper.scaffold.code_thing import thing_lines
from cryptodrug_scraper.scaffold.code_words import types_of_words, words_lines
from cryptodrug_scraper.scaffold.proposal import pattern_of, place_of, values_of
from cryptodrug_scraper.scaffold.propose_extent import propose_rates
from cryptodrug_scraper.scaffold.propose_signs import signs_in
from cryptodrug_scraper.scaffold.routing import expression_of, followed_routes, leaving_addresses, open_routes
from cryptodrug_scraper.scaffold.shapes import SIGNS, SIGNS_BY_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.scaffold.answers import Answers
    from cryptodrug_scraper.scaffold.proposal import KindProposal
    from cryptodrug_scraper.scaffold.propose_extent import RatesProposal
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.tree import Tree

__all__ = ["readers_of"]


def readers_of(
    title: str, site: Site, roles: Roles, tree: Tree, proposals: Sequence[KindProposal], answers: Answers
) -> str:
    """
    Write the module of readers.

    Args:
        title: the full name of the market.
        site: its saved pages.
        roles: what they repeat.
        tree: its categories.
        proposals: what is proposed for each kind of page, in the order of the readers.
        answers: what was answered: the site's own words, and what says how far its lists go.
    """
    words = msgspec.structs.replace(answers.words, sign={**signs_in(proposals), **answers.words.sign})
    signs = {**_signs_in(site, proposals), **words.currency}
    module = Module(
        signs=signs, words=words, totals=answers.totals, site=answers.site, has_accounts=roles.vendor is not None
    )
    parts = _parts(module, site, roles, tree)
    rates = propose_rates(site)
    bodies = [line for proposal in proposals for line in _reader(module, proposal, roles, tree, rates)]
    helpers = [*_follow(module, site, roles, tree), *(_price_reader(module) if module.signs else [])]
    helpers += words_lines(module)
    exported = sorted(f"read_{proposal.kind}" for proposal in proposals)
    text = [
        f'"""What is read on each kind of page of {title}: drafted from {len(site.pages)} saved pages."""',
        "",
        "from __future__ import annotations",
        "",
        *(["import re"] if any("re.compile" in line for line in [*parts, *helpers, *module.constants]) else []),
        "from typing import TYPE_CHECKING",
        "",
        *imports(module.names),
        "",
        "if TYPE_CHECKING:",
        *_typing(module, bodies, helpers),
        "",
        *listed("__all__ = [", [quoted(name) for name in exported], "]"),
        "",
        *parts,
        *module.constants,
        *helpers,
        *bodies,
    ]
    return "\n".join(text).rstrip() + "\n"


def _typing(module: Module, bodies: Sequence[str], helpers: Sequence[str]) -> list[str]:
    names = ["Document"]
    if any(re.search(r"\bElement\b", line) for line in (*bodies, *helpers)):
        names.append("Element")
    lines = [f"    from {PAGE}.document import {', '.join(names)}"]
    lines += [f"    from {PAGE}.parts import {name}" for name in types_of_words(module)]
    if module.signs:
        lines.append(f"    from {PAGE}.records import Money")
    return lines


def _parts(module: Module, site: Site, roles: Roles, tree: Tree) -> list[str]:
    """The patterns of what names offers, accounts and categories in addresses."""
    del module
    lines = []
    for name, route, what in (
        ("_LISTING_ADDRESS", roles.listing, "an offer"),
        ("_VENDOR_ADDRESS", roles.vendor, "an account"),
    ):
        if route is not None:
            lines.append(f"{name} = re.compile({raw(_pattern(site, route, place_of(site, route)))})")
            lines.append(f'"""Finds what names {what} in an address."""')
    if tree.route is not None:
        lines.append(f"_CATEGORY_ADDRESS = re.compile({raw(_pattern(site, tree.route, tree.place))})")
        lines.append('"""Finds what names a category in an address."""')
    return lines


def _pattern(site: Site, route: str, place: int) -> str:
    """The regular expression that finds one of the values in addresses by a route."""
    return pattern_of(route, place, values_of(site, route), site.routes.tail(route))


def _follow(module: Module, site: Site, roles: Roles, tree: Tree) -> list[str]:
    """The function that links to the pages that a page leads to."""
    module.use("path_of", "ends_visit")
    routes = [(kind, _expression(site, route)) for kind, route in followed_routes(site, roles, tree)]
    rest = [
        f"any page of the site fits the addresses of {kind}, {raw(_expression(site, route))}: say what tells them, and "
        "add them here; until then they are not followed"
        for kind, route in open_routes(site, roles, tree)
    ]
    leaving = leaving_addresses(site, [expression for _, expression in routes])
    is_empty = not routes and not rest
    return [
        *(["_ROUTES: tuple[tuple[str, re.Pattern[str]], ...] = ()"] if is_empty else []),
        *([f"_ROUTES{'' if routes else ': tuple[tuple[str, re.Pattern[str]], ...]'} = ("] if not is_empty else []),
        *(f'    ("{kind}", re.compile({raw(expression)})),' for kind, expression in routes),
        *check("    ", *rest),
        *([")"] if not is_empty else []),
        '"""Which addresses lead to which kind of page; the first that fits decides."""',
        *(check("", "a route fits these addresses, which log out: they are never followed") if leaving else []),
        *([f"_LEAVING = re.compile({raw('|'.join(leaving))})"] if leaving else []),
        "",
        "",
        "def _follow(document: Document) -> None:",
        '    """Link to the pages that a page leads to, and never to the end of the visit."""',
        '    for link in document.whole(list(document.root.iter("a"))):',
        '        path = path_of(link.get("href"), document.context.url)',
        f"        if path is None or {'_LEAVING.match(path) or ' if leaving else ''}ends_visit(document, link, path):",
        "            continue",
        "        kind = next((kind for kind, route in _ROUTES if route.match(path)), None)",
        "        if kind is not None:",
        "            document.link(kind, path)",
        "",
        "",
    ]


def _expression(site: Site, route: str) -> str:
    return expression_of(route, is_deep=_is_deep(site, route), tail=site.routes.tail(route))


def _is_deep(site: Site, route: str) -> bool:
    """Tell whether what names a thing in addresses by a route has several parts."""
    return any("/" in value for value in values_of(site, route)) if "{}" in route else False


def _signs_in(site: Site, proposals: Sequence[KindProposal]) -> dict[str, str]:
    """The signs in amounts that stand for several currencies, each with that of the language that the pages state."""
    stated = Counter((page.document.root.get("lang") or "")[:2].lower() for page in site.pages)
    usual = SIGNS | SIGNS_BY_LANGUAGE.get(stated.most_common(1)[0][0], {})
    said = " ".join(
        sample
        for proposal in proposals
        for each in (*proposal.candidates, *(one for block in proposal.blocks for one in block.candidates))
        if each.form == "money"
        for sample in each.samples
    )
    return {
        sign: currency
        for sign, currency in usual.items()
        if re.search(rf"(?<![^\W\d_]){re.escape(sign)}(?![^\W\d_])", said)
    }


def _price_reader(module: Module) -> list[str]:
    module.use("price_within")
    signs = ", ".join(f"{quoted(sign)}: {quoted(currency)}" for sign, currency in module.signs.items())
    is_asked = not module.signs.keys() <= module.words.currency.keys()
    return [
        *(check("", "several currencies are written so; which one does this market mean?") if is_asked else []),
        f"_SIGNS = {{{signs}}}",
        "",
        "",
        "def _price(text: str) -> Money | None:",
        '    """Read an amount of money."""',
        "    return price_within(text, _SIGNS)",
        "",
        "",
    ]


def _site_lines(module: Module) -> list[str]:
    """The line that reads what the frame says of the site, where that was answered."""
    given = [f"{argument}={name}(document.root)" for argument, name in module.site_selectors().items()]
    if not given:
        return []
    module.use("read_site")
    return [f"    read_site(document, {', '.join(given)})"]


def _reader(module: Module, proposal: KindProposal, roles: Roles, tree: Tree, rates: RatesProposal | None) -> list[str]:
    """The reader of one kind of page, with the functions that it calls."""
    kind, upper = proposal.kind, proposal.kind.upper()
    lines = [
        f"def read_{kind}(document: Document) -> None:",
        f'    """Read a page of kind {kind}: drafted from {len(proposal.pages)} of them."""',
        "    _follow(document)",
        *_site_lines(module),
    ]
    after: list[str] = []
    if tree.menus:
        module.use("read_menu")
        links = module.selector("_MENU", ", ".join(f"{menu} a" for menu in tree.menus))
        lines.append(f"    read_menu(document, {links}(document.root), _CATEGORY_ADDRESS)")
    if rates is not None:
        module.use("read_rates")
        signs = ", _SIGNS" if module.signs else ""
        elements = f"{module.selector('_RATES', rates.selector)}(document.root){'[:1]' if rates.is_first else ''}"
        lines.append(f"    read_rates(document, {elements}{signs})")
    if proposal.blocks or proposal.totals:
        lines += extent_lines(module, proposal)
    if proposal.candidates or proposal.headed:
        record = "Listing" if kind.startswith("listing") else "Vendor"
        said, helper = thing_lines(module, proposal, record, roles)
        lines += said
        after += helper
    has_vendor = kind.startswith("vendor") and bool(proposal.candidates)
    for number, block in enumerate(proposal.blocks, start=1):
        what = {"listing": "cards", "review": "reviews", "vendor": "accounts"}[block.record]
        is_first = next(each for each in proposal.blocks if each.record == block.record) is block
        has_owner = (
            f"{has_vendor} {block.of_same_vendor} {block.is_beside_accounts}"
            if block.record == "listing"
            else kind.partition("_")[0]
        )
        fields = [f"{each.name} {each.label} {place_key(each)} {each.piece} {each.others}" for each in block.candidates]
        name = f"_read_{what}_of_{kind}{'' if is_first else f'_{number}'}"
        known = module.again(name, (block.selector, block.link, has_owner, *fields))
        name = known or name
        if block.record == "vendor":
            lines.append(f"    {name}(document)")
            after += [] if known else accounts_function(module, block, name, upper)
        elif block.record == "review":
            of_listing = kind.startswith("listing") and bool(proposal.candidates)
            named = of_listing and proposal.candidate("vendor") is not None
            whose = "vendor.vendor" if has_vendor else "listing.vendor or None" if named else "None"
            if kind.startswith("vendor") and not has_vendor and roles.vendor is not None:
                module.use("own_part")
                whose = "own_part(document, _VENDOR_ADDRESS, [])"  # nothing but the address names the account
            lines.append(f"    {name}(document, {whose}{', listing.listing_id' if of_listing else ''})")
            after += [] if known else reviews_function(module, block, name, upper, of_listing=of_listing)
        else:
            owner = "vendor.vendor" if has_vendor else "listing.vendor or None" if block.of_same_vendor else ""
            lines += check("    ", "words above these cards name the seller") if block.of_same_vendor else []
            lines.append(f"    {name}(document{', ' if owner else ''}{owner})")
            after += [] if known else cards_function(module, block, name, upper, of_vendor=bool(owner))
    if module.words.empty and proposal.blocks and kind != "listing":
        module.use("note_empty")
        lines.append("    note_empty(document, _EMPTY)")
    if not proposal.candidates and not proposal.blocks:
        lines += check("    ", "nothing that it repeats or labels was recognised: read here what it says")
    return [*lines, "", "", *after]
