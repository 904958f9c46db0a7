"""What readers read of stock, payment, ratings, pages, totals, delivery and money in languages that came later."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.page import extent_within, rated_within, rows_within, within
from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parts import Money, ShippingOption, Stock
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.printed_times import parse_age, parse_moment
from cryptodrug_scraper.page.route_within import route_within
from cryptodrug_scraper.scaffold.label_words import field_of_label
from cryptodrug_scraper.scaffold.shapes import SIGNS, shapes_of

if TYPE_CHECKING:
    from collections.abc import Callable

_ENDLESS, _GONE, _SOME = Stock(unlimited=True), Stock(value=0), Stock(available=True)


@pytest.mark.parametrize(
    ("stock", "texts"),
    [
        (
            _ENDLESS,
            "neomezeně|neobmedzené|nelimitat|korlátlan|neograničeno|neomejeno|неограничено|sınırsız|απεριόριστο",
        ),
        (_GONE, "není skladem|vyprodáno|nedostupné|vypredané|stoc epuizat|nincs raktáron|elfogyott|rasprodano"),
        (_GONE, "nema na stanju|ni na zalogi|няма в наличност|изчерпано|μη διαθέσιμο|ΕΞΑΝΤΛΗΜΕΝΟ|stokta yok|TÜKENDİ"),
        (_GONE, "läbi müüdud|nav pieejams|išparduota|niedostępny|no disponible|indisponibil|nu este disponibil"),
        (_SOME, "skladem|dostupné|na sklade|în stoc|raktáron|na zalihi|na stanju|na zalogi|в наличност|διαθέσιμο"),
        (_SOME, "ΔΙΑΘΕΣΙΜΟ|stokta|on laos|pieejams"),
        (Stock(value=5), "skladem 5 ks|5 db raktáron"),
        (None, "Laos|kysy"),
    ],
)
def test_stock(stock: Stock | None, texts: str) -> None:
    assert {text: within.stock_within(text) for text in texts.split("|")} == dict.fromkeys(texts.split("|"), stock)


@pytest.mark.parametrize(
    ("reads", "expected", "texts"),
    [
        (within.payments_within, ["escrow"], "úschova|letét|emanet|гарант|μεσεγγύηση|depozit"),
        (within.payments_within, ["finalize_early"], "platba předem|platba vopred|plată în avans|előleg|ön ödeme"),
        (within.payments_within, ["finalize_early"], "plaćanje unaprijed|предплащане|προπληρωμή|предоплата"),
        (within.payments_within, None, "apology|avans"),
        (within.yes_within, True, "ano|áno|da|да|igen|ναι|evet|jah|taip"),
        (within.yes_within, False, "ne|nu|nem|не|όχι|hayır"),
        (rated_within.stars_within, 4, "4 hvězdičky|4 hviezdičky|4 stele|4 csillag|4 zvjezdice|4 звезди|4 αστέρια"),
        (rated_within.stars_within, 4, "4 yıldız|4 din 5|4 od 5|4 от 5|4 από 5|4 iš 5|ocjena-4"),
        (rated_within.level_within, 3, "úroveň 3|3. szint|szint: 3|razina 3|ниво 3|επίπεδο 3|Seviye 3|3. seviye"),
        (
            extent_within.pages_within,
            (3, 7),
            "strana 3 z 7|pagina 3 din 7|3. oldal / 7|stranica 3 od 7|страница 3 от 7",
        ),
        (
            extent_within.pages_within,
            (3, 7),
            "страна 3 од 7|σελίδα 3 από 7|Sayfa 3 / 7|leht 3/7|lapa 3 no 7|puslapis 3 iš 7",
        ),
        (extent_within.pages_within, None, "rated 3 no 7|3 od 7"),
        (extent_within.total_within, 134, "134 výsledků|134 nabídek|134 ponúk|134 de rezultate|134 találat|134 ponuda"),
        (extent_within.total_within, 134, "134 резултата|134 αποτελέσματα|134 ürün|134 ilan|1–20 z 134|1-20 από 134"),
        (extent_within.total_within, 12, "12 hodnocení|12 ocjena"),
        (extent_within.total_within, None, "Hodnocení: 4|Ocjena: 4"),  # what one rating says
        (rows_within.days_within, 5, "3 až 5 dní|do 5 dnů|3-5 pracovních dnů|3-5 zile|3-5 munkanap|3-5 radnih dana"),
        (rows_within.days_within, 5, "3-5 работни дни|5 ημέρες|3-5 iş günü|5 päeva|3-5 dienas|5 darbo dienų"),
        (rows_within.days_within, 20, "20 de zile|20 dana"),
        (rows_within.days_within, 1, "druhý den|24 hodin|másnap|24 óra|1 dan|ertesi gün"),
        (rows_within.days_within, None, "meer dan|3 dan"),
    ],
)
def test_values_by_words(reads: Callable[[str], Any], expected: object, texts: str) -> None:
    assert {text: reads(text) for text in texts.split("|")} == dict.fromkeys(texts.split("|"), expected)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1 250 Kč", "1250.00", "CZK"),
        ("50,- Kč", "50.00", "CZK"),
        ("120 lei", "120.00", "RON"),
        ("12.500 Ft", "12500.00", "HUF"),
        ("35,50 zł", "35.50", "PLN"),
        ("25 лв.", "25.00", "BGN"),
        ("1.250,00 TL", "1250.00", "TRY"),
        ("₺40", "40.00", "TRY"),
        ("99 kn", "99.00", "HRK"),
    ],
)
def test_signs_of_currencies(text: str, amount: str, currency: str) -> None:
    money = Money(Decimal(amount), currency)
    assert within.amounts_within(text, SIGNS) == (money,)
    assert "money" in shapes_of(text)


@pytest.mark.parametrize(
    "text",
    ["Česko do Německo", "z Česka do Německa", "Cehia → Germania", "din Cehia către Germania", "iz Češka u Njemačka"],
)
def test_ways_from_and_to(text: str) -> None:
    found = route_within(text)
    assert found is not None
    assert [parse_place(each).codes for each in found] == [["CZ"], ["DE"]]


def test_a_french_article_is_no_way() -> None:
    assert route_within("Monde entier, pas la Chine") is None


def test_what_is_no_amount() -> None:
    assert [within.amounts_within(text, SIGNS) for text in ("5 ft", "lei è bella")] == [(), ()]
    assert within.step_within(Money(Decimal("12500.00"), "HUF"), "12.500 Ft") == Money(Decimal(1), "HUF")


def test_ways_of_delivery() -> None:
    assert rows_within.shipping_within("Zásilkovna 3 dny 99 Kč za objednávku", SIGNS) == ShippingOption(
        label="Zásilkovna", price=Money(Decimal("99.00"), "CZK"), days=Decimal(3), per="objednávku"
    )
    for text in ("Osobně zdarma", "Posta ingyenes", "Kurir besplatno", "Ταχυδρομείο δωρεάν", "Kargo ücretsiz"):
        assert rows_within.shipping_within(text) == ShippingOption(label=text.split()[0], price=None)


@pytest.mark.parametrize(
    ("group", "field", "labels"),
    [
        ("listing", "price", "Cena|Preț|Ár|Cijena|Цена|Τιμή|Fiyat"),
        ("listing", "ships_from", "Odesíláme z|Odosielame z|Livrare din|Szállítás innen|Šalje se iz|Изпраща се от"),
        ("listing", "ships_from", "Αποστολή από|Gönderim yeri|Pošilja iz"),
        ("listing", "ships_to", "Odesíláme do|Livrare în|Šalje se u|Доставка до|Αποστολή σε|Αποστολή προς|Kam"),
        ("listing", "stock", "Skladem|Skladom|Stoc|Készlet|Zaliha|Zaloga|Наличност|Απόθεμα|Stok"),
        ("listing", "sold", "Prodáno|Predané|Vândute|Eladott|Prodano|Продадени|Πωλήσεις|Satış|Satılan"),
        ("listing", "vendor", "Prodejce|Predajca|Vânzător|Eladó|Prodavač|Prodajalec|Продавач|Πωλητής|Satıcı"),
        ("review", "stars", "Hodnocení|Hodnotenie|Evaluare|Értékelés|Ocjena|Оценка|Βαθμολογία|Puan"),
        ("review", "buyer_mask", "Kupující|Kupujúci|Cumpărător|Vevő|Kupac|Kupec|Купувач|Αγοραστής|Alıcı"),
        ("review", "reply", "Odpověď|Răspuns|Válasz|Odgovor|Отговор|Απάντηση|Yanıt"),
        (
            "vendor",
            "member_since",
            "Členem od|Členom od|Membru din|Regisztrált|Član od|Член от|Μέλος από|Üyelik tarihi",
        ),
        ("vendor", "last_active", "Naposledy online|Ultima vizită|Utoljára|Zadnja prijava|Последно|Τελευταία σύνδεση"),
        ("vendor", "sales", "Prodeje|Predaje|Vânzări|Eladások|Prodaje|Сделки|Πωλήσεις|Satış"),
        ("vendor", "disputes", "Spory|Litigii|Viták|Sporovi|Спорове|Διαφωνίες|Anlaşmazlıklar"),
        ("text", "terms", "Podmínky|Podmienky|Termeni|Feltételek|Uvjeti|Pogoji|Условия|Όροι|Şartlar"),
        ("text", "refund_policy", "Vrácení peněz|Rambursare|Visszatérítés|Povrat novca|Връщане|Επιστροφές|İade"),
        ("rows", "shipping_options", "Doprava|Livrare|Szállítás|Dostava|Доставка|Αποστολή|Kargo"),
        ("listing", None, "Satisfaction|Menace|Stoker|Vitamin"),  # they begin with such words
        ("vendor", None, "Numero|Vitamins|Menos"),
        ("review", None, "Casino|Candy"),
        ("rows", None, "Description|Feedback"),
    ],
)
def test_labels(group: Any, field: str | None, labels: str) -> None:
    assert {each: field_of_label(each, group) for each in labels.split("|")} == dict.fromkeys(labels.split("|"), field)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("v zadnjih 7 dneh", 7),
        ("az elmúlt 7 napban", 7),
        ("u zadnjih 7 dana", 7),
        ("within a week", 7),
        ("in den letzten 3 Tagen", 3),
        ("moins de 2 jours", 2),
    ],
)
def test_what_is_younger_than_a_length_of_time_is_no_older(text: str, days: int) -> None:
    age = parse_age(text)
    assert age is not None
    assert (0, days * 86_400) == (age.least, age.most)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14 Mar", "2019-03-14"),
        ("márc. 14.", "2019-03-14"),
        ("14. marts", "2019-03-14"),
        ("14. června", "2019-06-14"),
        ("15 de junio", "2018-06-15"),
        ("Feb 29", "2016-02-29"),
    ],
)
def test_a_day_without_a_year_is_the_last_one_before_the_capture(text: str, day: str) -> None:
    found = parse_moment(text, parse_capture_time("2019-06-14T12:00:00Z"))
    assert found is not None
    assert (day, 86_400.0) == (found.start.date().isoformat(), (found.end - found.start).total_seconds())
    assert parse_moment(text, None) is None


@pytest.mark.parametrize("text", ["14 Foo", "Mar", "14 March items", "3 min", "45 June"])
def test_what_names_no_day(text: str) -> None:
    found = parse_moment(text, parse_capture_time("2019-06-14T12:00:00Z"))
    assert found is None or found.end - found.start != timedelta(days=1)
