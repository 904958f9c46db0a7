"""Writes the lines that read one field of a record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.printed_times import parse_printed_day, time_said
from cryptodrug_scraper.page.route_within import ARROWS
from cryptodrug_scraper.scaffold.candidates import (
    ANY_NAME,
    ARROWED,
    ICON,
    ICONED,
    LIMITS,
    OF_SELLER,
    OPENING,
    OWN_TEXT,
    ROUTE,
    UNSTRUCK,
    WORDED,
    fits,
)
from cryptodrug_scraper.scaffold.code_text import Module, check, listed, quoted
from cryptodrug_scraper.scaffold.default_comments import default_comments
from cryptodrug_scraper.scaffold.outline import BARE_LINES, line_number
from cryptodrug_scraper.scaffold.propose_windows import FEEDBACK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.scaffold.candidates import Candidate

__all__ = ["assigned", "by_words", "placed", "seller_lines", "written"]

_READERS = {
    "stock": "stock_within",
    "count": "count_within",
    "rating": "rating_within",
    "mean": "mean_within",
    "stars": "stars_within",
    "bare_stars": "bare_stars",
    "days": "days_within",
    "level": "level_within",
    "leading_count": "leading_count",
    "second_count": "second_count",
    "bracketed_count": "bracketed_count",
    "share": "share_within",
    "day": "parse_printed_day",
    "payment": "payments_within",
    "class": "class_within",
    "yes": "yes_within",
}


_LIMITS = {"order_min": "least", "order_max": "most"}
_COUNTERS = frozenset({"sold", "sales"})


def placed(module: Module, each: Candidate, name: str, upper: str, where: str, indent: str) -> list[str]:
    """The lines that read a field at its place."""
    label = "_".join(each.name.split()).upper()
    selector = module.selector(f"_{upper}_{label}", each.selector)
    lines = check(indent, *each.doubts)
    places = f"{selector}({where})"
    if each.others:
        names = [selector, *(module.selector(f"_{upper}_{label}{n}", other) for n, other in enumerate(each.others, 2))]
        places = f"[{', '.join(f'*{name}({where})' for name in names)}]"
    if each.name == FEEDBACK:
        return [*lines, *_windows_lines(module, each, name, places, indent)]
    if each.takes_all:
        return [*lines, *_listed_lines(module, each, name, places, indent)]
    module.use("first")
    lines.append(f"{indent}if (found := first({places})) is not None:  # {each.evidence}")
    inner = f"{indent}    "
    if each.name == "pgp_key":
        module.use("read_key")
        return [*lines, f"{inner}read_key(document, document.block(found), {name})"]
    if each.name == "category_path":
        module.use("read_path")
        said = "read_path(document, found, _CATEGORY_ADDRESS)"
        return [*lines, f"{inner}{name}.category_path, {name}.category_id = {said}"]
    if each.name in {"description", "terms", "refund_policy", "profile"}:
        return [*lines, f"{inner}{name}.{each.name} = {written(module, 'document.block(found)', bare=True)}"]
    text = "document.text(found)"
    if each.attribute == OWN_TEXT:
        text = 'document.line(found.text or "")'
    elif each.attribute in {OPENING, UNSTRUCK, ARROWED}:
        function = each.attribute.removesuffix("()")
        module.use(function)
        text = f"{function}(document, found)"
    elif each.attribute == BARE_LINES:
        module.use("bare_lines")
        text = '(bare_lines(document, found) or "")'
    elif (number := line_number(each.attribute)) is not None:
        module.use("line_at")
        text = f"line_at(document, found, {number})"
    elif each.attribute:
        text = f'(found.get("{each.attribute}") or "")'
    if each.name == "comment" and (module.words.nothing or default_comments(each.samples)):
        return [*lines, *_comment_lines(module, each, text, inner)]
    if each.form == "name" and not each.attribute and module.has_accounts:
        module.use("account_name", "part_of", "path_of")
        part = 'part_of(path_of(found.get("href")), _VENDOR_ADDRESS)'
        return [*lines, f"{inner}{name}.{each.name} = account_name({text}, {part})"]
    return [*lines, *assigned(module, each, name, text, inner)]


def _listed_lines(module: Module, each: Candidate, name: str, places: str, indent: str) -> list[str]:
    """The lines that read a list of which each entry stands in an element of its own."""
    text = f'(each.get("{each.attribute}") or "")' if each.attribute else "document.text(each)"
    said = f"[said for each in found if (said := {text})] or None"
    if each.form == "coins":
        module.use("coins_within")
        said = f'coins_within(" ".join({text} for each in found))'
    return [f"{indent}if found := {places}:  # {each.evidence}", f"{indent}    {name}.{each.name} = {said}"]


def _windows_lines(module: Module, each: Candidate, name: str, places: str, indent: str) -> list[str]:
    """The lines that read ratings by windows, at the first of some places that has them."""
    module.use("feedback_tables", "read_windows")
    words = ", _SIGN_WORDS" if module.words.sign else ""
    return [
        f"{indent}tables = {places}  # {each.evidence}",
        f"{indent}if tables := feedback_tables(document, tables{words}):",
        f"{indent}    {name}.feedback = read_windows(document, tables[0]{words})",
    ]


def _comment_lines(module: Module, each: Candidate, text: str, indent: str) -> list[str]:
    """The lines that read a comment of sites that print words of their own where nobody wrote one."""
    lines, defaults = [], "_NOTHING"
    if not module.words.nothing:
        defaults = "_DEFAULT_COMMENTS"
        said = [quoted(text) for text in default_comments(each.samples)]
        module.constants += listed(f"{defaults} = frozenset({{", said, "})")
        lines = check(indent, "ratings that have these words alike may have them of the market, where nobody wrote")
    return [
        *lines,
        f"{indent}text = {text}",
        f"{indent}review.is_default_comment = text in {defaults}",
        f"{indent}review.comment = None if review.is_default_comment else text or None",
    ]


def _of_seller(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The fields of an offer's seller among those of the offer, by their names in the seller's record."""
    return [
        replace(each, name=each.name.removeprefix(OF_SELLER)) for each in candidates if each.name.startswith(OF_SELLER)
    ]


def seller_lines(module: Module, candidates: Iterable[Candidate], upper: str, where: str, indent: str) -> list[str]:
    """
    The lines that read the seller's record beside an offer.

    Args:
        module: the module.
        candidates: the fields of the offer, some of which may be of its seller.
        upper: begins the names of selectors.
        where: the element in which they stand.
        indent: what stands before each line.
    """
    module.use("Vendor")
    seen_on = "card" if where == "card" else "listing"
    made = f'Vendor(vendor=listing.vendor, seen_on="{seen_on}")'
    fields = _of_seller(candidates)
    if not fields:
        return [f"{indent}document.add({made})"]
    lines = [f"{indent}seller = {made}"]
    for each in fields:
        if each.selector:
            lines += placed(module, each, "seller", f"{upper}_SELLER", where, indent)
    lines += by_words(module, fields, "seller", where, indent)
    return [*lines, f"{indent}document.add(seller)"]


def by_words(module: Module, candidates: Iterable[Candidate], name: str, where: str, indent: str) -> list[str]:
    """
    The lines that read values by their labels, by words on the same line, and by icons.

    Args:
        module: the module.
        candidates: those of the record; others than such are passed over.
        name: the record's variable.
        where: the arguments behind the document: the element, and what is passed over.
        indent: what stands before each line.
    """
    lines: list[str] = []
    for mark, values in (("", "labelled"), (WORDED, "worded"), (ICONED, "iconed")):
        by_label: dict[str, list[Candidate]] = defaultdict(list)
        for each in candidates:
            if each.label and each.name and not each.selector and each.attribute == mark:
                by_label[each.label.removeprefix(ICON) if mark == ICONED else each.label].append(each)
        if not by_label:
            continue
        module.use(values)
        lines += [f"{indent}for label, text, _ in {values}(document, {where}):", f"{indent}    match label:"]
        for label, found in by_label.items():
            inner = f"{indent}        "
            lines += check(inner, *(doubt for each in found for doubt in each.doubts))
            lines.append(f"{inner}case {_case_of(label)}:  # {found[0].evidence}")
            for each in found:
                lines += assigned(module, each, name, "text", f"{inner}    ")
    return lines


def _case_of(label: str) -> str:
    """The pattern of a label; one with any name in it begins, and ends, with the rest."""
    if ANY_NAME not in label:
        return quoted(label)
    if label == ANY_NAME:
        return "_ if label == vendor"
    before, _, after = label.partition(ANY_NAME)
    tests = [
        *([f"label.startswith({quoted(before)})"] if before else []),
        *([f"label.endswith({quoted(after)})"] if after else []),
    ]
    return f"_ if {' and '.join(tests)}"


def _route(module: Module, each: Candidate, name: str, text: str, indent: str) -> list[str]:
    """The lines that read origin and destination of one text: by the arrow between them, or else by words."""
    module.use("parse_place")
    arrow = next((sign for sign in ARROWS if any(sign in sample for sample in each.samples)), None)
    if arrow is None:
        module.use("route_within")
        return [
            f"{indent}if (route := route_within({text})) is not None:",
            f'{indent}    {name}.ships_from = document.place("ships_from", parse_place(route[0]))',
            f'{indent}    {name}.ships_to = document.place("ships_to", parse_place(route[1]))',
        ]
    return [
        f"{indent}origin, arrow, destination = {text}.partition({quoted(arrow)})",
        f'{indent}{name}.ships_from = document.place("ships_from", parse_place(origin))',
        f"{indent}if arrow:",
        f'{indent}    {name}.ships_to = document.place("ships_to", parse_place(destination))',
    ]


def written(module: Module, text: str, *, bare: bool = False) -> str:
    """What gives a text, or None where the site prints words of its own where nobody wrote one."""
    if module.words.nothing:
        module.use("written")
        return f"written({text}, _NOTHING)"
    return text if bare else f"{text} or None"


def _money_lines(module: Module, each: Candidate, name: str, text: str, indent: str) -> list[str]:
    """The lines that set an amount: a price with the same in other currencies, or what was paid with its rounding."""
    target = f"{name}.{each.name}"
    read = f'document.read("{each.name}", {text}, '
    signs = ", _SIGNS" if module.signs else ""
    if not module.signs:
        module.use("price_within")
    lines = [f"{indent}{target} = {read}{'_price' if module.signs else 'price_within'})"]
    if each.name == "price":
        module.use("amounts_within")
        amounts = f"list(amounts_within({text}{signs})) or None"
        if each.is_one_of_several:
            amounts = f"[*amounts_within({text}{signs}), *({name}.prices or [])] or None"
        lines.append(f"{indent}{name}.prices = {amounts}")
    elif each.name == "amount":
        module.use("step_within")
        lines += [f"{indent}if {target}:", f"{indent}    {target}_step = step_within({target}, {text})"]
    return lines


def _payment_lines(module: Module, each: Candidate, target: str, indent: str) -> list[str]:
    """The lines that add ways of payment, of which each may be a badge of its own."""
    read = "_payment(text)" if each.words else "payments_within(text)"
    if not each.words:
        module.use("payments_within")
    return [f"{indent}{target} = [*dict.fromkeys([*({target} or []), *({read} or [])])] or None"]


def assigned(module: Module, each: Candidate, name: str, text: str, indent: str) -> list[str]:
    """The lines that set a field from a text."""
    target = f"{name}.{each.name}"
    read = f'document.read("{each.name}", {text}, '
    if each.name == ROUTE:
        return _route(module, each, name, text, indent)
    if each.name == LIMITS:
        module.use("limits_within")
        return [f'{indent}{name}.order_limits = document.read("order_limits", {text}, limits_within)']
    signs = ", _SIGNS" if module.signs else ""
    if each.name == "prices":
        module.use("amounts_within")
        return [f"{indent}{target} = [*({target} or []), *amounts_within({text}{signs})] or None"]
    if each.form == "money":
        return _money_lines(module, each, name, text, indent)
    if each.form == "place":
        module.use("parse_place")
        return [f'{indent}{target} = document.place("{each.name}", parse_place({text}))']
    if each.form == "payment" and each.attribute == WORDED:
        return _payment_lines(module, each, target, indent)
    if each.form in {"payment", "stock", "sign"} and each.words:
        return [f"{indent}{target} = {read}_{each.form})"]
    if each.form == "yes_escrow":
        module.use("yes_within")
        return [f'{indent}{target} = ["escrow"] if {read}yes_within) else []']
    if each.name == "last_active":
        if fits("member_since", each.samples):
            module.use("parse_printed_day")
            return [f"{indent}{target} = {read}parse_printed_day)"]
        module.use("parse_moment")
        within = f"{name}.last_active_within = parse_moment({text}, document.context.captured)"
        if not any(parse_printed_day(sample) for sample in each.samples):
            return [f"{indent}{within}"]
        module.use("parse_printed_day")
        return [
            f"{indent}if (day := parse_printed_day({text})) is not None:",
            f"{indent}    {target} = day",
            f"{indent}else:",
            f"{indent}    {within}",
        ]
    if each.name == "age_raw":
        return _age_lines(module, each, name, text, indent)
    if each.form == "unit":
        module.use("unit_within")
        return [
            f"{indent}if (unit := unit_within({text}{signs})) is not None:",
            f"{indent}    {target} = unit",
        ]
    if each.form == "days_beside":
        module.use("days_beside")
        return [f"{indent}{target} = days_beside({text})"]
    if each.form == "first_count":
        module.use("count_within")
        return [f'{indent}{target} = document.read("{each.name}", {text}.partition("(")[0], count_within)']
    if each.form == "promoted":
        return [f"{indent}{target} = True"]
    if each.name == "buyer_mask":
        module.use("mask_within")
        return [f"{indent}{target} = {read}mask_within)"]
    if each.form == "name":
        module.use("name_within")
        return [f"{indent}{target} = name_within({text})"]
    if each.name == "category_path":
        return [
            *check(indent, "a path of several names is to be parted"),
            f"{indent}{target} = [{text}] if {text} else None",
        ]
    if each.name in {"tags", "accepted_coins"}:
        listed_by = "coins_within" if each.name == "accepted_coins" else "parts_within"
        module.use(listed_by)
        return [f"{indent}{target} = {listed_by}({text})"]
    if each.name in _LIMITS:
        module.use("count_within", "order_limits")
        limit = f'{_LIMITS[each.name]}=document.read("order_limits", {text}, count_within)'
        return [f"{indent}{name}.order_limits = order_limits({name}.order_limits, {limit})"]
    reader = "counter_within" if each.name in _COUNTERS else _READERS.get(each.form)
    if reader is None:
        return [f"{indent}{target} = {written(module, text)}"]
    module.use(reader)
    return [f"{indent}{target} = {read}{reader})"]


def _age_lines(module: Module, each: Candidate, name: str, text: str, indent: str) -> list[str]:
    module.use("parse_age", "parse_moment")
    lines = []
    if any(time_said(sample) != sample for sample in each.samples):
        module.use("time_said")
        lines = [f"{indent}said = time_said({text})"]
        text = "said"
    return [
        *lines,
        f"{indent}{name}.age_raw = {text}",
        f"{indent}{name}.occurred = parse_moment({text}, document.context.captured)",
        f"{indent}if (age := parse_age({text})) is not None:",
        f"{indent}    {name}.age = age",
    ]
