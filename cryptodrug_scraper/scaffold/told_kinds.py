"""Tells of which kind a page is, by what it repeats and by where its links lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.page.select import tester
from cryptodrug_scraper.scaffold.frame import where_labelled
from cryptodrug_scraper.scaffold.headings import headings_of, named_on
from cryptodrug_scraper.scaffold.shapes import is_named_in, shapes_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.page.labelled import Labelled
    from cryptodrug_scraper.scaffold.repeated import Blocks
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved import Site
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["has_prose", "kind_of_page"]

_HAS_PASSWORD = tester("boolean(//input[@type='password'])")


_HAS_CAPTCHA = tester("boolean(//img) and boolean(//form//input[not(@type) or @type='text'])")


_MANY = 9
"""Cards or ratings from which on they are what a page is for, and no part of another one."""


_LITTLE = 400
"""Characters of its own that a wall may have at most."""


_SOME = 2_000
"""Characters of its own that a page within the site's frame may have, which says that something is not there."""


_FEW_LABELS = 2


_SEVERAL_LABELS = 5
"""Labelled values from which on a page tells of one thing, and not of its ratings alone."""


_REFRESH = tester("boolean(//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh'])")


_FEW_LINKS = 12
"""Links within the site on a wall; pages with content have a menu."""


_WALLS = (
    (
        "seized",
        re.compile(
            r"seized|seizure|beschlagnahm|saisi(?:e)? par|in beslag genomen|beslaglagt|incautad|sequestrat|apreendid"
            r"|zajęt|beslagtag"
        ),
    ),
    (
        "listing_gone",
        re.compile(
            r"404|not found|no longer|removed|niet gevonden|nicht gefunden|introuvable|ikke fundet|não encontrad"
            r"|removid|no encontrad|eliminad|non trovat|nie znaleziono|usunięt|hittades inte|ikke funnet"
        ),
    ),
    (
        "maintenance",
        re.compile(
            r"maintenance|onderhoud|wartung|vedligehold|manutenzione|mantenimiento|manutenção|konserwac|przerwa techn"
            r"|underhåll"
        ),
    ),
    (
        "session_lost",
        re.compile(r"session|sessie|sitzung|expired|abgelaufen|udløbet|sessão|sesión|sessione|sesj|expirad|wygasł"),
    ),
)
"""Words in titles of walls; a guess that the author corrects."""


def kind_of_page(site: Site, page: SavedPage, roles: Roles) -> tuple[str, bool, str]:
    """What a page seems to be, whether that is sure, and why."""
    root = page.document.root
    address = site.address(page)
    cards, reviews = roles.cards.get(id(page)), roles.reviews.get(id(page))
    if _HAS_PASSWORD(root) and cards is None:
        return "login", True, "it asks for a password"
    if cards is None and reviews is None and (wall := _wall(site, page)) is not None:
        return wall
    many = cards is not None and len(cards.elements) >= _MANY
    if address is not None and address.route == roles.listing:
        if cards is None and reviews is None and _says_little(site, page):
            return "listing_gone", False, "its address is that of an offer, and it has neither a price nor labels"
        if (
            cards is None
            and reviews is None
            and not _heads_offer(site, page, roles)
            and (said := _says_gone(site, page))
        ):
            return "listing_gone", False, f"its address is that of an offer, and it says {said!r}"
        return "listing", True, "its address is one to which cards lead"
    if not many and _heads_offer(site, page, roles):
        is_below = address is not None and address.route.startswith(_below(roles.listing))
        if reviews is not None and is_below:
            said = counted(len(reviews.elements), "rating")
            return "listing_feedback", True, f"{said} at an address below an offer's"
        return "listing", True, "a heading is the title of an offer in a list"
    accounts = roles.accounts.get(id(page))
    is_account = address is not None and address.route == roles.vendor
    if accounts is not None and not is_account and cards is None:
        return "vendor_list", True, f"{counted(len(accounts.elements), 'block')} with a link to an account each"
    named = named_on(page, roles)
    most = reviews is not None and (cards is None or len(reviews.elements) > len(cards.elements))
    beside = reviews is not None and (len(reviews.elements) < _MANY or is_account) and _says_more(site, page, reviews)
    is_apart = is_account and _has_ratings_below(site, roles)
    is_feedback = reviews is not None and not beside and not is_apart and (named is not None or most)
    if is_feedback and not is_account and reviews is not None and _lead_to_one_offer(site, page, roles, reviews):
        return "listing_feedback", True, f"{counted(len(reviews.elements), 'rating')} below a link to one offer"
    if is_feedback and reviews is not None and address is not None and address.route.startswith(_below(roles.listing)):
        return "listing_feedback", True, f"{counted(len(reviews.elements), 'rating')} at an address below an offer's"
    if is_feedback and reviews is not None and not _is_of_offer(site, page, roles, named):
        is_below = address is not None and address.route.startswith(_below(roles.vendor))
        return (
            "vendor_feedback",
            named is not None or is_below,
            f"{counted(len(reviews.elements), 'block')} with times and masked names or stars",
        )
    is_told = named is not None or is_account or address is None
    if is_told and any(
        "key" in shapes_of(page.document.text(each))
        for each in root.iter("pre", "textarea", "code", "p")
        if not len(each)
    ):
        return "vendor_profile", True, "it has a public key"
    if _is_of_offer(site, page, roles, named):
        return "listing", False, "one account is named outside of its headings, and a price, and its values have labels"
    if named is not None or is_account:
        is_list = many or (cards is not None and not is_account and _has_page_of_account(site, roles))
        kind = "vendor_offers" if is_list and not has_prose(site, page, cards) else "vendor_profile"
        why = "its address is that of an account"
        return kind, False, why if named is None else f"a heading begins with the name {named!r} of an account"
    if cards is not None:
        is_home = address is not None and address.route == "/"
        return (
            "home" if is_home else "category_list",
            True,
            f"{counted(len(cards.elements), 'block')} with a price and a link to {roles.listing}",
        )
    if roles.listing is not None and any(each.route == roles.listing for _, each, _ in site.links(page)):
        return "home", False, "it leads to offers"
    own = " ".join(text for _, text in site.own_texts(page)).lower()
    for kind, words in _WALLS if len(own) <= _SOME else ():
        if (match := words.search(own)) is not None:
            return kind, False, f"it repeats nothing that is known, and says {match[0]!r}"
    return "unknown", False, "nothing that it repeats is known"


def _below(route: str | None) -> tuple[str, str]:
    """How addresses below one by a route begin."""
    return f"{route}?", f"{route}/"


def _has_page_of_account(site: Site, roles: Roles) -> bool:
    """Tell whether a page at the address of an account was saved."""
    return any((own := site.address(page)) is not None and own.route == roles.vendor for page in site.pages)


def _has_ratings_below(site: Site, roles: Roles) -> bool:
    """Tell whether ratings of accounts have pages at addresses below those of the accounts."""
    return any(
        id(page) in roles.reviews and (own := site.address(page)) and own.route.startswith(_below(roles.vendor))
        for page in site.pages
    )


def _says_gone(site: Site, page: SavedPage) -> str:
    """The words by which a page without much text of its own says that something is not there; empty where none do."""
    own = " ".join(text for _, text in site.own_texts(page)).lower()
    found = dict(_WALLS)["listing_gone"].search(own) if len(own) <= _SOME else None
    return "" if found is None else found[0]


def _says_little(site: Site, page: SavedPage) -> bool:
    """Tell whether a page has a few words of its own, without an amount of money or a labelled value."""
    own = [text for _, text in site.own_texts(page)]
    return (
        sum(map(len, own)) <= _LITTLE
        and not any("money" in shapes_of(text) for text in own)
        and not _own_labels(site, page, frozenset())
    )


def _wall(site: Site, page: SavedPage) -> tuple[str, bool, str] | None:
    """What a page is that has little text of its own, and so no content."""
    own = " ".join(text for _, text in site.own_texts(page))
    links = {address for _, address, _ in site.links(page)}
    if len(links) > _FEW_LINKS and len(own) > _LITTLE:
        return None
    said = f"{page.document.title} {own}".lower()[:_LITTLE]
    if b"captcha" in page.body.lower() or (_HAS_CAPTCHA(page.document.root) and len(links) <= 2):
        return "captcha", b"captcha" in page.body.lower(), "it shows a picture and asks for what is in it"
    for kind, words in _WALLS:
        if (match := words.search(said)) is not None and len(own) <= 2 * _LITTLE:
            return kind, False, f"it has little text, and says {match[0]!r}"
    if not own and _REFRESH(page.document.root):
        return "session_lost", False, "it has no text and leads elsewhere at once"
    return None


def _is_of_offer(site: Site, page: SavedPage, roles: Roles, named: str | None) -> bool:
    """Tell whether a page is of one offer: it names one account, which is no heading, and prints labels and a price."""
    cards = roles.cards.get(id(page))
    if cards is not None and not has_prose(site, page, cards):
        return False  # a list, with one offer set apart
    inside = {inner for blocks in (cards, roles.reviews.get(id(page))) if blocks for inner in blocks.inside()}
    accounts = {
        text
        for element, address, text in site.links(page)
        if address.route == roles.vendor and element not in inside and is_named_in(text, address.values)
    }
    if (
        len(accounts) != 1
        or (named is not None and named not in accounts)
        or (named is not None and _heads(page, roles, named))
    ):
        return False
    labels = _own_labels(site, page, inside)
    said = [text for element, text in site.own_texts(page) if element not in inside] + [each.text for each in labels]
    has_price = any("money" in shapes_of(text) and "=" not in text for text in said)  # a rate is no price
    return has_price and len(labels) >= _FEW_LABELS


def _own_labels(site: Site, page: SavedPage, inside: AbstractSet[Element]) -> list[Labelled]:
    """The labelled values of a page, but for those of the frame and of what it repeats."""
    own = {element for element, _ in site.own_texts(page)}
    return [
        each
        for each in page.labels
        if each.text
        and each.element not in inside
        and not own.isdisjoint(each.element.iter())
        and where_labelled(each) not in site.frame_labels
    ]


def _lead_to_one_offer(site: Site, page: SavedPage, roles: Roles, reviews: Blocks) -> bool:
    """Tell whether a page links to one offer alone, outside of its ratings, which link to no other."""
    inside = reviews.inside()
    outside = {
        address.values
        for element, address, text in site.links(page)
        if address.route == roles.listing and element not in inside and text in roles.titles
    }
    within = {
        address.values
        for element, address, _ in site.links(page)
        if address.route == roles.listing and element in inside
    }
    return len(outside) == 1 and within <= outside


def _heads_offer(site: Site, page: SavedPage, roles: Roles) -> bool:
    """Tell whether a heading is the title of an offer, which the page's title has too, or no link to an offer there."""
    linked = {text for _, address, text in site.links(page) if address.route == roles.listing}
    return any(
        text in roles.titles and (text not in linked or text in page.document.title)
        for text in headings_of(page, roles)
    )


def _heads(page: SavedPage, roles: Roles, name: str) -> bool:
    return any(text == name or text.startswith(f"{name} ") for text in headings_of(page, roles))


def _says_more(site: Site, page: SavedPage, reviews: Blocks) -> bool:
    """Tell whether a page tells of an offer or account besides a few of its ratings."""
    inside = reviews.inside()
    return len(_own_labels(site, page, inside)) >= _SEVERAL_LABELS or has_prose(site, page, reviews)


def has_prose(site: Site, page: SavedPage, repeated: Blocks | None) -> bool:
    """Tell whether a page has a long text of its own outside of what it repeats."""
    inside = repeated.inside() if repeated else set()
    return any("prose" in shapes_of(text) and element not in inside for element, text in site.own_lines(page))
