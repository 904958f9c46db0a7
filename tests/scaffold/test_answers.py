"""What an author answers of saved pages, and the market that is drafted with it."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

import msgspec
import pytest
from msgspec import UNSET, UnsetType

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.parts import Money, OrderLimits, Rating, Stock
from cryptodrug_scraper.page.records import Listing, PageTotal, Review, Vendor
from cryptodrug_scraper.scaffold.answers import Answers, Part, read_answers
from cryptodrug_scraper.scaffold.asking import questions_of
from cryptodrug_scraper.scaffold.found import look_at
from tests.support.drafted import answers_in, drafted, read_by
from tests.support.padlas import ANSWERS, OFFERS, SELLERS, save_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.page.document import Document
    from cryptodrug_scraper.page.market import Market

T = TypeVar("T")
_FORINT = "HUF"
_COUNTRIES = {"Magyarország": "HU", "Österreich": "AT", "România": "RO", "Slovensko": "SK"}
_STOCKS = {"raktáron": Stock(available=True), "bőven": Stock(available=True), "elfogyott": Stock(value=0)}
_LIMITS = (
    OrderLimits(min=Decimal(1), max=Decimal(20)),
    OrderLimits(min=Decimal(2)),
    OrderLimits(max=Decimal(3)),
)
"""How much one order of the offers may be of, in turn."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The saved pages by their addresses."""
    return save_pages(tmp_path_factory.mktemp("saved"))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return answers_in(tmp_path_factory.mktemp("answered"), ANSWERS.replace('"empty.html"', '"shelf/empty.html"'))


@pytest.fixture(scope="module")
def market(files: dict[str, Path], answers: Answers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """The market as it is drafted with the answers, and nothing by hand."""
    with drafted("padlas", list(files.values()), tmp_path_factory.mktemp("project"), answers=answers) as made:
        yield made


def read(market: Market, name: str, files: dict[str, Path]) -> tuple[str, Document]:
    """The kind of a page, and what the drafted reader says of it."""
    address = f"http://padlas.example/{'' if name == 'index' else name}"
    context = PageContext(address, parse_capture_time("2019-03-07T20:00:00Z"))
    return read_by(market, files[name].read_bytes(), context)


def stated(value: T | UnsetType | None) -> T:
    """A value that a page states."""
    assert value is not UNSET
    assert value is not None
    return value


def codes_of(offer: Listing) -> list[str]:
    """The one code of the origin of an offer, and that of its destination."""
    (origin,), (destination,) = stated(offer.ships_from).codes, stated(offer.ships_to).codes
    return [origin, destination]


def sellers_on(document: Document) -> list[tuple[str, int]]:
    """The name and the level of each account of a page."""
    return [(each.vendor, stated(each.level)) for each in document.records if isinstance(each, Vendor)]


def test_kinds_are_those_that_were_answered_or_told_by_folders(market: Market, files: dict[str, Path]) -> None:
    expected = dict.fromkeys(["index", "search?q=padlas", "shelf/1", "shelf/2", "shelf/empty"], "category_list")
    expected |= {f"offer/{row[0]}": "listing" for row in OFFERS}
    expected |= {f"seller/{row[0]}": "vendor_profile" for row in SELLERS}
    expected[f"seller/{SELLERS[0][0]}/said?page=3"] = "vendor_feedback"
    assert expected == {name: read(market, name, files)[0] for name in files}
    assert all(market.claims(file.read_bytes()) for file in files.values())


@pytest.mark.parametrize("row", OFFERS, ids=[row[0] for row in OFFERS])
def test_an_offer_is_read_by_labels_that_no_list_of_words_has(
    market: Market, files: dict[str, Path], row: tuple[str, str, int, str, str, str, str, str, int]
) -> None:
    document = read(market, f"offer/{row[0]}", files)[1]
    (offer,) = (each for each in document.records if isinstance(each, Listing) and each.seen_on == "page")
    sends = [(each.label, stated(each.price).amount) for each in stated(offer.shipping_options)]

    assert (row[0], row[1], SELLERS[row[2]][0]) == (offer.listing_id, offer.title, offer.vendor)
    assert Money(Decimal(row[3].replace(" ", "")), _FORINT) == offer.price  # not the one that is struck out
    assert [_COUNTRIES[row[5]], _COUNTRIES[row[6]]] == codes_of(offer)
    assert (_STOCKS[row[7]], row[8]) == (offer.stock, stated(offer.sold).value)
    assert _LIMITS[[each[0] for each in OFFERS].index(row[0]) % len(_LIMITS)] == offer.order_limits
    assert [("Sima levél", Decimal(890)), ("Futár másnapra", Decimal(2400))] == sends
    assert [(SELLERS[row[2]][0], SELLERS[row[2]][2])] == sellers_on(document)
    assert stated(offer.description).startswith(f"A {row[1].lower()} saját")
    assert not document.issues


@pytest.mark.parametrize("name", ["index", "shelf/2"])
def test_cards_have_their_way_by_the_picture_of_an_arrow(market: Market, files: dict[str, Path], name: str) -> None:
    document = read(market, name, files)[1]
    cards = [each for each in document.records if isinstance(each, Listing)]
    assert {(row[0], row[2]) for row in SELLERS} == set(sellers_on(document))
    assert [row[1] for row in OFFERS] == [each.title for each in cards]
    assert [
        (row[0], Decimal(row[3].replace(" ", "")), [_COUNTRIES[row[5]], _COUNTRIES[row[6]]], _STOCKS[row[7]])
        for row in OFFERS
    ] == [(each.listing_id, stated(each.price).amount, codes_of(each), each.stock) for each in cards]


def test_the_second_layout_of_lists_is_read_too(market: Market, files: dict[str, Path]) -> None:
    cards = [each for each in read(market, "search?q=padlas", files)[1].records if isinstance(each, Listing)]
    assert [(row[0], row[1], SELLERS[row[2]][0]) for row in reversed(OFFERS)] == [
        (each.listing_id, each.title, each.vendor) for each in cards
    ]
    assert all(each.price for each in cards)


@pytest.mark.parametrize("row", SELLERS, ids=[row[0] for row in SELLERS])
def test_an_account_is_read_by_words_below_its_numbers(
    market: Market, files: dict[str, Path], row: tuple[str, int, int, str, str, int, str]
) -> None:
    document = read(market, f"seller/{row[0]}", files)[1]
    (seller,) = (each for each in document.records if isinstance(each, Vendor))
    share, mean = (Decimal(each.replace(",", ".")) for each in row[3:5])

    assert (row[0], row[1], row[2]) == (seller.vendor, stated(seller.sales).value, seller.level)
    assert (share, Rating(mean=mean, scale=5), row[5]) == (seller.positive_share, seller.rating, seller.disputes)
    assert row[6] == seller.profile
    assert 4 == sum(isinstance(each, Review) for each in document.records)


def test_ratings_have_what_one_place_says_of_two_fields_and_nothing_for_what_nobody_wrote(
    market: Market, files: dict[str, Path]
) -> None:
    document = read(market, f"seller/{SELLERS[0][0]}/said?page=3", files)[1]
    ratings = [each for each in document.records if isinstance(each, Review)]
    (extent,) = (each for each in document.records if isinstance(each, PageTotal))

    assert [("q**7", 4), ("m**a", 1), ("9**k", 7), ("z**0", 2)] == [
        (each.buyer_mask, each.buyer_level) for each in ratings
    ]
    assert ["positive", "negative", "neutral", "positive"] == [each.sign for each in ratings]
    assert ["gyors volt és pontos, köszönöm szépen", None] == [ratings[0].comment, ratings[2].comment]
    assert ["Örülök!", "A posta volt.", UNSET] == [each.reply for each in ratings[:3]]
    assert [row[1] for row in OFFERS[:4]] == [each.listing_title for each in ratings]
    occurred = stated(ratings[0].occurred)
    assert occurred.start < datetime(2019, 3, 1, 12, tzinfo=UTC) < occurred.end
    assert (3, 12, 119) == (extent.page, extent.pages, extent.total)


def test_what_is_asked_is_a_file_of_answers_that_keeps_what_was_answered(
    files: dict[str, Path], answers: Answers, tmp_path: Path
) -> None:
    asked = tomllib.loads(questions_of(look_at(list(files.values()))))
    again = tmp_path / "again.toml"
    again.write_text(questions_of(look_at(list(files.values()), answers)), encoding="utf-8")
    kept = read_answers(again)

    assert "" == asked["listing"]["labels"]["Megvan"]  # nobody knows the word
    assert "vendor_profile" == asked["pages"]["seller/kovi_77.html"]
    for part in ("listing", "card", "review", "vendor"):
        for said in ("labels", "places"):
            before, after = getattr(answers.of(part), said), getattr(kept.of(part), said)
            assert dict(before).items() <= dict(after).items()
    assert msgspec.to_builtins(answers.words) == msgspec.to_builtins(kept.words)
    assert (answers.rows, answers.texts) == (kept.rows, kept.texts)


def test_words_and_headings_that_the_draft_knows_by_itself_are_answered_too(
    files: dict[str, Path], tmp_path: Path
) -> None:
    known = {"Megvan": "Készlet", "Hang": "Vélemény", "Szavak": "Megjegyzés"}
    for name, file in files.items():
        text = file.read_text(encoding="utf-8")
        for own, usual in known.items():
            text = text.replace(f">{own}<", f">{usual}<")
        (again := tmp_path / f"{name}.html").parent.mkdir(parents=True, exist_ok=True)
        again.write_text(text, encoding="utf-8")
    said = ANSWERS.replace('"empty.html"', '"shelf/empty.html"').replace('"Megvan" = "stock"\n', "")
    (tmp_path / "answers.toml").write_text(said.replace('"Hang"', '"Vélemény"').replace('"Szavak"', '"Megjegyzés"'))
    answers = read_answers(tmp_path / "answers.toml")
    saved = {name: tmp_path / f"{name}.html" for name in files}
    with drafted("padlas", list(saved.values()), tmp_path / "project", answers=answers) as market:
        (offer,) = (
            each
            for each in read(market, f"offer/{OFFERS[3][0]}", saved)[1].records
            if isinstance(each, Listing) and each.seen_on == "page"
        )
        ratings = [
            each for each in read(market, f"seller/{SELLERS[0][0]}", saved)[1].records if isinstance(each, Review)
        ]
        assert _STOCKS["bőven"] == offer.stock  # a word of the site, below a label that many have
        assert ["positive", "negative", "neutral", "positive"] == [each.sign for each in ratings]


def test_answers_of_no_field_of_two_and_of_one_that_is_read_elsewhere(
    files: dict[str, Path], answers: Answers, tmp_path: Path
) -> None:
    said = {
        "listing": Part(answers.listing.labels, {"div.money s": "none", "ul.post li": "prices"}),
        "card": Part({"Ár": "sold"}, {"h6": "title", "p.way": "sold"}),
        "vendor": Part({**answers.vendor.labels, "Patvarok": "disputes orders"}, {"h3": "level"}),
    }
    with drafted("padlas", list(files.values()), tmp_path, answers=msgspec.structs.replace(answers, **said)) as market:
        document = read(market, f"offer/{OFFERS[0][0]}", files)[1]
        (offer,) = (each for each in document.records if isinstance(each, Listing) and each.seen_on == "page")
        cards = [each for each in read(market, "index", files)[1].records if isinstance(each, Listing)]
        (seller,) = (
            each
            for each in read(market, f"seller/{SELLERS[1][0]}", files)[1].records
            if isinstance(each, Vendor) and each.seen_on == "page"
        )

    assert [Decimal(12500), Decimal(890)] == [each.amount for each in stated(offer.prices)]
    assert [f"{row[1][:12]}…" for row in OFFERS] == [each.title for each in cards]  # the text, which is cut
    assert all(each.title_cut for each in cards)
    assert [UNSET] * len(OFFERS) == [each.sold for each in cards]
    assert (3, 0, 6) == (seller.disputes, seller.orders, seller.level)  # a name is no level


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('[listing.labels]\n"Megvan" = "stok"', "[listing.labels] 'Megvan' is 'stok': one of accepted_coins"),
        ('[vendor.labels]\n"Szint" = "trusted"', "[vendor.labels] 'Szint' is 'trusted': one of"),
        ('[pages]\n"index.html" = "shelf"', "[pages] 'index.html' is 'shelf': one of captcha"),
        ('[words.currency]\nFt = "FOR"', "[words.currency] 'Ft' is 'FOR'"),
        ('[offers]\n"x" = "stock"', "unknown field `offers`"),
        ("[listing", "`cryptodrug market ask` writes such a file"),
    ],
    ids=["field", "mark", "kind", "currency", "table", "no TOML"],
)
def test_an_answer_that_cannot_be_is_named_with_those_that_can(tmp_path: Path, said: str, told: str) -> None:
    with pytest.raises(ConfigurationError) as failed:
        answers_in(tmp_path, said)
    assert told in str(failed.value)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('[listing.labels]\n"Keszlet" = "stock"', "[listing.labels] 'Keszlet'"),
        ('[card.places]\n"span.sock" = "stock"', "[card.places] 'span.sock'"),
        ('[card.places]\n"span[" = "stock"', "[card.places] 'span[' is no selector"),
        ('[rows]\n"ul.posts li" = "shipping_options"', "[rows] 'ul.posts li'"),
        ('[texts]\n"Leiras" = "description"', "[texts] 'Leiras'"),
        ('[pages]\n"offers/1.html" = "listing"', "offers/1.html"),
    ],
    ids=["label", "place", "selector", "rows", "heading", "page"],
)
def test_an_answer_of_what_no_page_has_is_named(files: dict[str, Path], tmp_path: Path, said: str, told: str) -> None:
    with pytest.raises(ConfigurationError) as failed:
        look_at(list(files.values()), answers_in(tmp_path, said))
    assert told in str(failed.value)


def test_an_empty_answer_is_none_also_where_a_corrected_kind_leaves_nothing(
    files: dict[str, Path], tmp_path: Path
) -> None:
    file = tmp_path / "answers.toml"
    said = '[listing.labels]\n"Keszlet" = ""\n[card.places]\n"span.sock" = ""\n[rows]\n"ul.posts li" = ""\n'
    file.write_text(f'{said}[words.sign]\n"tetszett" = ""\n[words.stock]\n"sok" = ""\n')
    answers = read_answers(file)
    assert not {**answers.words.sign, **answers.words.stock}
    assert look_at(list(files.values()), answers).kinds == look_at(list(files.values())).kinds


def test_what_a_page_had_before_its_kind_was_answered_may_be_left_in_the_answers(
    files: dict[str, Path], answers: Answers, tmp_path: Path
) -> None:
    asked = questions_of(look_at(list(files.values()), answers))
    file = tmp_path / "answers.toml"
    moved = re.sub(r'= "vendor_profile"', '= "unknown"', asked)
    file.write_text(moved, encoding="utf-8")
    found = look_at(list(files.values()), read_answers(file))
    assert "vendor_profile" not in {page.kind for page in found.pages}

    file.write_text(moved.replace('"Elkelt" = "sales"', '"Elkelt szerint" = "sales"'), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"\[vendor.labels\] 'Elkelt szerint'"):
        look_at(list(files.values()), read_answers(file))


def test_a_text_that_is_answered_twice_and_once_as_no_field_is_refused(
    files: dict[str, Path], answers: Answers, tmp_path: Path
) -> None:
    asked = questions_of(look_at(list(files.values()), answers))
    file = tmp_path / "answers.toml"
    file.write_text(asked.replace('"main.container p" = "profile"', '"main.container p" = "none"'), encoding="utf-8")
    with pytest.raises(ConfigurationError) as failed:
        look_at(list(files.values()), read_answers(file))
    for said in ("[texts] 'Ki vagyok' has an answer", "[vendor.places] 'main.container p'", "take one of them out"):
        assert said in str(failed.value)

    text = file.read_text(encoding="utf-8").replace('"Ki vagyok" = "profile"', '"Ki vagyok" = "none"')
    file.write_text(text, encoding="utf-8")
    assert look_at(list(files.values()), read_answers(file)).answers.texts["Ki vagyok"] == "none"
