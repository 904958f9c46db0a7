"""Destinations that a free text refuses, and what only looks like a refusal."""

from __future__ import annotations

import time
import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.page.places.exclusions import find_exclusions
from cryptodrug_scraper.page.places.fields import parse_place

REFUSALS = [
    ("we do not ship to USA or Canada", "US CA"),
    ("no US/AU", "US AU"),
    ("NO SHIPPING TO THE NETHERLANDS", "NL"),
    ("Worldwide shipping except Australia", "AU"),
    ("kein Versand nach Österreich", "AT"),
    ("pas de livraison en France", "FR"),
    ("geen verzending naar Nederland", "NL"),
    ("no enviamos a Estados Unidos", "US"),
    ("We don't ship to Australia, New Zealand or the USA.", "AU NZ US"),
    ("We’re sorry, we don’t ship to Finland", "FI"),
    ("I dont ship to the United Kingdom anymore", "GB"),
    ("we can't ship to Japan at the moment", "JP"),
    ("cannot deliver to Norway", "NO"),
    ("We will not send anything to Russia", "RU"),
    ("NOT SHIPPING TO US OR CA", "US CA"),
    ("not shipping to AU", "AU"),
    ("No shipping to U.S.A. or U.K.", "US GB"),
    ("We do not ship to:\n- USA\n- Canada\n- Australia\n", "US CA AU"),
    ("We do not ship to Asia", "ASIA"),
    ("do not ship to Korea, South Africa or Japan.", "KR ZA JP"),
    ("No shipping to Bosnia and Herzegovina or Korea, Republic of.", "BA KR"),
    ("I ship everywhere but I do not ship to the US, Australia, and Israel", "US AU IL"),
    ("we do not ship to the EU and not to the UK", "EU GB"),
    ("Sorry, no UK.", "GB"),
    ("WORLDWIDE (NO USA)", "US"),
    ("EU only, no Switzerland", "CH"),
    ("no US, NO UK, NO AU!!", "US GB AU"),
    ("No orders from Israel!", "IL"),
    ("do not accept orders from Sweden", "SE"),
    ("We ship worldwide, but not to Germany", "DE"),
    ("ship worldwide, not AU", "AU"),
    ("Ship EU but not in Germany", "DE"),
    ("Shipping: EU - NOT NETHERLANDS !!", "NL"),
    ("we ship to all of Europe except NL, BE", "NL BE"),
    ("Worldwide (excl. NL)", "NL"),
    ("Worldwide with the exception of Singapore", "SG"),
    ("Excluded countries: US, CA, AU", "US CA AU"),
    ("Wir liefern nicht nach Deutschland", "DE"),
    ("Ich versende nicht in die USA", "US"),
    ("Keine Lieferung in die Schweiz", "CH"),
    ("Wir versenden weltweit außer USA und Kanada", "US CA"),
    ("Wij verzenden niet naar België", "BE"),
    ("geen bestellingen naar Duitsland", "DE"),
    ("Verzending: Europa behalve Nederland en Frankrijk", "NL FR"),
    ("Verzending overal behalve Nederland.", "NL"),
    ("Wij verzenden niet naar Nederland & het VK", "NL GB"),
    ("Wir liefern überall hin, außer nach USA.", "US"),
    ("Nous ne livrons pas en Belgique", "BE"),
    ("Pas d’expédition en Suisse ni au Canada", "CH CA"),
    ("livraison en Europe sauf Suisse", "CH"),
    ("Envíos a toda Europa excepto Italia", "IT"),
    ("non spediamo in Italia", "IT"),
    ("não enviamos para Portugal", "PT"),
    ("We can not ship to Iceland or Finland at the moment.", "IS FI"),
    ("We ship worldwide, but NOT to: Japan, South Korea, Israel.", "JP KR IL"),
    ("Worldwide apart from Brazil and Chile", "BR CL"),
    ("EU minus Malta", "MT"),
    ("Shipping to Canada: no", "CA"),
    ("Sweden and Finland excluded!", "SE FI"),
    ("Delivery to Mexico isn't possible anymore.", "MX"),
    ("We stopped shipping to Denmark", "DK"),
    ("Not shipping to Italy until further notice", "IT"),
    ("USA customers: do not order, we cannot deliver to the USA.", "US"),
    ("Shipping is unavailable to Greece.", "GR"),
    ("I refuse to ship to Thailand.", "TH"),
    ("Shipping worldwide (excl. Russia)", "RU"),
    ("Europe only, no Switzerland", "CH"),
    ("Wir liefern nicht nach Polen und Ungarn.", "PL HU"),
    ("Versand in die Schweiz ist leider nicht möglich.", "CH"),
    ("Wir versenden NICHT in die USA oder nach Kanada", "US CA"),
    ("Lieferung nach Italien: nein", "IT"),
    ("Geen verzending naar Frankrijk en Spanje", "FR ES"),
    ("Geen bestellingen uit België", "BE"),
    ("Zweden uitgesloten", "SE"),
    ("Pas d'envoi vers les États-Unis ni le Canada", "US CA"),
    ("On ne livre pas au Maroc.", "MA"),
    ("Aucune commande de Norvège", "NO"),
    ("Envío a todo el mundo excepto Australia", "AU"),
    ("México excluido", "MX"),
    ("Spedizione in tutto il mondo tranne Australia", "AU"),
    ("Nessun ordine dalla Norvegia", "NO"),
    ("Spedizione in Francia non possibile", "FR"),
    ("Enviamos para todo o mundo exceto Japão", "JP"),
    ("Não aceitamos encomendas da Noruega", "NO"),
    ("Отправка по всему миру кроме Австралии", "AU"),
    ("Доставка в Канаду невозможна", "CA"),
    ("Nie wysyłamy do Niemiec.", "DE"),
    ("Brak wysyłki do USA i Kanady", "US CA"),
    ("Hela världen utom USA", "US"),
    ("Inga beställningar från Finland", "FI"),
    ("Ei toimituksia Venäjälle", "RU"),
    ("Hele verden undtagen USA", "US"),
    ("We do NOT ship: Iceland, Finland", "IS FI"),
    ("I dont ship to us or canada", "US CA"),
    ("No shipping to US, EU only", "US"),
    ("Dont ship too Norway", "NO"),
    ("no ship 2 usa", "US"),
    ("not to usa", "US"),
    ("USA is not accepted", "US"),
    ("Worldwide w/o Norway", "NO"),
    ("If you are from Israel do not order", "IL"),
    ("В Норвегию не доставляем", "NO"),
    ("Δεν στέλνουμε στην Ιταλία", "IT"),
    ("Neposíláme do Ruska", "RU"),
    ("Nem szállítunk Németországba", "DE"),
    ("Ne šaljemo u SAD", "US"),
]

NOT_REFUSALS = [
    "",
    "no Belgian scammers",
    "not available in store",
    "I do not use US banks",
    "no US banks",
    "We do not ship outside the EU",
    "We don't ship anywhere except USA",
    "do not ship from China",
    "Free shipping worldwide except Australia",
    "we do not only ship to Germany",
    "Why don't you ship to Canada?",
    "do not ship to USA without tracking",
    "We do not ship to Germany on Sundays",
    "shipped from NL, not China",
    "no it is not",
    "NO IT IS NOT",
    "There is no shipping fee to Germany",
    "I am not in Germany",
    "no CC, no BS, no PC",
    "This is not from Holland",
    "not Dutch",
    "no problem. Germany is fine",
    "no, to Germany",
    "No. US shipping is ok",
    "We have not shipped to USA yet",
    "no signature in Canada",
    "No China!",
    "contact us, do not send us money",
    "CONTACT US, DO NOT SEND US MONEY",
    "we do not ship to us",
    "No reship for UK",
    "no refunds to Germany",
    "we ship only to US, UK",
    "not tested in Georgia",
    "no turkey",
    "do not FE unless USA",
    "it is not possible to cancel. France is slow",
    "no more stock. USA orders tomorrow",
    "I do not have US and UK cards",
    "All cards except US",
    "there is no Germany stock",
    "WE DO NOT SHIP TO AT LEAST SOME",
    "nothing is shipped to US today",
    "Not responsible for seizures in Australia",
    "We do not ship worldwide",
    "pas de problème en France",
    "kein Problem in Deutschland",
    "Kein Versand außerhalb der EU",
    "geen probleem in Nederland",
    "Ships from Germany, USA, Canada",
    "Sorry, no Scandinavian countries except Denmark.",
    "Why not try our Dutch MDMA?",
    "We don't ship to Canadian PO boxes.",
    "Don't wait, order from Germany now!",
    "Do you not ship to France?",
    "No Chinese rubbish, real Dutch quality.",
    "We ship to Australia, no tracking.",
    "No refund for Australia, but we ship there.",
    "Never lost a pack to New Zealand.",
    "US to US. No international orders.",
    "We don't ship to US military bases.",
    "There is no better weed from Spain.",
    "I do not accept cash. Ships to Finland.",
    "not responsible for packages seized in Russia",
    "No minimum order. USA and Canada welcome.",
    "Shipping to Japan: no extra cost",
    "Turkey tail mushrooms, no additives.",
    "Don't worry, France is no problem.",
    "We do not only ship to Poland.",
    "No Australian customers have lost a pack.",
    "Keine Probleme mit dem Zoll in Norwegen.",
    "Wir versenden nicht nur nach Österreich.",
    "Der Versand nach Polen ist nicht teuer.",
    "Geen problemen met verzending naar Duitsland.",
    "Naar Engeland duurt het niet lang.",
    "Pourquoi pas commander de France ?",
    "Nous livrons en Espagne, pas de frais.",
    "La livraison vers l'Allemagne ne prend pas longtemps.",
    "Sin problemas con la aduana de Alemania.",
    "No enviamos solo a Portugal.",
    "Perché non ordinare dall'Italia?",
    "Spediamo in Germania, non serve firma.",
    "Nessuna spesa di spedizione in Francia",
    "Sem problemas com a alfândega na Espanha.",
    "Почему бы не заказать из Германии?",
    "Отправляем в Финляндию, не дорого.",
    "Отправляем из Польши.",
    "Brak problemów z wysyłką do Niemiec.",
    "Nie tylko Polska, także Niemcy.",
    "Inga problem med tullen i Norge.",
    "Frakt till Finland tar inte lång tid.",
    "Vi sender ikke kun til Danmark.",
    "No US, Canada or Australian customers complained",
    "No shipping to Germany fees",
    "Orders from Germany are cancelled if not finalized",
    "Canada is not possible to track",
    "Delivery to the UK is not guaranteed",
    "USA orders: no reship.",
    "Worldwide besides Germany we also ship to France",
    "Reshipping to Belgium is not possible",
    "We never stopped shipping to Denmark",
    "We do not order from China",
    "No shipping to New Jersey",
    "do not send to us or we will cancel",
    "Geen verzendkosten naar België",
    "Keine Lieferkosten nach Polen",
    "Кроме того, отправляем в Германию",
    "Не хуже чем в Голландии",
]


def test_a_refused_destination_is_found() -> None:
    assert [(text, codes.split()) for text, codes in REFUSALS] == [
        (text, [place.code for place in find_exclusions(text)]) for text, _ in REFUSALS
    ]


def test_what_is_no_refusal_gives_nothing() -> None:
    assert [] == [text for text in NOT_REFUSALS if find_exclusions(text)]


def test_a_refusal_is_found_within_a_longer_text() -> None:
    for text, codes in REFUSALS:
        body = f"★ Best quality, fast and discreet.\n\n{text}\n\nOrders before noon leave the same day ♕."

        places = find_exclusions(body)

        assert codes.split() == [place.code for place in places], text
        assert all(body[place.start : place.end] == place.text for place in places), text


def test_the_span_goes_from_the_negation_to_the_place() -> None:
    (first, second) = find_exclusions("Sorry, we do NOT ship to the USA or Canada.")

    assert first.text == "NOT ship to the USA"
    assert second.text == "NOT ship to the USA or Canada"
    assert first.start == second.start == len("Sorry, we do ")


@given(st.text(max_size=300))
def test_spans_are_places_in_the_text(text: str) -> None:
    for place in find_exclusions(text + "\nWe do not ship to İzmir, Ukraine. " + text):
        assert (text + "\nWe do not ship to İzmir, Ukraine. " + text)[place.start : place.end] == place.text


@pytest.mark.parametrize(
    "text",
    [
        "no US, " * 20000,
        pytest.param("not ship to " * 10000, marks=pytest.mark.slow),
        pytest.param("no " * 40000, marks=pytest.mark.slow),
        "t't't " * 20000,
        "IN " * 40000,
        "no" + " " * 10**5,
        "(" + "US excluded, " * 20000,
    ],
    ids=lambda text: text[:9],
)
def test_hostile_repetition_takes_no_more_time_than_its_length(text: str) -> None:
    def seconds(read: str) -> float:
        both = timeit.Timer(lambda: (find_exclusions(read), parse_place(read)), timer=time.process_time)
        return min(both.repeat(repeat=3, number=1))

    assert seconds(text) < 3 * 8 * seconds(text[: len(text) // 8])  # with its square it would be 64 times
