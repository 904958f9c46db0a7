"""
What lies outside of this folder and what lies outside of this machine: a hook of mkdocs.

In the repository a page of docs/ leads to ``../CONTRIBUTING.md``, and README.md to ``docs/tutorial.md``. In the site
all of them are pages of one folder, of which README.md is the first. And whatever the theme would load from elsewhere,
no page of the site does.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

__all__ = ["on_files", "on_page_markdown", "on_post_page", "on_post_template"]

ROOT = Path(__file__).parent.parent
OUTSIDE = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "CHANGELOG.md": "CHANGELOG.md",
    "CITATION.cff": "CITATION.cff",
    "LICENSE": "LICENSE.txt",
    "benchmarks/README.md": "benchmarks/README.md",
    "benchmarks/beautifulsoup/README.md": "benchmarks/beautifulsoup/README.md",
}
"""Where each file stands in the site, by where it lies in the repository."""
LINK = re.compile(r"\]\((?P<path>[^)\s#:]+)(?P<anchor>#[^)\s]*)?\)")

REMOTE = '<script src="https://unpkg.com/iframe-worker/shim"></script>'
"""What the theme adds so that pages opened from a disk can be searched; docs/search-from-disk.js does it instead."""
POLICY = "default-src 'self' file: data: blob: 'unsafe-inline'; form-action 'none'; base-uri 'none'"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files from outside."""
    for place, address in OUTSIDE.items():
        files.append(File.generated(config, address, abs_src_path=str(ROOT / place)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001  # mkdocs calls it so
    """Rewrite links of a page to where their files stand in the site."""
    address = page.file.src_uri
    lies = {site: place for place, site in OUTSIDE.items()}.get(address, f"docs/{address}")

    def moved(link: re.Match[str]) -> str:
        place = posixpath.normpath(posixpath.join(posixpath.dirname(lies), link["path"]))
        target = OUTSIDE.get(place, place.removeprefix("docs/"))
        if place == target and place not in OUTSIDE:  # mkdocs says that it leads nowhere
            return link[0]
        return f"]({posixpath.relpath(target, posixpath.dirname(address) or '.')}{link['anchor'] or ''})"

    return LINK.sub(moved, markdown)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001  # the same
    """Keep a page from loading anything from elsewhere."""
    return _contained(_named(output), posixpath.dirname(page.url) or ".")


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG001  # the same
    """Leave out the page that a server shows where there is none: it is for the root of a server, not for a disk."""
    return "" if template_name == "404.html" else output_content


def _named(page: str) -> str:
    """Give the search a name, and let columns without one have no heading, for those who hear a page."""
    return page.replace('role="dialog">', 'role="dialog" aria-label="Search">').replace("<th></th>", "<td></td>")


def _contained(page: str, folder: str) -> str:
    own = posixpath.relpath("search-from-disk.js", folder)
    page = page.replace(REMOTE, f'<script src="{own}"></script>')
    return page.replace("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{POLICY}">', 1)
