"""Finds lists whose entries have no element of their own, and what parts these."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.entries import BLANK_LINE, Entries, parting, runs_in
from cryptodrug_scraper.page.labelled import INLINE, label_of
from cryptodrug_scraper.scaffold.outline import SKIPPED, step_of
from cryptodrug_scraper.scaffold.repeated import alike
from cryptodrug_scraper.scaffold.selecting import LEADS, name_of, selector_for
from cryptodrug_scraper.scaffold.shapes import shapes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.entries import Run

__all__ = ["find_entries"]

_LEAST = 3
"""Entries of one list from which on they are seen as such."""
_MOST = 0.6
"""Share of the entries that have something, from which on it belongs to them."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LOUD = frozenset({"b", "strong", "big", "font", "u", "em", "i", "span"})
_LISTS = frozenset({"table", "thead", "tbody", "tr", "ul", "ol", "dl", "select", "html", "form", "pre"})
"""Elements whose entries are elements, or that hold no list."""
_TELLING = frozenset({"money", "age", "day", "clock", "mask", "rating"})
_LONGEST = 200


@dataclass(slots=True)
class _List:
    """
    A list on a page.

    Attributes:
        root: the root of the page.
        holder: what holds the list.
        runs: what may be its entries.
        are_entries: the numbers of those that are.
        heading: the tag of its heading; empty where it has none.
    """

    root: Element
    holder: Element
    runs: list[Run]
    are_entries: frozenset[int]
    heading: str = ""


def find_entries(documents: Sequence[Document]) -> tuple[Entries, ...]:
    """
    Find how entries are parted on the pages of a site that have no element of their own.

    Args:
        documents: the pages.
    """
    found: dict[tuple[object, Entries], list[_List]] = defaultdict(list)
    for document in documents:
        for holder in document.root.iter():
            if not isinstance(holder.tag, str) or holder.tag in _LISTS or holder.tag in SKIPPED or len(holder) < _LEAST:
                continue
            for way in _ways(holder):
                if (one := _list_at(document, holder, way)) is not None:
                    found[_place(holder), way].append(one)
                    break
    declared = [_declared(way, lists) for (_, way), lists in found.items()]
    return tuple(sorted(dict.fromkeys(filter(None, declared)), key=lambda each: each.of))


def _ways(holder: Element) -> Iterator[Entries]:
    """The ways in which the entries of a list may be parted, the surest first."""
    tags = Counter(node.tag for node in holder)
    if tags["hr"]:
        yield Entries("", between="hr")
    yield from (Entries("", begins=tag) for tag in _HEADINGS if tags[tag] >= _LEAST)
    if sum(node.tag == "a" and bool(node.get("name")) for node in holder) >= _LEAST:
        yield Entries("", begins="a[name]")
    if tags["br"] >= _LEAST:
        yield Entries("", between=BLANK_LINE)
    leading = Counter(_begun_by(node) for node in holder if node.tag in _LOUD or node.tag == "p")
    yield from (
        Entries("", begins=selector) for selector, count in leading.items() if selector is not None and count >= _LEAST
    )


def _begun_by(node: Element) -> str | None:
    """A selector of what begins an entry as a heading does: bold letters or a paragraph around a link."""
    links = [inner for inner in node if inner.tag == "a" and inner.get("href")]
    return f"{name_of([node])}:has(> a[href])" if len(links) == 1 == len(node) else None


def _place(holder: Element) -> object:
    """What lists of one kind have in common: the identifier of what holds them, or else where it stands."""
    if holder.get("id"):
        return holder.get("id")
    return tuple(step_of(each) for each in (holder, *holder.iterancestors()))


def _list_at(document: Document, holder: Element, way: Entries) -> _List | None:
    """The list that an element holds if its entries are parted in a way; None if they are not."""
    parts = parting(holder, way)
    runs = runs_in(holder, parts, frozenset(), is_between=bool(way.between))
    heading = _heading(document, [run for run in runs if run.is_entry]) if way.between else ""
    if heading:
        runs = runs_in(holder, parts, frozenset([holder[0]]), is_between=bool(way.between))
    runs = [run for run in runs if run.is_entry and run.nodes]
    if len(runs) < _LEAST:
        return None
    group = alike([frozenset(_marks(document, run)) for run in runs])
    entries = [runs[number] for number in group]
    if len(entries) < _LEAST or not _are_things(document, entries):
        return None
    return _List(document.root, holder, runs, frozenset(group), heading)


def _heading(document: Document, runs: Sequence[Run]) -> str:
    """The tag of what stands alone on the first line of a list, where no such thing begins the other entries."""
    if len(runs) < _LEAST or not _is_headed(document, runs[0]):
        return ""
    others = sum(_is_headed(document, run) for run in runs[1:])
    return "" if others * 2 > len(runs) - 1 else str(runs[0].nodes[0].tag)


def _is_headed(document: Document, run: Run) -> bool:
    """Tell whether a heading stands alone on the first line of a run."""
    if not run.nodes or run.text.strip():
        return False
    first = run.nodes[0]
    is_alone = not (first.tail or "").strip() and (len(run.nodes) == 1 or run.nodes[1].tag not in INLINE)
    return first.tag in _HEADINGS or (first.tag in _LOUD and is_alone and bool(document.text(first)))


def _marks(document: Document, run: Run) -> Iterator[object]:
    """What entries of one kind have in common: their elements, where links lead, and their labels."""
    numbers: Counter[object] = Counter()
    for node in run.nodes:
        if node.tag == "br":
            continue
        step = step_of(node)
        numbers[step] += 1
        yield step, numbers[step]
        for inner in node.iter("a"):
            leads = LEADS.search(inner.get("href") or "")
            yield "leads", leads[0] if leads else ""
    yield from (("label", label) for label in _labels(document, run))


def _labels(document: Document, run: Run) -> set[str]:
    """The words before a colon at the beginning of lines."""
    return {label_of(line.partition(":")[0]) for line in _lines(document, run) if 0 < line.find(":") <= _LONGEST // 5}


def _lines(document: Document, run: Run) -> list[str]:
    lines = [run.text]
    for node in run.nodes:
        if node.tag in INLINE:
            lines[-1] += document.text(node) + (node.tail or "")
        else:
            lines += [document.text(node), node.tail or ""]
    return [said for line in lines if (said := document.line(line))]


def _are_things(document: Document, entries: Sequence[Run]) -> bool:
    """
    Tell whether entries are things of one kind, as offers, ratings or accounts: they say different things, in several
    lines or elements, and most have an amount, a time or a masked name, or a label that others have, too. Where most
    are one block each, that is the element of the entry.
    """
    said = [_lines(document, run) for run in entries]
    if len({tuple(lines) for lines in said}) * 2 < len(entries):
        return False
    blocks = sum(_is_one_block(document, run) for run in entries)
    if blocks * 2 > len(entries):
        return False
    common = Counter(mark for run in entries for mark in set(_marks(document, run)))
    shared = [mark for mark, count in common.items() if count >= _MOST * len(entries)]
    telling = sum(any(shapes_of(line[:_LONGEST]) & _TELLING for line in lines) for lines in said)
    labels = Counter(label for run in entries for label in _labels(document, run))
    is_labelled = any(count >= _MOST * len(entries) for count in labels.values())
    is_rich = sum(len(lines) > 1 for lines in said) >= _MOST * len(entries)
    return bool(shared) and is_rich and (is_labelled or telling >= _MOST * len(entries))


def _is_one_block(document: Document, run: Run) -> bool:
    """Tell whether all that a run says stands in one block, which is an element of its own."""
    blocks = [node for node in run.nodes if node.tag not in INLINE and document.text(node)]
    rest = [node for node in run.nodes if node.tag in INLINE]
    return len(blocks) == 1 and not rest and not f"{run.text}{blocks[0].tail or ''}".strip()


def _declared(way: Entries, lists: Sequence[_List]) -> Entries | None:
    """How the entries of lists of one kind are parted; None where no selector finds what holds them."""
    holders = [each.holder for each in lists]
    name = name_of(holders, with_ids=True)
    of = name if name.startswith("#") else selector_for([(each.root, each.holder) for each in lists], with_ids=True)
    if of is None:
        return None
    headings = Counter(each.heading for each in lists)
    headings.pop("", None)
    return replace(
        way,
        of=of,
        after=", ".join(f"{of} > {tag}:first-child" for tag in sorted(headings)),
        having=_having(lists),
    )


def _having(lists: Iterable[_List]) -> str:
    """A selector of what all entries have, and nothing that is none; the one that fewest others have."""
    every: list[frozenset[str]] = []
    others: Counter[str] = Counter()
    for each in lists:
        for number, run in enumerate(each.runs):
            tags = frozenset(_tags(run))
            if number in each.are_entries:
                every.append(tags)
            else:
                others.update(tags)
    shared = frozenset.intersection(*every)
    return min(shared, key=lambda tag: (others[tag], len(tag), tag), default="")


def _tags(run: Run) -> Iterator[str]:
    """Selectors of what a run has in it."""
    for node in run.nodes:
        for inner in node.iter():
            if not isinstance(inner.tag, str) or inner.tag == "br":
                continue
            yield inner.tag
            yield from (f"{inner.tag}.{name}" for name in classes(inner) if name.isalpha())
            leads = LEADS.search(inner.get("href") or "") if inner.tag == "a" else None
            if leads is not None:
                yield f'a[href*="{leads[0]}"]'
