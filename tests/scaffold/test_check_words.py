"""A check tells of no text at which a reader looks, of what is alike once, and where it looked for fixtures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.classes import DrugClass
from cryptodrug_scraper.page.labelled import labelled
from cryptodrug_scraper.page.market import Market
from cryptodrug_scraper.page.moments import parse_instant
from cryptodrug_scraper.page.money import parse_money
from cryptodrug_scraper.page.parsed import ParsedPage
from cryptodrug_scraper.page.records import Listing, Site, Stock
from cryptodrug_scraper.page.select import audit
from cryptodrug_scraper.page.taxonomy import Taxonomy, TaxonomyRow
from cryptodrug_scraper.scaffold import check
from cryptodrug_scraper.scaffold.check import lacks_of, unclassed
from cryptodrug_scraper.scaffold.found import look_at
from cryptodrug_scraper.scaffold.saved_check import found_on, read_saved
from cryptodrug_scraper.scaffold.skeleton import TO_CLASS

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.page.document import Document
    from cryptodrug_scraper.scaffold.lack import Lack

PAGE = """<html><head><title>{title} - Targ</title></head><body>
<div class="menu"><a href="/dzial?k=3">Susz konopny</a></div>
<div class="zegar">2019-02-03 11:0{number}:00</div>
<h1>{title}</h1>
<table class="dane">
<tr><th>Ile zostało</th><td>{left}</td></tr>
<tr><th>Rodzaj</th><td>przesyłka</td></tr>
<tr><th>Cena</th><td>{price}</td></tr>
<tr><th>Odwiedziny</th><td>{seen} wejść</td></tr>
<tr><th>Waga</th><td>dość {weight}</td></tr>
</table>
<p class="sklep">sklep <b>na urlopie</b></p>
</body></html>"""
PAGES = (
    ("Susz z gór", "bez limitu", "tanio", "84", "lekka"),
    ("Haszysz, 3 g", "brak", "jak zwykle", "1720", "duża"),
)


def read_offer(document: Document) -> None:
    """Read an offer, with its flags and words of a list."""
    listing = Listing(listing_id=None, title=document.title.partition(" - ")[0], title_cut=False, seen_on="page")
    unread = []
    for label, text, _ in labelled(document, document.root):
        if label == "Ile zostało":
            listing.stock = Stock(unlimited=True) if text == "bez limitu" else Stock(available=text != "brak")
        elif label == "Rodzaj":
            listing.product_class = "physical" if text == "przesyłka" else "digital"
        elif label == "Cena":
            listing.price = document.read("price", text, parse_money)
        elif label != "Waga":
            unread.append(label)
    audit(document, "listing", unread, {"Odwiedziny": "how often it was looked at is no fact of the trade"})
    listing.on_vacation = any(document.text(each) == "na urlopie" for each in document.root.iter("b"))
    document.add(listing)
    for each in document.root.iter("div"):
        if each.get("class") == "zegar":
            document.add(Site(server_time=parse_instant(document.text(each).replace(" ", "T") + "Z")))


MARKET = Market(
    name="targ",
    title="Targ",
    claims=lambda body: b" - Targ</title>" in body,
    classify=lambda _: "listing",
    readers={"listing": read_offer},
    taxonomy=Taxonomy(
        [TaxonomyRow(None, ("Susz konopny",), DrugClass("Cannabis", None), "")]
        + [TaxonomyRow(str(number), (f"Dział {number}",), DrugClass("Other", None), TO_CLASS) for number in range(7)]
    ),
    sources=(__name__,),
)


@pytest.fixture
def lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Lack]:
    monkeypatch.setattr("cryptodrug_scraper.page.parse.markets", lambda: (MARKET,))
    files = []
    for number, (title, left, price, seen, weight) in enumerate(PAGES):
        files.append(tmp_path / f"{number}.html")
        said = PAGE.format(number=number, title=title, left=left, price=price, seen=seen, weight=weight)
        files[-1].write_text(said, encoding="utf-8")
    return list(found_on(MARKET, read_saved(files, None)))


def test_only_text_at_which_no_reader_looks_is_told(lacks: list[Lack]) -> None:
    untaken = [lack.detail for lack in lacks if "is in no record" in lack.detail]
    assert [detail for detail in untaken if detail.startswith("label 'Waga': ")], untaken
    for word in ("bez limitu", "brak", "przesyłka", "urlopie", "2019", "Susz konopny", "Odwiedziny", "wejść"):
        assert not [detail for detail in untaken if word in detail], word


def test_an_issue_that_differs_by_a_value_is_told_once(lacks: list[Lack]) -> None:
    unread = [lack.detail for lack in lacks if lack.detail.startswith("field_unreadable")]
    assert ["field_unreadable: price: 'tanio' (2 values, 2 pages, as 0.html)"] == unread


def test_categories_that_are_not_classed_are_one_line() -> None:
    (lack,) = unclassed(MARKET)
    assert lack.required
    assert lack.detail.startswith("7 categories are not classed")
    assert lack.detail.endswith("'Dział 0', 'Dział 1', 'Dział 2', 'Dział 3', 'Dział 4', …")


def test_a_check_in_another_folder_says_where_it_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    roots = (tmp_path / "fixtures",)
    said = {lack.what: lack.detail for lack in lacks_of(MARKET, roots, (tmp_path / "README.md",)) if lack.required}
    assert f"in {tmp_path}: " in said["fixtures"]
    assert "name --fixtures" in said["fixtures"]
    assert "name --docs" in said["docs"]
    assert "again under other names" in said["listing"]
    roots[0].mkdir()
    assert "fixtures" not in {lack.what for lack in lacks_of(MARKET, roots, ())}


def test_what_fixtures_lack_alike_is_told_once(tmp_path: Path) -> None:
    cases = _cases(tmp_path, 7)
    found = list(lacks_of(MARKET, (tmp_path,), ()))
    (unwritten,) = (lack for lack in found if "no expected.json" in lack.detail)
    assert "7 fixtures" == unwritten.what
    assert unwritten.detail.endswith(f"{', '.join(cases[:5])}, …")
    assert 1 == sum("no fixture of " in lack.detail for lack in found)


def test_fields_that_nothing_fills_are_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _cases(tmp_path, 1)
    offer = Listing(listing_id="1", title="x", title_cut=False, seen_on="page")
    page = ParsedPage(MARKET.name, "listing", None, complete=True, records=[offer])
    monkeypatch.setattr(check, "parse_page", lambda *_: page)
    for has_pages, told in ((False, 1), (True, 0)):
        lacks = lacks_of(MARKET, (tmp_path,), (), has_pages=has_pages)
        assert told == sum("never filled" in lack.detail for lack in lacks)


def _cases(root: Path, count: int) -> list[str]:
    """Folders of fixtures of offers without a note, by their names."""
    names = [f"listing/draft-{number}" for number in range(count)]
    for name in names:
        folder = root / MARKET.name / name
        folder.mkdir(parents=True)
        (folder / "body.html").write_text("<html><head><title>Inny</title></head><body>Inny</body></html>")
        (folder / "meta.json").write_text('{"url": null, "captured_at": null, "note": ""}')
    return names


def test_a_page_that_is_told_by_its_address_says_so(tmp_path: Path) -> None:
    for name in ("orlik", "sowa", "czapla", "dudek"):
        offers = "".join(
            f'<li class="oferta"><a href="oferta.php?nr={name}{number}">Towar {number}</a> <b>{number},50 zł</b> '
            f'<a href="konto.php?kto={each}">{each}</a></li>'
            for number, each in enumerate(("orlik", "sowa", "czapla", "dudek"), start=3)
        )
        page = f"<html><body><h1>Dział {name}</h1><ul>{offers}</ul></body></html>"
        (tmp_path / f"dzial.php?k={name}.html").write_text(page, encoding="utf-8")
        account = f"<html><body><h1>O sobie</h1><p>Sprzedaję od dawna, w całym kraju. {name}</p></body></html>"
        (tmp_path / f"konto.php?kto={name}.html").write_text(account, encoding="utf-8")
    found = look_at(sorted(tmp_path.iterdir()))
    assert found.roles.vendor == "/konto.php?kto={}"
    evidence = {page.evidence for page in found.pages if page.file.name.startswith("konto")}
    assert {"its address is that of an account"} == evidence
