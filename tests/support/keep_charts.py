"""
The script that draws charts, which each report has in it, is put together by its library once for all of a run.

That takes longer than all else of most reports, and depends on nothing but the version of the library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import vl_convert

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["keep_charts"]


def keep_charts(made_once: Callable[[str, Callable[[], str]], str]) -> None:
    """
    Have the library's function return what it returned first.

    Args:
        made_once: how something is made once, by its name; see `tests.support.made_once`.
    """
    library: Any = vl_convert
    bundle = library.javascript_bundle
    library.javascript_bundle = lambda: made_once("charts", bundle)
