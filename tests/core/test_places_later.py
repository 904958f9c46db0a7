"""Fields of places in languages that came later, their exclusions, and words that are no place."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.page.places.fields import parse_place


@pytest.mark.parametrize(
    ("text", "codes", "excluded"),
    [
        ("Česko", ["CZ"], []),
        ("z Nizozemska", ["NL"], []),
        ("celý svět kromě USA", ["WORLD"], ["US"]),
        ("do celého světa mimo EU", ["WORLD"], ["EU"]),
        ("Rusko", ["RU"], []),
        ("Slovensko, Maďarsko", ["HU", "SK"], []),
        ("celý svet okrem USA", ["WORLD"], ["US"]),
        ("Olanda", ["NL"], []),
        ("Toată lumea în afară de SUA", ["WORLD"], ["US"]),
        ("UE cu excepția Germaniei", ["EU"], ["DE"]),
        ("Egész világ, kivéve USA", ["WORLD"], ["US"]),
        ("EU országok Németország kivételével", ["EU"], ["DE"]),
        ("Hrvatska, Srbija i Slovenija", ["HR", "RS", "SI"], []),
        ("Cijeli svijet osim SAD", ["WORLD"], ["US"]),
        ("ves svet razen ZDA", ["WORLD"], ["US"]),
        ("Немачка", ["DE"], []),
        ("цял свят освен САЩ", ["WORLD"], ["US"]),
        ("Холандия", ["NL"], []),
        ("Ολλανδία", ["NL"], []),
        ("ΕΛΛΑΔΑ", ["GR"], []),
        ("Όλη η Ευρώπη εκτός από Ελλάδα", ["EUROPE"], ["GR"]),
        ("παγκοσμίως εκτός Η.Π.Α.", ["WORLD"], ["US"]),
        ("tüm dünya (ABD hariç)", ["WORLD"], ["US"]),
        ("ABD hariç tüm dünya", ["WORLD"], ["US"]),
        ("Türkiye'den", ["TR"], []),
        ("İngiltere", ["GB"], []),
        ("kogu maailm, välja arvatud USA", ["WORLD"], ["US"]),
        ("Läti", ["LV"], []),
        ("Norra", ["NO"], []),
        ("visa pasaule, izņemot ASV", ["WORLD"], ["US"]),
        ("visas pasaulis, išskyrus JAV", ["WORLD"], ["US"]),
        ("весь мир кроме США", ["WORLD"], ["US"]),
        ("Severní Amerika", ["NORTH_AMERICA"], []),
        ("Worldwide w/o Norway", ["WORLD"], ["NO"]),
        ("EU (W/O DE)", ["EU"], ["DE"]),
        ("New Jersey, USA", ["US"], []),
    ],
)
def test_places_and_exclusions(text: str, codes: list[str], excluded: list[str]) -> None:
    place = parse_place(text)
    assert (list(place.codes), list(place.excluded)) == (codes, excluded)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Norra Sverige", ["SE"]),  # north
        ("cin tonic", []),
        ("New Jersey", []),
        ("New South Wales", []),
        ("домашний сад", []),
        ("domov", []),
        ("cada dia", []),
        ("Odesíláme rychle", []),
    ],
)
def test_words_that_are_no_place(text: str, codes: list[str]) -> None:
    assert list(parse_place(text).codes) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Island", ["IS"]),
        ("Polska", ["PL"]),
        ("Francia", ["FR"]),
        ("Amerika", ["US"]),
        ("Korea", ["KR"]),
        ("Georgia", ["GE"]),
        ("Spojené království", ["GB"]),
        ("ES", ["ES"]),  # neither the Latvian nor the Lithuanian Union
        ("AB", []),
    ],
)
def test_names_are_what_they_were_before(text: str, codes: list[str]) -> None:
    assert list(parse_place(text).codes) == codes
