"""Lists that run over several pages: which part a page shows, and the row of links below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Part", "offsets", "pager"]

_NEIGHBOURS = 2
"""Page numbers on each side of the current one."""

T = TypeVar("T")


class Part(Generic[T]):
    """
    The part of a list that one page shows.

    Args:
        rows: the whole list.
        at: what the address counts, in steps of ``step``.
        step: by how much the address grows from page to page.
        size: rows on a page, ``step`` unless other things take some of its places.

    Attributes:
        rows: those of the page; none beyond the end of the list.
        page, pages: number of the page, from 1, and of all pages, at least 1.
    """

    def __init__(self, rows: Sequence[T], at: int, step: int, size: int | None = None) -> None:
        size = step if size is None else size
        self.page = at // step + 1
        self.pages = max(1, -(-len(rows) // size))
        self.rows = rows[(self.page - 1) * size : self.page * size]

    @property
    def paged(self) -> bool:
        """Whether the page has links to others."""
        return self.pages > 1 and self.page <= self.pages


def offsets(part: Part[T], step: int) -> Iterator[int]:
    """The offsets of all pages of a list."""
    return iter(range(0, part.pages * step, step))


def pager(part: Part[T], step: int, first: str, link: Callable[[int], str]) -> str:
    """
    The links below a list, as the market's framework makes them; nothing where one page holds all.

    Args:
        part: what the page shows.
        step: offset from one page to the next.
        first: address of the first page, which has no offset.
        link: address of a page by its offset.
    """
    if not part.paged:
        return ""

    def item(page: int, word: str, rel: str = "") -> str:
        address = first if page == 1 else link((page - 1) * step)
        return f'<li><a href="{address}" data-ci-pagination-page="{page}"{rel}>{word}</a></li>'

    here, last = part.page, part.pages
    items = []
    if here > _NEIGHBOURS + 1:
        items.append(item(1, "First", ' rel="start"'))
    if here > 1:
        items.append(item(here - 1, "<<", ' rel="prev"'))
    for page in range(max(1, here - _NEIGHBOURS), min(last, here + _NEIGHBOURS) + 1):
        start = ' rel="start"' if page == 1 else ""
        items.append(f"<strong>{page}</strong>" if page == here else item(page, str(page), start))
    if here < last:
        items.append(item(here + 1, ">>", ' rel="next"'))
    if here + _NEIGHBOURS < last:
        items.append(item(last, "Last"))
    return f'<ul class="pagination">{"".join(items)}</ul>'
