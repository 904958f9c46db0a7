"""Values in sentences, by the words around them."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.phrases import phrased, pieces_within
from cryptodrug_scraper.page.select import css


@pytest.mark.parametrize(
    ("line", "phrase", "pieces"),
    [
        ("Öppet sedan 3 mars 2018, sedd för 3 dagar sedan. Tvister: 7.", "sedd {}.", ("för 3 dagar sedan",)),
        ("Tvister: 7 av 1 938 affärer", "tvister: {} av {} affärer", ("7", "1 938")),
        ("betrodd · grad 3 · sedd igår", "sedd {}", ("igår",)),
        ("sedd igår.", "sedd {}", ("igår.",)),
        ("över 750 sålda", "{} sålda", ("över 750",)),
        ("mindre än 1 200 sålda", "{} sålda", ("mindre än 1 200",)),
        ("slutsålda", "{} sålda", None),
        ("12sålda", "{}sålda", ("12",)),
        ("Sedd  3 juni", "SEDD {}", ("3 juni",)),
        ("betrodd · 3:e graden (91 röster)", "{}:e graden", ("3",)),
        ("4,8 av 5 (91 röster)", "{} röster", ("91",)),
        ("4,8 av 5 (91 röster)", "({} röster)", ("91",)),
        ("4,8 av 5 (91 röster)", "{} av {} ({} röster)", ("4,8", "5", "91")),
        ("grad 3, 1 938 affärer", "{} affärer", ("1 938",)),
        ("sedan 2018 938 affärer", "{} affärer", ("938",)),
        ("2018. 09. 30. óta tag", "{} óta tag", ("2018. 09. 30.",)),
        ("tagja 2018. szeptember 30. óta", "{} óta", ("2018. szeptember 30.",)),
        ("3. 11. 2017 od", "{} od", ("3. 11. 2017",)),
        ("átlag 4,38, 120 eladás", "átlag {}, {} eladás", ("4,38", "120")),
        ("osedd igår", "sedd {}", None),
        ("91 röstermer", "{} röster", None),
        ("sedd", "sedd {}", None),
        ("", "sedd {}", None),
    ],
)
def test_a_phrase_finds_what_stands_in_the_place_of_its_values(
    line: str, phrase: str, pieces: tuple[str, ...] | None
) -> None:
    assert pieces == pieces_within(line, phrase)


def test_a_phrase_stands_on_one_line_of_the_first_element_that_has_it() -> None:
    said = "<p>sedd nyss<p>Sedd<br>igår, såld 12 gånger<p>såld <b>13</b> gånger"
    page = Document(f"<body>{said}</body>".encode(), PageContext())
    lines = css("p")(page.root)

    assert ("12",) == phrased(page, lines, "såld {} gånger")
    assert ("13",) == phrased(page, lines[2:], "såld {} gånger")
    assert ("nyss",) == phrased(page, lines, "sedd {}")
    assert phrased(page, lines[1:], "sedd {}") is None
    assert phrased(page, [], "sedd {}") is None
