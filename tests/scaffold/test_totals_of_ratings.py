"""The heading above ratings that says how many there are, whatever its word for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.extent import headed_total, read_extent
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import PageTotal, Review
from cryptodrug_scraper.page.select import css
from tests.support.drafted import drafted, of, read_by

if TYPE_CHECKING:
    from pathlib import Path

_COUNTS = {1: 18, 2: 4, 3: 1250, 4: 0, 5: 7}
"""How many ratings each offer has; its page shows four at most."""


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Ohlasy na tuhle nabídku (11)", 11),
        ("Bewertungen (1.250)", 1250),
        ("Meningen (0)", 0),
        ("Meningen", None),
        ("Top 10 (2)", None),
        ("(11)", None),
        ("Level (3) seller", None),
    ],
)
def test_a_heading_says_how_many_there_are(text: str, total: int | None) -> None:
    assert total == headed_total(text)


def test_a_heading_with_any_word_is_a_total() -> None:
    page = Document("<body><h3>Ohlasy na tuhle nabídku (11)</h3></body>".encode(), PageContext())
    read_extent(page, "review", css("h3")(page.root))
    assert [PageTotal(kind="review", total=11)] == page.records


@pytest.mark.parametrize("tabs", [False, True])
def test_a_draft_reads_how_many_ratings_an_offer_has(tmp_path: Path, *, tabs: bool) -> None:
    folder = tmp_path / "pages" / "abc.onion"
    folder.mkdir(parents=True)
    texts = {"index.html": _list()} | {f"ware-{number}.html": _offer(number, tabs=tabs) for number in _COUNTS}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    files = sorted(folder.iterdir())
    with drafted("headed", files, tmp_path / "draft") as market:
        for number, count in _COUNTS.items():
            url = f"http://abc.onion/ware-{number}.html"
            kind, page = read_by(market, (folder / f"ware-{number}.html").read_bytes(), PageContext(url))
            assert ("listing", min(count, 4)) == (kind, len(of(page, Review)))
            assert [PageTotal(kind="review", total=count)] == of(page, PageTotal), number
            assert not page.issues


def _list() -> str:
    cards = "".join(
        f'<div class="karte"><a class="titel" href="/ware-{number}.html">{_title(number)}</a> '
        f'<a href="/haus/haus{number}.html">haus{number}</a> <b>{number},50 €</b></div>'
        for number in _COUNTS
    )
    return f'<html><head><title>Laden</title></head><body><div class="liste">{cards}</div></body></html>'


def _offer(number: int, *, tabs: bool) -> str:
    rows = "".join(
        f'<div class="meinung"><b>{mask}</b> <i>{day:02}.03.2019</i><p>{said}</p></div>'
        for mask, day, said in list(
            zip(
                ("a**e", "k**o", "z**1", "u**u"),
                range(1 + number, 19),
                (
                    "Kam schnell an, gern wieder",
                    "Leider etwas feucht",
                    "Alles wie beschrieben, danke",
                    "Ging so, na ja",
                ),
                strict=False,
            )
        )[: _COUNTS[number]]
    )
    heading = f"<h3>Gemeintes ({_COUNTS[number]})</h3>"
    if tabs:
        ware = f'<li><a href="/ware-{number}.html">Ware (1)</a></li>'
        heading = f'<ul class="reiter">{ware}<li class="offen"><span>Gemeintes ({_COUNTS[number]})</span></li></ul>'
    head = f"<head><title>Laden: {_title(number)}</title></head>"
    offer = f"<h1>{_title(number)}</h1><p>Preis: <b>{number},50 €</b></p>"
    seller = f'<p><a href="/haus/haus{number}.html">haus{number}</a></p>'
    text = f"Dies ist ein langer Text über die Ware Nummer {number}, die aus dem Garten kommt und gut verpackt wird."
    return f'<html>{head}<body>{offer}{seller}<div class="text">{text}</div>{heading}{rows}</body></html>'


def _title(number: int) -> str:
    return f"Feine Ware {'abcdef'[number] * 3} aus dem Garten"
