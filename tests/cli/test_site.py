"""The documentation is a site that holds together, has every page in its place, and asks nothing of a network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from tests.support.axe import violations
from tests.support.browsing import browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from tests.support.browsing import Page

ROOT = Path(__file__).parents[2]
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}
"""Elements of which a browser loads what they name."""
PAGES = ("index", "tutorial", "server", "findings", "benchmarks/index")

pytestmark = pytest.mark.xdist_group("site")  # which takes some seconds to build


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly: a page that stands nowhere, a link or an anchor that leads nowhere ends it."""
    folder = tmp_path_factory.mktemp("site") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, HtmlElement]:
    return {file: html.parse(file).getroot() for file in site.rglob("*.html")}


@pytest.mark.slow
def test_every_page_of_the_documentation_is_in_the_site(site: Path) -> None:
    written = {file.relative_to(ROOT / "docs").with_suffix(".html") for file in (ROOT / "docs").rglob("*.md")}
    assert len(written) > 25
    assert set() == {str(page) for page in written if not (site / page).is_file()}
    assert (site / "index.html").is_file()
    assert (site / "CONTRIBUTING.html").is_file()


def test_lists_and_code_are_read_as_such(pages: dict[Path, HtmlElement]) -> None:
    for file, page in pages.items():
        texts = page.xpath("//article//p//text()[not(ancestor::code)]")
        assert [] == [text for text in texts if re.match(r"\n?\s*(?:[-*]|\d+\.) +\S|.*```", text)], file.name
    (server,) = (page for file, page in pages.items() if file.name == "server.html")
    (steps,) = server.xpath("//article//ol")
    assert ["pre" in {child.tag for child in step.iter()} for step in steps] == [True, True, True, True, False, True]


@pytest.mark.slow
def test_the_programs_that_write_pages_are_not_in_the_site(site: Path) -> None:
    assert ["belgium.py", "migration.py"] == sorted(file.name for file in site.rglob("*.py"))


def test_pages_load_nothing_from_elsewhere(site: Path, pages: dict[Path, HtmlElement]) -> None:
    for file, page in pages.items():
        assert page.xpath("//link[@rel='stylesheet']")
        assert "default-src 'self'" in page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        for element in page.iter(*LOADED):
            address = element.get(LOADED[element.tag])
            if address is None or element.get("rel") == "canonical":
                continue
            assert urlsplit(address).scheme in {"", "data"}, f"{file.name} loads {address}"
            assert not address.startswith("//")
            assert address.startswith("data:") or (file.parent / urlsplit(address).path).is_file(), address
    for style in site.rglob("*.css"):
        assert not re.search(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", style.read_text(encoding="utf-8")), style.name


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    """One tab for all tests."""
    with browser() as page:
        yield page


@pytest.mark.parametrize("each_in", ["turn", pytest.param("both", marks=pytest.mark.campaign)])
@pytest.mark.parametrize("name", [PAGES[0], *(pytest.param(each, marks=pytest.mark.slow) for each in PAGES[1:])])
def test_pages_are_for_everybody(site: Path, tab: Page, name: str, each_in: str) -> None:
    """
    An accessibility checker finds nothing, light on a screen or dark on a phone, of which pages, all of one style, take
    turns.
    """
    for width, is_dark in ((1100, False), (360, True)):
        tab.open(site / f"{name}.html", width=width, is_dark=is_dark)
        assert [] == tab.errors
        if each_in == "both" or is_dark == bool(PAGES.index(name) % 2):
            assert (width, []) == (width, violations(tab))


def test_wide_code_and_tables_are_moved_by_keys(site: Path, tab: Page) -> None:
    tab.open(site / "tutorial.html", width=360)
    wide = "[...document.querySelectorAll('pre > code')].filter((c) => c.scrollWidth > c.clientWidth)"
    assert tab.ask(f"{wide}.length") > 3
    tab.ask(f"{wide}[0].focus()")
    assert "CODE" == tab.ask("document.activeElement.tagName")
    tab.key("ArrowRight")
    tab.wait("document.activeElement.scrollLeft > 0")
    assert 0 == tab.ask("[...document.querySelectorAll('pre > code[tabindex]')].length") - tab.ask(f"{wide}.length")


def test_links_within_the_site_lead_to_what_is_there(pages: dict[Path, HtmlElement]) -> None:
    anchors = {file.resolve(): set(page.xpath("//@id")) for file, page in pages.items()}
    followed = 0
    for file, page in pages.items():
        for address in page.xpath("//article//a/@href"):
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file.resolve()
            assert target.exists(), f"{file.name} leads to {address}"
            assert not parts.fragment or target not in anchors or parts.fragment in anchors[target], address
            followed += 1
    assert followed > 500


def test_the_pictures_are_small_and_shown() -> None:
    of_readme = re.findall(
        r"!\[[^\]]+\]\(docs/(pictures/[a-z]+\.png)\)", (ROOT / "README.md").read_text(encoding="utf-8")
    )
    walked = (ROOT / "docs" / "contesting.md").read_text(encoding="utf-8")
    on_the_way = re.findall(r'(?:src|srcset)="(pictures/[a-z-]+\.webp)"', walked)
    there = {str(file.relative_to(ROOT / "docs")): file for file in (ROOT / "docs" / "pictures").iterdir()}
    assert {"pictures/marked.png", "pictures/report.png"} == set(of_readme)
    assert 8 * 4 == len(on_the_way)
    assert there.keys() == {*of_readme, *on_the_way}
    for name, file in there.items():
        sign, place = (b"WEBP", 8) if name.endswith(".webp") else (b"\x89PNG", 0)
        assert file.read_bytes().startswith(sign, place)
        assert file.stat().st_size < 200_000, file.name


def test_the_readme_names_every_page_and_no_other() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"\]\(docs/([a-z-]+\.md)\)", text.partition("## Where things are")[2])
    assert sorted(file.name for file in (ROOT / "docs").glob("*.md")) == sorted(set(named))
