"""Writes the functions that read what pages repeat: cards of offers, ratings, and accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.scaffold.candidates import ANSWERED_NONE, COUNTED, OF_SELLER, SINCE
from cryptodrug_scraper.scaffold.code_fields import by_words, phrase_lines, placed, seller_lines
from cryptodrug_scraper.scaffold.code_text import Module, check, quoted

if TYPE_CHECKING:
    from cryptodrug_scraper.scaffold.candidates import Candidate
    from cryptodrug_scraper.scaffold.proposal import BlockProposal

__all__ = ["accounts_function", "cards_function", "reviews_function"]


def cards_function(module: Module, block: BlockProposal, name: str, upper: str, *, of_vendor: bool) -> list[str]:
    """
    The function that reads the cards of offers. Where they stand beside a list of accounts, sellers of whom cards say
    nothing more are no records: of a page that is cut that list may be missing.
    """
    module.use("one", "part_of", "path_of", "Listing")
    cards = module.selector(f"_{upper}_CARDS", block.selector)
    link = module.selector(f"_{upper}_CARD_LINK", block.link)
    lines = [
        f"def {name}(document: Document{', vendor: str | None' if of_vendor else ''}) -> None:",
        f'    """Read the cards of offers: {block.count} were seen."""',
        *check("    ", *block.doubts),
        _loop(module, block, "card", _linked(module, block, _whole(module, block, cards), link)),
        f'        link = one({link}(card)[:1], "link in a card")',
        *_title_lines(module, block, upper),
        "        listing = Listing(",
        '            listing_id=part_of(path_of(link.get("href")), _LISTING_ADDRESS),',
        f"            title={_title_of(block)} or None,",
        f'            title_cut={_title_of(block)}.endswith(("...", "…")),',
        '            seen_on="card",',
        "        )",
    ]
    if of_vendor:
        lines.append("        listing.vendor = vendor")
    lines += _fields(module, block, "listing", f"{upper}_CARD", "card", skip={"title"})
    lines.append("        document.add(listing)")
    says_more = any(each.name.startswith(OF_SELLER) for each in block.candidates)
    names_sellers = any(each.name == "vendor" for each in block.candidates)
    has_sellers = names_sellers and (says_more or not block.is_beside_accounts)
    if not of_vendor and has_sellers:
        lines.insert(2, "    vendors = {each.vendor for each in document.records if isinstance(each, Vendor)}")
        lines += [
            "        if listing.vendor and listing.vendor not in vendors:",
            "            vendors.add(listing.vendor)",
        ]
        lines += seller_lines(module, block.candidates, f"{upper}_CARD", "card", "            ")
    return [*lines, "", ""]


def _own_title(block: BlockProposal) -> Candidate | None:
    """The title of an offer, where it is not the text of the link to it."""
    found = next((each for each in block.candidates if each.name == "title"), None)
    return None if found is None or (found.selector, found.attribute) == (block.link, "") else found


def _title_of(block: BlockProposal) -> str:
    return "document.text(link)" if _own_title(block) is None else "title"


def _title_lines(module: Module, block: BlockProposal, upper: str) -> list[str]:
    """The lines that read a title that is not the text of the link; its attribute may be missing where none is cut."""
    title = _own_title(block)
    if title is None:
        return []
    module.use("first")
    if not title.selector:
        module.use("labelled")
        said = f"next((text for label, text, _ in labelled(document, card) if label == {quoted(title.label)}), '')"
        return [f"        title = {said}"]
    if title.phrase:
        places = f"{module.selector(f'_{upper}_CARD_TITLE', title.selector)}(card)"
        lines = phrase_lines(module, title, places, "        ")
        return [*lines, f'        title = pieces[{title.piece}] if pieces else ""']
    found = f"first({module.selector(f'_{upper}_CARD_TITLE', title.selector)}(card))"
    if title.attribute:
        said = f'document.line(found.get({quoted(title.attribute)}) or "") or document.text(found)'
        return [f"        found = {found}", f'        title = "" if found is None else {said}']
    return [f'        title = document.text(found) if (found := {found}) is not None else ""']


def accounts_function(module: Module, block: BlockProposal, name: str, upper: str) -> list[str]:
    """The function that reads the accounts on a list of them."""
    module.use("one", "Vendor")
    rows = module.selector(f"_{upper}_ACCOUNTS", block.selector)
    link = module.selector(f"_{upper}_ACCOUNT_LINK", block.link)
    lines = [
        f"def {name}(document: Document) -> None:",
        f'    """Read the accounts: {block.count} were seen."""',
        *check("    ", *block.doubts),
        _loop(module, block, "row", _linked(module, block, _whole(module, block, rows), link)),
        f'        name = document.text(one({link}(row)[:1], "link to an account"))',
        '        vendor = Vendor(vendor=name, seen_on="card")',
    ]
    lines += _fields(module, block, "vendor", f"{upper}_ACCOUNT", "row", skip=set())
    return [*lines, "        document.add(vendor)", "", ""]


def reviews_function(module: Module, block: BlockProposal, name: str, upper: str, *, of_listing: bool) -> list[str]:
    """The function that reads the ratings."""
    module.use("Review")
    taken = ["document: Document", "vendor: str | None", *(["listing_id: str | None"] if of_listing else [])]
    rows = module.selector(f"_{upper}_REVIEWS", block.selector)
    lines = [
        f"def {name}({', '.join(taken)}) -> None:",
        f'    """Read the ratings: {block.count} were seen."""',
        *check("    ", *block.doubts),
        _loop(module, block, "row", _whole(module, block, rows), is_numbered=True),
        f"        review = Review(vendor=vendor, position=position{', listing_id=listing_id' if of_listing else ''})",
    ]
    if block.link and not of_listing:
        module.use("first", "part_of", "path_of")
        link = module.selector(f"_{upper}_REVIEW_LINK", block.link)
        lines += [
            f"        if (link := first({link}(row))) is not None:",
            '            review.listing_id = part_of(path_of(link.get("href")), _LISTING_ADDRESS)',
        ]
    lines += _fields(module, block, "review", f"{upper}_REVIEW", "row", skip=set())
    lines += _stars(module, block, upper)
    return [*lines, "        document.add(review)", "", ""]


def _whole(module: Module, block: BlockProposal, blocks: str) -> str:
    """The blocks that the end of the page does not cut, with the rows behind each in which something of it is read."""
    if not any(selector.startswith("+") for selector in (block.link, *(each.selector for each in block.candidates))):
        return f"document.whole({blocks}(document.root))"
    module.use("whole_rows")
    return f"whole_rows(document, {blocks}(document.root))"


def _linked(module: Module, block: BlockProposal, blocks: str, link: str) -> str:
    """The blocks that have a link; rows that belong to one before them have none."""
    if block.has_rest:
        return blocks
    module.use("linked")
    return f"linked(document, {blocks}, {link})"


def _loop(module: Module, block: BlockProposal, name: str, blocks: str, *, is_numbered: bool = False) -> str:
    """The line that goes through blocks, with the rows behind each where these belong to it."""
    each = name
    if block.has_rest:
        module.use("with_rest")
        each, blocks = f"({name}, rest)" if is_numbered else f"{name}, rest", f"with_rest({blocks})"
    if is_numbered:
        each, blocks = f"position, {each}", f"enumerate({blocks}, start=1)"
    return f"    for {each} in {blocks}:"


def _stars(module: Module, block: BlockProposal, upper: str) -> list[str]:
    """The lines that count stars: signs in a row, of which some look filled."""
    stars = next((each for each in block.candidates if each.name == "stars" and each.attribute == COUNTED), None)
    if stars is None:
        return []
    found = module.selector(f"_{upper}_REVIEW_SIGNS", stars.selector)
    counted = f"review.stars = len({found}(row)) or None  # {stars.evidence}"
    lines = check("        ", *stars.doubts)
    if any(each.name == "stars" and each is not stars for each in block.candidates):
        return [*lines, "        if not review.stars:", f"            {counted}"]
    return [*lines, f"        {counted}"]


def _fields(module: Module, block: BlockProposal, name: str, upper: str, where: str, *, skip: set[str]) -> list[str]:
    """The lines that read the fields of a block; those that the author is to name stand in a comment."""
    lines: list[str] = []
    read = [
        each
        for each in block.candidates
        if each.name and each.name not in skip and each.attribute != COUNTED and not each.name.startswith(OF_SELLER)
    ]
    since = [each for each in read if each.name.endswith(SINCE)]
    for each in read:
        if each.selector and each not in since:
            lines += placed(module, each, name, upper, where, "        ")
    if block.has_rest and (said := by_words(module, read, name, "part", "            ")):
        lines += [f"        for part in ({where}, *rest):", *said]
    elif not block.has_rest:
        lines += by_words(module, read, name, where, "        ")
    for each in since:
        lines += placed(module, each, name, upper, where, "        ")
    for each in block.candidates:
        if not each.name and ANSWERED_NONE not in each.doubts:
            of_column = f"column {each.label!r} ({each.selector})"
            where_it_is = each.selector if not each.label else of_column if each.selector else f"label {each.label!r}"
            lines += check(
                "        ",
                f"{where_it_is} is not read ({each.evidence})" + "".join(f"; {doubt}" for doubt in each.doubts),
            )
    return lines
