from __future__ import annotations

import timeit
import tracemalloc
from pathlib import Path

import pytest

from cryptodrug_scraper.page.structure import Structure, marks_of, structure_id

CASES = Path(__file__).parents[2] / "fixtures" / "pages"


def test_marks_are_class_names_and_ids() -> None:
    body = b"""<div class="shop  around" id="list"><p class='oPrice' id='x'>class="no" 12</p></div>"""

    assert (".around", ".no", ".oPrice", ".shop", "#list", "#x") == tuple(
        sorted(marks_of(body), key=lambda mark: (mark[0] != ".", mark))
    )


def test_numbers_of_listings_leave_no_mark() -> None:
    assert marks_of(b'<i class="shopItem_1234" id="p7">') == marks_of(b'<i class="shopItem_9" id="p88123">')


def test_what_people_wrote_leaves_no_mark() -> None:
    page = '<div class="shop"><a href="/x">{}</a></div>'

    assert marks_of(page.format("five grams").encode()) == marks_of(page.format("<b>ten</b> pills &amp; more").encode())


def test_order_and_number_of_elements_do_not_matter() -> None:
    one = b'<p class="a b"></p><p class="c"></p>'
    other = b'<p class="c"></p><p class="b"></p><p class="a"></p><p class="b a"></p>'

    assert structure_id(marks_of(one)) == structure_id(marks_of(other))
    assert structure_id(marks_of(one)) != structure_id(marks_of(b'<p class="a b"></p>'))


def test_a_page_made_to_fill_the_store_leaves_a_thousand_marks() -> None:
    names = [bytes([97 + number % 26, 97 + number // 26 % 26, 97 + number // 676]) for number in range(17_000)]

    assert len(marks_of(b"".join(b'<p class="' + name + b'">' for name in names))) == 1000


@pytest.mark.parametrize("market", ["dream", "empire", "wallstreet"])
def test_pages_of_one_kind_share_most_of_their_marks(market: str) -> None:
    marks = [set(marks_of(path.read_bytes())) for path in sorted((CASES / market / "vendor_pgp").glob("*/body.html"))]
    marks = marks or [set(marks_of(path.read_bytes())) for path in (CASES / market / "listing").glob("*/body.html")]
    shared = set.intersection(*marks)

    assert len(shared) >= 5


@pytest.mark.parametrize(
    "tag",
    [
        b"<p class=foo id=bar>",
        b"<p id=bar class=foo>",
        b"<P CLASS=foo ID=bar>",
        b'<P CLASS="foo" ID="bar">',
        b"<p Class='foo' Id='bar'>",
        b'<p class = "foo" id = "bar">',
        b'<p class= "foo" id ="bar">',
        b"<p\nclass=foo\tid=bar>",
        b"<p title=x class=foo hidden id=bar>",
    ],
)
def test_attributes_are_found_however_html_lets_them_be_written(tag: bytes) -> None:
    assert ("#bar", ".foo") == marks_of(b'<div><a href="/x">one</a>' + tag + b"two</p></div>")


def test_an_attribute_that_a_template_no_longer_quotes_is_still_the_same_mark() -> None:
    assert marks_of(b'<p class="shop" id="list7">') == marks_of(b"<p class=shop id=list8>")


@pytest.mark.parametrize(
    "written",
    [b"id = 5", b"class = high", b"High Class", b"CLASS=A", b"class=A and id=B", b'<a title="class=A id = B">x</a>'],
)
def test_words_that_look_like_attributes_leave_no_mark(written: bytes) -> None:
    assert (".shop",) == marks_of(b'<div class="shop">' + written + b"</div>")


def test_pages_that_quote_all_have_the_marks_that_they_had() -> None:
    page = b"""<p class="a"\nid="new_line" data-id="c" data-class="d">Class ID class = <b CLASS=e>"""

    assert ("#new_line", ".a", ".d", ".e") == marks_of(page)


def test_a_page_of_tags_without_an_end_takes_no_time_to_speak_of() -> None:
    page = b"<a class=x '" * 50_000

    assert min(timeit.repeat(lambda: marks_of(page), number=1, repeat=3)) < 2


def test_a_tag_in_a_script_leaves_no_mark() -> None:
    assert (".real",) == marks_of(b'<p class="real"><script>x = "<b class=\\"quoted\\" id=\\"other\\">"</script>')


def test_marks_of_parts_that_are_known_are_the_pages_own() -> None:
    page = b'<div id="menu"><p class="b a9"></p></div><div class="shop">'

    assert marks_of(page) == marks_of(b'<div id="menu"></div><div class="shop">', [marks_of(b'<p class="b a9"></p>')])


def test_classes_of_any_length_are_not_remembered() -> None:
    tracemalloc.start()
    for number in range(50):
        assert 1 == len(marks_of(b'<p class="%b">' % (b"a" * (200_000 + number))))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1_000_000


def test_a_structure_has_the_marks_of_the_page_of_what_is_skipped_and_of_parts_that_are_known() -> None:
    page, skipped = b'<p class="b" id="a">', b'<i class="c">'

    made = Structure(page, skipped, [(".known",), (".b", "#more")])

    assert ("#a", "#more", ".b", ".c", ".known") == made.marks == made.marks
    assert Structure(page) == Structure(page + page)
    assert {Structure(page)} == {Structure(page + page)}
    assert Structure(page) != Structure(skipped)
    assert Structure(page) != marks_of(page)
