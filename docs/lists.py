"""
Read lists as forges do: a hook of mkdocs.

What belongs to an item is indented as far as its text begins, here as by CommonMark; the Markdown of mkdocs
asks for four spaces, and for an empty line before a list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

__all__ = ["deepened", "on_page_markdown"]

ITEM = re.compile(r"(?:[-*]|\d+\.) +(?=\S)")
FENCE = "```"


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001  # mkdocs calls it so
    """Indent the lists of a page as mkdocs reads them."""
    return "\n".join(deepened(markdown.split("\n")))


def deepened(lines: list[str]) -> list[str]:
    """The lines, with four spaces for each item that they belong to."""
    found: list[str] = []
    begins: list[int] = []  # where the text begins of each item that a line may belong to
    is_code = False
    for line in lines:
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if text and not is_code:
            while begins and indent < begins[-1]:
                begins.pop()
        item = None if is_code else ITEM.match(text)
        if item and not begins and found and found[-1].strip() and not ITEM.match(found[-1]):
            found.append("")
        within = begins[-1] if begins else 0
        found.append(" " * (4 * len(begins) + max(indent - within, 0)) + text if text else "")
        if text.startswith(FENCE):
            is_code = not is_code
        elif item:
            begins.append(indent + item.end())
    return found
