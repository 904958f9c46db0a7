"""What a market never reads is taken out of a page, and nothing else."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.page.skipped import without_skipped

PAIRS = ((b'<select name="a"', b"</select>"), (b'<select name="b"', b"</select>"), (b"<nav", b"</nav>"))


@pytest.mark.parametrize(
    ("page", "kept", "skipped"),
    [
        (b"", b"", b""),
        (b"<p>no start</select></nav>", b"<p>no start</select></nav>", b""),
        (b'1<select name="a">x</select>2', b"12", b'<select name="a">x</select>'),
        (b'1<select name="c">x</select>2', b'1<select name="c">x</select>2', b""),
        (
            b'1<select name="b">x</select>2<select name="c">y</select>3<select name="a">z</select>4',
            b'12<select name="c">y</select>34',
            b'<select name="b">x</select><select name="a">z</select>',
        ),
        (b"1<nav>x</nav>2</nav>3<nav>y</nav>4", b"12</nav>34", b"<nav>x</nav><nav>y</nav>"),
        (b"1<nav>x<nav>y</nav>2", b"12", b"<nav>x<nav>y</nav>"),
        (b"1<nav>x</nav>2<nav>y", b"12<nav>y", b"<nav>x</nav>"),
        (b'1<nav><select name="a">x</nav>2</select>3', b"1<nav>3", b'<select name="a">x</nav>2</select>'),
    ],
    ids=["empty", "ends", "one", "other", "several", "end_too_many", "start_too_many", "cut", "across"],
)
def test_what_lies_between_a_start_and_the_first_end_behind_it_is_taken_out(
    page: bytes, kept: bytes, skipped: bytes
) -> None:
    assert (kept, skipped) == without_skipped(page, PAIRS)


def test_a_page_of_starts_without_an_end_is_looked_through_once() -> None:
    starts = b"<nav" * 100_000
    assert (b"</nav>" + starts, b"") == without_skipped(b"</nav>" + starts, PAIRS)
    assert (b"1", starts + b"</nav>") == without_skipped(b"1" + starts + b"</nav>", PAIRS)
