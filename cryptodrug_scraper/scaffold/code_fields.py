"""Writes the lines that read one field of a record where it stands: at a place, beside a label, in a phrase."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.phrases import VALUE
from cryptodrug_scraper.scaffold.candidates import (
    ANY_NAME,
    ARROWED,
    ICON,
    ICONED,
    OF_SELLER,
    OPENING,
    OWN_TEXT,
    STOPS,
    UNSTRUCK,
    WORDED,
)
from cryptodrug_scraper.scaffold.code_text import Module, check, listed, quoted
from cryptodrug_scraper.scaffold.code_values import assigned, written
from cryptodrug_scraper.scaffold.default_comments import default_comments
from cryptodrug_scraper.scaffold.outline import BARE_LINES, line_number
from cryptodrug_scraper.scaffold.propose_windows import FEEDBACK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.scaffold.candidates import Candidate

__all__ = ["by_words", "phrase_lines", "placed", "seller_lines"]


def placed(module: Module, each: Candidate, name: str, upper: str, where: str, indent: str) -> list[str]:
    """The lines that read a field at its place."""
    label = "_".join(each.name.replace(".", " ").split()).upper()
    selector = module.selector(f"_{upper}_{label}", each.selector)
    lines = check(indent, *each.doubts)
    places = f"{selector}({where})"
    if each.others:
        names = [selector, *(module.selector(f"_{upper}_{label}{n}", other) for n, other in enumerate(each.others, 2))]
        places = f"[{', '.join(f'*{name}({where})' for name in names)}]"
    if each.phrase:
        lines += [*phrase_lines(module, each, places, indent), f"{indent}if pieces is not None:  # {each.evidence}"]
        is_last = each.phrase.endswith(VALUE) and each.piece == each.phrase.count(VALUE) - 1
        text = f"pieces[{each.piece}]" + (f".rstrip({quoted(STOPS)})" if is_last and each.form != "text" else "")
        return [*lines, *assigned(module, each, name, text, f"{indent}    ")]
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


def phrase_lines(module: Module, each: Candidate, places: str, indent: str) -> list[str]:
    """The line that finds the values of a phrase, as ``pieces``, in the first of some places that has it."""
    module.use("phrased")
    return [f"{indent}pieces = phrased(document, {places}, {quoted(each.phrase)})"]


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
