"""Simulated Empire pages are built as the real ones are; and how two pages are compared."""

from __future__ import annotations

from functools import cache, reduce
from operator import or_
from pathlib import Path

import pytest

from simulator.empire import TEMPLATE
from simulator.site import Request, Viewer
from simulator.structure import Difference, Outline, compare, outline, read_outlines, write_outlines
from tests.simulator.empire_states import market

HERE = Path(__file__).parent
LABELS = frozenset((HERE / "empire_labels.txt").read_text("utf-8").splitlines())
WRITTEN = read_outlines((HERE / "empire_structure.toml").read_text("utf-8"))
REAL_PAGES = HERE.parents[2] / "shared" / "pages" / "empire"
FILES = {
    "home": ["home_0.html"],
    "category_list": ["category_list_0.html"],
    "listing": ["listing_0.html", "listing_3_bulk.html", "listing_9_vacation.html"],
    "vendor_profile": ["vendor_0.html"],
    "vendor_feedback": ["vendor_feedback_0.html"],
    "vendor_pgp": ["vendor_pgp_0.html"],
    "login": ["login_0.html"],
}
SIZES = {"home": 119_321, "category_list": 127_503, "listing": 112_733, "vendor_feedback": 55_887, "vendor_pgp": 23_452}
"""Bytes of the real pages, of listings on average; a profile's size is that of what the vendor wrote."""

COLUMN = "body>div>div.body-content>div.wrapper-index>div.right-content>"
KNOWN = {
    "category_list": Outline(
        paths=frozenset(
            {
                f"{COLUMN}div.col-#search>div.col-#centre>div.head>i",  # automatic items: on other real lists
                f"{COLUMN}h2",  # a list without rows, known from its description
                f"{COLUMN}p.padp",
            }
        )
    ),
    "vendor_feedback": Outline(
        paths=frozenset(
            {
                # the vendor of the real page has no badge; those of the profile and key have
                f"{COLUMN}div.user_info>div.user_info_mid>div>span",
                f"{COLUMN}div.user_info>div.user_info_mid>div>span>img",
            }
        )
    ),
}
"""What only simulated pages have, and why."""


@cache
def simulated(kind: str) -> Outline:
    """Of all pages of a kind together."""
    snapshot, viewer = market(), Viewer()
    if kind == "login":
        return outline(TEMPLATE.wall(kind, snapshot).body)
    bodies = (
        TEMPLATE.page(snapshot, request, viewer).body
        for found, request in TEMPLATE.requests(snapshot, viewer)
        if found == kind and not ("/701" in request.path and request.path[-1] not in "07")
    )
    return reduce(or_, map(outline, bodies))


def real_outlines(kind: str) -> list[Outline]:
    """As written down, and as the pages have it where they are at hand."""
    pages = [REAL_PAGES / file for file in FILES[kind] if (REAL_PAGES / file).is_file()]
    read = [reduce(or_, (outline(page.read_bytes()) for page in pages)).keeping(LABELS)] if pages else []
    return [WRITTEN[kind], *read]


@pytest.mark.parametrize("kind", FILES)
def test_a_simulated_page_has_every_element_of_the_real_one_and_no_other(kind: str) -> None:
    for real in real_outlines(kind):
        # labels of one page of a kind need not be on another: what a market prints there depends on its data
        difference = compare(real, simulated(kind).keeping(real.labels))
        unexplained = Difference(difference.missing, difference.extra - KNOWN.get(kind, Outline()))
        assert "" == str(unexplained)


@pytest.mark.parametrize("kind", FILES)
def test_what_is_written_down_is_what_the_real_pages_have(kind: str) -> None:
    for real in real_outlines(kind):
        assert "" == str(compare(WRITTEN[kind], real))
    assert WRITTEN[kind].labels <= LABELS


@pytest.mark.parametrize("kind", SIZES)
def test_a_simulated_page_is_as_large_as_a_real_one(kind: str) -> None:
    snapshot, viewer = market(), Viewer()
    sizes = [
        len(TEMPLATE.page(snapshot, request, viewer).body)
        for found, request in TEMPLATE.requests(snapshot, viewer)
        if found == kind
    ]
    assert 0.8 * SIZES[kind] < max(sizes) < 1.25 * SIZES[kind]


def test_an_element_that_a_page_lacks_is_told() -> None:
    snapshot = market()
    page = TEMPLATE.page(snapshot, Request("/u/DraadEnGaren"), Viewer()).body
    difference = compare(WRITTEN["vendor_profile"], outline(page.replace(b"seller_rating", b"seller_mark")))
    assert "seller_rating" in difference.missing.classes
    assert "seller_mark" in difference.extra.classes
    assert f"{COLUMN}div.seller_rating>table>tr>th" in difference.missing.paths


def test_what_depends_on_a_pages_data_is_no_part_of_its_outline() -> None:
    one = b'<body><p id="row12" class="b a" style="x:1">Sold 1,234.5 times</p><input name=\'0123456789abcdef0\'></body>'
    two = (
        b'<body><p id="row9" class="a b">Sold 7 times</p><p id="row8" class="a b"></p><input name="fedcba98765432101">'
    )
    assert not compare(outline(one), outline(two))
    assert Outline(
        paths=frozenset({"body", "body>p.a.b", "body>input"}),
        ids=frozenset({"row#"}),
        classes=frozenset({"a", "b"}),
        fields=frozenset({"input #"}),
        labels=frozenset({"Sold # times"}),
    ) == outline(one)


def test_a_table_saved_by_a_browser_has_the_same_outline() -> None:
    served = b"<table><tr><td>Price</td></tr></table>"
    saved = b"<table><tbody><tr><td>Price</td></tr></tbody></table>"
    assert not compare(outline(served), outline(saved))


def test_long_texts_and_scripts_are_no_labels() -> None:
    page = b"<body><p>" + b"word " * 20 + b"</p><script>Label</script><b>Label <i>in</i> two:</b> 12</body>"
    assert frozenset({"Label", "in", "two:"}) == outline(page).labels


def test_characters_of_one_byte_are_read_too() -> None:
    assert frozenset({"Fleur \u00e9t\u00e9"}) == outline("<body><p>Fleur \u00e9t\u00e9</p>".encode("cp1252")).labels


def test_outlines_are_read_back_as_they_were_written() -> None:
    some = {"listing": outline(b'<body><div id=a><p class=x>He said "a\\b"</p></div><p class=x></p></body>')}
    assert some == read_outlines(write_outlines(some))


def test_a_difference_says_what_it_is() -> None:
    difference = compare(outline(b"<body><p id=a>Word</p>"), outline(b"<body><b id=a>Word</b>"))
    assert difference
    assert "- paths: body>p\n+ paths: body>b" == str(difference)
