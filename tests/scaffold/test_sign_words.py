"""Ratings say in words whether they are good, behind a label or in letters of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.records import Review
from cryptodrug_scraper.scaffold.own_address import context_of
from tests.support.drafted import drafted, of, read_by

if TYPE_CHECKING:
    from pathlib import Path

_COMMENTS = ("Came in two days", "Never seen again", "Not what I had hoped for", "As always, many thanks")


def _page(folder: Path, number: int, ratings: list[str]) -> Path:
    file = folder / f"saved/fair.example/item/{number}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f"<html><head><title>Cheese no. {number} - Old Fair</title></head><body><h1>Cheese no. {number}</h1>"
        f"<p>Price: {number}.00 EUR</p><div id=ratings>{'<hr>'.join(ratings)}</div></body></html>"
    )
    return file


def _list(folder: Path) -> Path:
    cards = "".join(
        f"<li><a href='/item/{number}'>Cheese no. {number}</a> <a href='/s/ana'>ana</a> <b>{number}.00 EUR</b></li>"
        for number in range(31, 36)
    )
    file = folder / "saved/fair.example/all.html"
    file.write_text(f"<html><head><title>All - Old Fair</title></head><body><ul>{cards}</ul></body></html>")
    return file


@pytest.mark.parametrize("form", ["Vote: {sign}<br>", "<b>{sign}</b><br>"])
@pytest.mark.parametrize("words", [("plus", "zero", "minus"), ("+ positive", "0 neutral", "- negative")])
def test_signs_of_ratings_are_read_from_a_few_words(tmp_path: Path, form: str, words: tuple[str, str, str]) -> None:
    signs = [0, 2, 1, 0]
    files = [
        _page(
            tmp_path,
            number,
            [
                f"{form.format(sign=words[sign])}k***{mark}, {at + 2} days ago<br>{_COMMENTS[at]} {number}"
                for at, (sign, mark) in enumerate(zip(signs, "amxz", strict=True))
            ],
        )
        for number in (31, 32, 33)
    ]
    with drafted("fair", [*files, _list(tmp_path)], tmp_path / "fair") as market:
        for file in files:
            _, document = read_by(market, file.read_bytes(), context_of(file, file.read_bytes()))
            assert [each.sign for each in of(document, Review)] == ["positive", "negative", "neutral", "positive"]
