"""How the reading of a draft differs in form from that of its page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["differences"]


def differences(page: ParsedPage, other: ParsedPage) -> list[str]:
    """
    Return how two readings differ in form: kind, how many records have which fields filled or empty, issues, links.

    Args:
        page: of the page.
        other: of its draft.
    """
    found = [] if page.kind == other.kind else [f"kind {page.kind} became {other.kind}"]
    if page.complete != other.complete:
        found.append("it is whole, and the page is not" if other.complete else "it is not whole, and the page is")
    before, after = _form(page), _form(other)
    return found + [
        f"{name}: {before[name]} became {after[name]}" for name in sorted(before | after) if before[name] != after[name]
    ]


def _form(page: ParsedPage) -> Counter[str]:
    form: Counter[str] = Counter()
    for record in page.records:
        fields = msgspec.to_builtins(record)
        form.update(f"{fields['record']}.{name}{_filled(value)}" for name, value in fields.items())
    form.update(f"issue {issue.code}" for issue in page.issues)
    form.update(f"links to {link.kind}" for link in page.links)
    return form


def _filled(value: object) -> str:
    if value is None:
        return " without value"
    return f" of {len(value)}" if isinstance(value, list | dict) else ""
