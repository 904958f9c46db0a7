"""What was found on saved pages as a table for the author: each candidate field with what it says there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.counted import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.scaffold.candidates import Candidate
    from cryptodrug_scraper.scaffold.found import Found

__all__ = ["samples_of"]

_MOST = 3
_LONGEST = 60


def samples_of(found: Found) -> str:
    """
    Return what was found as Markdown: the kind of each page and why, and for each kind its candidate fields with label,
    selector, form, how many of its values can be read, samples and doubts.

    It holds words of the saved pages.
    """
    return "\n".join([*_kinds(found), *_fields(found)]) + "\n"


def _kinds(found: Found) -> Iterator[str]:
    yield "# Pages"
    yield ""
    yield "| file | kind | sure | why | address |"
    yield "| --- | --- | --- | --- | --- |"
    for page in found.pages:
        sure = "yes" if page.is_sure else "no"
        yield _row(page.file.name, page.kind, sure, page.evidence, page.path or "not known")


def _fields(found: Found) -> Iterator[str]:
    for proposal in found.proposals:
        yield from _table(f"{proposal.kind}: the page itself", proposal.candidates)
        for block in proposal.blocks:
            yield from _table(f"{proposal.kind}: {counted(block.count, 'time')} {block.selector}", block.candidates)


def _table(title: str, candidates: list[Candidate]) -> Iterator[str]:
    if not candidates:
        return
    yield from (
        "",
        f"# {title}",
        "",
        "| field | where | form | seen | samples | doubts |",
        "| --- | --- | --- | --- | --- | --- |",
    )
    for each in candidates:
        where = f"label {each.label!r}" if each.label else f"{each.selector} @{each.attribute}".removesuffix(" @")
        said = list(dict.fromkeys(sample for sample in each.samples if sample))[:_MOST]
        samples = " / ".join(sample if len(sample) <= _LONGEST else f"{sample[:_LONGEST]}…" for sample in said)
        yield _row(each.name or "?", where, each.form, each.evidence, samples, "; ".join(each.doubts))


def _row(*cells: str) -> str:
    return f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |"
