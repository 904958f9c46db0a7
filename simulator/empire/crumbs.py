"""The row of headings above the columns of a page, which tells where one is. Only Empire has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.empire.categories import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["category_crumbs", "crumbs"]

_CRUMB = '          <div class="check"><p></p></div>\n'
_END = '                    <i class="fa fa-sitemap fa-fontSet sitemap" aria-hidden="true"></i>\n'


def crumbs(icon: str, headings: Iterable[str]) -> str:
    """The row of headings above the columns."""
    rows = "".join(f"{_CRUMB}                      <h3>{heading}</h3>\n" for heading in headings)
    return f'          <i class="fa {icon} fa-fontSet" aria-hidden="true"></i>\n{rows}{_CRUMB}{_END}'


def category_crumbs(host: str, icon: str, number: int) -> str:
    """The same for a category and those above it, each with the stray end tag that the market has there."""
    return crumbs(
        icon,
        (
            f'<a href="http://{host}/category/categories/{above}/0">{CATEGORIES[above].path[-1]}</a></i>'
            for above in CATEGORIES[number].numbers
        ),
    )
