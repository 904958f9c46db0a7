"""Places: what a field names and what it leaves out."""

from __future__ import annotations

# the signs that vendors type are meant
import re
from importlib.resources import files
from types import MappingProxyType

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.page.places.exclusions import find_exclusions
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.places.names import load_place_data, place_names

# The country list that PHP sites copy from one another, with the spellings it has carried since the nineties; the
# drop-downs of Empire Market are made from it.
PHP_COUNTRIES = """
AF Afghanistan|AL Albania|DZ Algeria|AS American Samoa|AD Andorra|AO Angola|AI Anguilla|AQ Antarctica
AG Antigua and Barbuda|AR Argentina|AM Armenia|AW Aruba|AU Australia|AT Austria|AZ Azerbaijan|BS Bahamas|BH Bahrain
BD Bangladesh|BB Barbados|BY Belarus|BE Belgium|BZ Belize|BJ Benin|BM Bermuda|BT Bhutan|BO Bolivia
BA Bosnia and Herzegowina|BW Botswana|BV Bouvet Island|BR Brazil|IO British Indian Ocean Territory
BN Brunei Darussalam|BG Bulgaria|BF Burkina Faso|BI Burundi|KH Cambodia|CM Cameroon|CA Canada|CV Cape Verde
KY Cayman Islands|CF Central African Republic|TD Chad|CL Chile|CN China|CX Christmas Island
CC Cocos (Keeling) Islands|CC Cocos Islands|CO Colombia|KM Comoros|CG Congo|CD Congo, the Democratic Republic of the
CK Cook Islands|CR Costa Rica|CI Cote d'Ivoire|HR Croatia|HR Croatia (Hrvatska)|CU Cuba|CY Cyprus|CZ Czech Republic
DK Denmark|DJ Djibouti|DM Dominica|DO Dominican Republic|TL East Timor|EC Ecuador|EG Egypt|SV El Salvador
GQ Equatorial Guinea|ER Eritrea|EE Estonia|ET Ethiopia|FK Falkland Islands (Malvinas)|FK Falkland Islands
FO Faroe Islands|FJ Fiji|FI Finland|FR France|FR France Metropolitan|FR France, Metropolitan|GF French Guiana
PF French Polynesia|TF French Southern Territories|GA Gabon|GM Gambia|GE Georgia|DE Germany|GH Ghana|GI Gibraltar
GR Greece|GL Greenland|GD Grenada|GP Guadeloupe|GU Guam|GT Guatemala|GN Guinea|GW Guinea-Bissau|GY Guyana|HT Haiti
HM Heard and Mc Donald Islands|VA Holy See (Vatican City State)|HN Honduras|HK Hong Kong|HU Hungary|IS Iceland
IN India|ID Indonesia|IR Iran (Islamic Republic of)|IR Iran|IQ Iraq|IE Ireland|IL Israel|IT Italy|JM Jamaica|JP Japan
JO Jordan|KZ Kazakhstan|KE Kenya|KI Kiribati|KP Korea, Democratic People's Republic of|KR Korea, Republic of|KR Korea
KW Kuwait|KG Kyrgyzstan|LA Lao, People's Democratic Republic|LA Lao|LV Latvia|LB Lebanon|LS Lesotho|LR Liberia
LY Libyan Arab Jamahiriya|LI Liechtenstein|LT Lithuania|LU Luxembourg|MO Macau
MK Macedonia, The Former Yugoslav Republic of|MK Macedonia|MG Madagascar|MW Malawi|MY Malaysia|MV Maldives|ML Mali
MT Malta|MH Marshall Islands|MQ Martinique|MR Mauritania|MU Mauritius|YT Mayotte|MX Mexico
FM Micronesia, Federated States of|MD Moldova, Republic of|MC Monaco|MN Mongolia|MS Montserrat|MA Morocco
MZ Mozambique|MM Myanmar|NA Namibia|NR Nauru|NP Nepal|NL Netherlands|AN Netherlands Antilles|NC New Caledonia
NZ New Zealand|NI Nicaragua|NE Niger|NG Nigeria|NU Niue|NF Norfolk Island|MP Northern Mariana Islands|NO Norway
OM Oman|PK Pakistan|PW Palau|PA Panama|PG Papua New Guinea|PY Paraguay|PE Peru|PH Philippines|PN Pitcairn|PL Poland
PT Portugal|PR Puerto Rico|QA Qatar|RE Reunion|RO Romania|RU Russian Federation|RW Rwanda|KN Saint Kitts and Nevis
LC Saint LUCIA|VC Saint Vincent and the Grenadines|WS Samoa|SM San Marino|ST Sao Tome and Principe|SA Saudi Arabia
SN Senegal|SC Seychelles|SL Sierra Leone|SG Singapore|SK Slovakia (Slovak Republic)|SK Slovakia|SI Slovenia
SB Solomon Islands|SO Somalia|ZA South Africa|GS South Georgia and the South Sandwich Islands|GS South Georgia
ES Spain|LK Sri Lanka|SH St. Helena|PM St. Pierre and Miquelon|SD Sudan|SR Suriname
SJ Svalbard and Jan Mayen Islands|SZ Swaziland|SE Sweden|CH Switzerland|SY Syrian Arab Republic
TW Taiwan, Province of China|TW Taiwan|TJ Tajikistan|TZ Tanzania, United Republic of|TZ Tanzania|TH Thailand|TG Togo
TK Tokelau|TO Tonga|TT Trinidad and Tobago|TN Tunisia|TR Turkey|TM Turkmenistan|TC Turks and Caicos Islands|TV Tuvalu
UG Uganda|UA Ukraine|AE United Arab Emirates|GB United Kingdom|US United States
UM United States Minor Outlying Islands|UM United States Islands|UY Uruguay|UZ Uzbekistan|VU Vanuatu
VA Vatican City State|VE Venezuela|VN Viet Nam|VN Vietnam|VG Virgin Islands (British)|VI Virgin Islands (U.S.)
WF Wallis and Futuna Islands|EH Western Sahara|YE Yemen|YU Yugoslavia|CS Serbia and Montenegro|CD Zaire|ZM Zambia
ZW Zimbabwe
"""

# Names of the filter of Dream Market that the list above does not have.
DREAM_COUNTRIES = """
BA Bosnia and Herzegovina|XK Kosovo|MD Moldova|ME Montenegro|RU Russia|RS Serbia|VA Vatican City|BN Brunei|MM Burma
LA Laos|KP North Korea|KR South Korea|SY Syria|LY Libya|SS South Sudan|LC Saint Lucia|VC Saint Vincent|FM Micronesia
CV Cape Verde|CG Congo|CI Cote d'Ivoire|ST Sao Tome and Principe
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    lines = table.strip().replace("\n", "|").split("|")
    return [(name, code) for code, name in (line.split(" ", 1) for line in lines)]


ALL_COUNTRIES = _pairs(PHP_COUNTRIES) + _pairs(DREAM_COUNTRIES)

FIELDS = [
    # what earlier studies met (methods E9)
    ("Belguim", "country", "BE", ""),
    ("BELGIUM", "country", "BE", ""),
    ("Belgie", "country", "BE", ""),
    ("België", "country", "BE", ""),
    ("Belgique", "country", "BE", ""),
    ("Vlaanderen", "country", "BE", ""),
    ("Holland", "country", "NL", ""),
    ("NL", "country", "NL", ""),
    ("The Nettherlands", "country", "NL", ""),
    ("Netherlands/Belgium", "multi", "BE NL", ""),
    ("NL / Belgium", "multi", "BE NL", ""),
    ("Holland, Belgium", "multi", "BE NL", ""),
    ("Holland Belgium Germany", "multi", "BE DE NL", ""),
    ("Germany and Belgium", "multi", "BE DE", ""),
    ("EU - NOT NETHERLANDS !!", "region", "EU", "NL"),
    ("Europe, not NL", "region", "EUROPE", "NL"),
    ("Worldwide with Exceptions (US, CA)", "world", "WORLD", "CA US"),
    ("Worldwide except USA", "world", "WORLD", "US"),
    # kinds
    ("Worldwide", "world", "WORLD", ""),
    ("Worldwide, Worldwide", "world", "WORLD", ""),
    ("World Wide", "world", "WORLD", ""),
    ("WW", "world", "WORLD", ""),
    ("United States, Worldwide", "multi", "US WORLD", ""),
    ("WW, EU", "multi", "EU WORLD", ""),
    ("Europe", "region", "EUROPE", ""),
    ("European Union", "region", "EU", ""),
    ("EU", "region", "EU", ""),
    ("Europe, Asia", "multi", "ASIA EUROPE", ""),
    ("Europe, Germany, Netherlands", "multi", "DE EUROPE NL", ""),
    ("Germany, Germany", "country", "DE", ""),
    ("UK, England", "country", "GB", ""),
    ("Holland / Netherlands", "country", "NL", ""),
    ("Austria, Belgium, Finland, France, Germany", "multi", "AT BE DE FI FR", ""),
    ("World Wide, United States, Asia, Africa, Antarctica(c)", "multi", "AFRICA ANTARCTICA ASIA US WORLD", ""),
    ("Digital", "digital", "", ""),
    ("Internet", "digital", "", ""),
    ("web", "digital", "", ""),
    ("e-mail", "digital", "", ""),
    ("Instant download", "digital", "", ""),
    ("AUTO-DELIVERED INSTANTLY", "digital", "", ""),
    ("AUTO-DELIVERED INSTANTLY to your inbox", "digital", "", ""),
    ("Digital, Worldwide", "world", "WORLD", ""),
    ("", "unknown", "", ""),
    ("   ", "unknown", "", ""),
    ("the moon", "unknown", "", ""),
    ("N/A", "unknown", "", ""),
    ("☢ ♕", "unknown", "", ""),
    # continents, regions
    ("Antarctica(c)", "region", "ANTARCTICA", ""),
    ("Antarctica", "country", "AQ", ""),
    ("Australia(c)", "region", "OCEANIA", ""),
    ("Australia", "country", "AU", ""),
    ("North America", "region", "NORTH_AMERICA", ""),
    ("South America", "region", "SOUTH_AMERICA", ""),
    ("The Americas", "region", "AMERICAS", ""),
    ("Scandinavia", "region", "SCANDINAVIA", ""),
    ("BENELUX", "region", "BENELUX", ""),
    ("Middle East", "region", "MIDDLE_EAST", ""),
    ("USA & Canada", "multi", "CA US", ""),
    # the United Kingdom is GB
    ("UK", "country", "GB", ""),
    ("England", "country", "GB", ""),
    ("Scotland", "country", "GB", ""),
    ("Wales", "country", "GB", ""),
    ("Great Britain", "country", "GB", ""),
    ("N. Ireland", "country", "GB", ""),
    ("Northern Ireland, Ireland", "multi", "GB IE", ""),
    # names that hold separators, in lists
    ("Belgium, Korea, Republic of, Germany", "multi", "BE DE KR", ""),
    ("Korea, Democratic People's Republic of, Korea, Republic of", "multi", "KP KR", ""),
    ("Korea, South Africa", "multi", "KR ZA", ""),
    ("North Korea, South Korea", "multi", "KP KR", ""),
    ("Virgin Islands, U.S.", "country", "VI", ""),
    ("Virgin Islands, U.S., Belgium", "multi", "BE VI", ""),
    ("Virgin Islands (British), Virgin Islands (U.S.)", "multi", "VG VI", ""),
    ("Trinidad & Tobago, Antigua & Barbuda", "multi", "AG TT", ""),
    ("Georgia, South Georgia", "multi", "GE GS", ""),
    ("Guinea, Guinea-Bissau, Equatorial Guinea", "multi", "GN GQ GW", ""),
    ("Bosnia and Herzegovina and Serbia", "multi", "BA RS", ""),
    ("Niger, Nigeria", "multi", "NE NG", ""),
    # languages
    ("Österreich", "country", "AT", ""),
    ("Oesterreich und Schweiz", "multi", "AT CH", ""),
    ("Großbritannien", "country", "GB", ""),
    ("États-Unis", "country", "US", ""),
    ("Pays-Bas et Belgique", "multi", "BE NL", ""),
    ("Verenigd Koninkrijk", "country", "GB", ""),
    ("Alemania y España", "multi", "DE ES", ""),
    ("Paesi Bassi", "country", "NL", ""),
    ("Países Baixos", "country", "NL", ""),
    ("Weltweit", "world", "WORLD", ""),
    ("EE.UU.", "country", "US", ""),
    # codes: in capitals, or alone between separators
    ("us", "country", "US", ""),
    ("us, ca", "multi", "CA US", ""),
    ("U.S.A.", "country", "US", ""),
    ("from US to EU", "multi", "EU US", ""),
    ("SHIPS TO US", "country", "US", ""),
    ("US TO EU", "multi", "EU US", ""),
    ("Our US warehouse", "country", "US", ""),
    ("Ask IT support", "unknown", "", ""),
    ("BE  → WW", "multi", "BE WORLD", ""),
    ("Ships from BE", "country", "BE", ""),
    ("US AU NO IN", "multi", "AU IN NO US", ""),
    ("SE NO DK", "multi", "DK NO SE", ""),
    ("NO", "country", "NO", ""),
    ("NO, SE", "multi", "NO SE", ""),
    ("ST", "country", "ST", ""),
    ("DEU, FRA", "multi", "DE FR", ""),
    ("contact us", "unknown", "", ""),
    ("CONTACT US", "unknown", "", ""),
    ("ship to it", "unknown", "", ""),
    ("in my home", "unknown", "", ""),
    ("Ask me before you buy, so be patient", "unknown", "", ""),
    ("Paradise Island", "unknown", "", ""),
    # exclusions
    ("Not USA", "unknown", "", "US"),
    ("NO US", "unknown", "", "US"),
    ("Worldwide, we don't ship to US", "world", "WORLD", "US"),
    ("EU NO US", "region", "EU", "US"),
    ("US, NO UK", "country", "US", "GB"),
    ("WORLDWIDE!! NO AUSTRALIA!!", "world", "WORLD", "AU"),
    ("All except US", "world", "WORLD", "US"),
    ("everywhere but Australia", "world", "WORLD", "AU"),
    ("Worldwide, but not US, CA and AU", "world", "WORLD", "AU CA US"),
    ("Worldwide (except US), Germany", "multi", "DE WORLD", "US"),
    ("Worldwide (US, CA excluded)", "world", "WORLD", "CA US"),
    ("EU, US excluded", "region", "EU", "US"),
    ("Worldwide; not US; Canada", "multi", "CA WORLD", "US"),
    ("no US / EU only", "region", "EU", "US"),
    ("not outside EU", "region", "EU", ""),
    ("outside EU", "unknown", "", "EU"),
    ("non-EU countries", "unknown", "", "EU"),
    ("US, not US", "unknown", "", "US"),
    ("Europe sauf France, Suisse", "region", "EUROPE", "CH FR"),
    ("Monde entier, pas la Chine", "world", "WORLD", "CN"),
    ("Europa behalve Nederland", "region", "EUROPE", "NL"),
    ("wereldwijd, geen USA", "world", "WORLD", "US"),
    ("EU, niet naar Duitsland", "region", "EU", "DE"),
    ("weltweit außer USA", "world", "WORLD", "US"),
    ("EU kein Österreich", "region", "EU", "AT"),
    ("Europa, nicht Schweiz", "region", "EUROPE", "CH"),
    ("todo el mundo excepto México", "world", "WORLD", "MX"),
    ("tutto il mondo eccetto Italia", "world", "WORLD", "IT"),
    ("Mundo todo exceto Brasil", "world", "WORLD", "BR"),
]


def test_each_country_of_the_markets_lists_is_read() -> None:
    read = [(name, parse_place(name)) for name, _ in ALL_COUNTRIES]

    assert [(name, "country", [code], []) for name, code in ALL_COUNTRIES] == [
        (name, place.kind, place.codes, place.excluded) for name, place in read
    ]


def test_the_lists_of_the_markets_are_long_enough_to_be_the_lists() -> None:
    assert len(_pairs(PHP_COUNTRIES)) > 240


def test_all_countries_in_one_field_are_all_found() -> None:
    place = parse_place(", ".join(name for name, _ in ALL_COUNTRIES))

    assert sorted({code for _, code in ALL_COUNTRIES}) == place.codes
    assert place.kind == "multi"


def test_each_iso_country_is_read_by_its_codes_and_names() -> None:
    for fields in map(dict, pycountry.countries):  # it yields its fields as pairs
        for key in ("alpha_2", "alpha_3", "name", "official_name", "common_name"):
            if key in fields and fields[key] != "AND":  # the word "and" is always a joint
                assert [fields["alpha_2"]] == parse_place(fields[key]).codes, fields[key]


def test_a_field_is_read_as_a_set_of_places() -> None:
    read = [(raw, parse_place(raw)) for raw, *_ in FIELDS]

    assert [(raw, kind, codes.split(), excluded.split()) for raw, kind, codes, excluded in FIELDS] == [
        (raw, place.kind, place.codes, place.excluded) for raw, place in read
    ]


def test_whitespace_in_the_raw_text_is_collapsed() -> None:
    assert parse_place("  United\u00a0 Kingdom\n,  France ").raw == "United Kingdom , France"


def test_a_market_may_give_its_own_meaning_to_a_code() -> None:
    codes = MappingProxyType({"EU": "EUROPE", "ZZ": "WORLD"})

    assert parse_place("GB  → WW, EU", codes=codes).codes == ["EUROPE", "GB", "WORLD"]
    assert parse_place("EU", codes=codes).codes == ["EUROPE"]
    assert parse_place("EU not UK", codes=codes).codes == ["EUROPE"]
    assert parse_place("ZZ", codes=codes).kind == "world"
    assert parse_place("EU").codes == ["EU"]
    assert parse_place("European Union", codes=codes).codes == ["EU"]


def test_no_cue_is_also_a_name() -> None:
    names = place_names()

    assert not (names.before | names.outside) & set(names.phrases)


def test_each_reviewed_name_leads_to_its_own_code() -> None:
    data = load_place_data()
    wrong = [
        (name, code, parse_place(name).codes)
        for table in ("names", "regions")
        for code, names in data[table].items()
        for name in names
        if parse_place(name).codes != [code]
    ]

    assert wrong == []
    assert all(parse_place(word).codes == ["WORLD"] for word in data["world"]["words"])
    assert all(parse_place(word).kind == "digital" for word in data["digital"]["words"])


def test_each_entry_of_the_reviewed_names_says_where_it_is_from() -> None:
    text = files("cryptodrug_scraper.page.places").joinpath("places.toml").read_text(encoding="utf-8")
    tables = re.search(r"^\[names\]\n(.*?)^\[regions\]\n(.*?)^\[world\]", text, re.DOTALL | re.MULTILINE)
    assert tables is not None
    entries = re.split(r"^(?=[A-Z_]+ = )", tables[1] + tables[2], flags=re.MULTILINE)[1:]

    assert len(entries) > 100
    assert [entry for entry in entries if not re.search(r"# \[(menu|published|common|slip)\]", entry)] == []


@given(st.text(max_size=200))
def test_any_text_gives_sorted_codes_that_are_not_excluded(raw: str) -> None:
    place = parse_place(raw)

    assert sorted(set(place.codes)) == place.codes
    assert sorted(set(place.excluded)) == place.excluded
    assert not set(place.codes) & set(place.excluded)
    assert (place.kind in {"unknown", "digital"}) == (not place.codes)


WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "Germany Belgium Netherlands NL US us EU Worldwide Europe not no except excluded only outside but and , ; / ( "
        ") - ! Korea Republic of South Africa NO IN to ship digital Virgin Islands U.S.",
    )
)


@given(st.lists(WORDS, max_size=15))
def test_any_order_of_the_words_that_matter_is_read(words: list[str]) -> None:
    raw = " ".join(words)
    place = parse_place(raw)

    assert not set(place.codes) & set(place.excluded)
    assert parse_place(raw + " ") == place
    find_exclusions(raw)


@pytest.mark.parametrize(
    ("raw", "codes", "excluded"),
    [
        ("v Evropo razen Švedske in Norveške", ["EUROPE"], ["NO", "SE"]),
        ("iz Italije", ["IT"], []),
        ("do Belgie", ["BE"], []),
        ("Saksasta", ["DE"], []),
        ("в Германию", ["DE"], []),
        ("Hollandiából", ["NL"], []),
        ("Nigerije", ["NG"], []),
        ("Niger", ["NE"], []),
        ("Paradise Island", [], []),
        ("Dominikanske", [], []),
    ],
)
def test_names_are_read_with_other_endings(raw: str, codes: list[str], excluded: list[str]) -> None:
    place = parse_place(raw)
    assert (codes, excluded) == (place.codes, place.excluded)


@pytest.mark.parametrize(
    ("raw", "codes", "excluded"),
    [
        ("EU −SE −NO", ["EU"], ["NO", "SE"]),
        ("WW -US -AU", ["WORLD"], ["AU", "US"]),
        ("Europe -Sweden, -Norway", ["EUROPE"], ["NO", "SE"]),
        ("DE -AT -CH", ["AT", "CH", "DE"], []),
        ("EU - US", ["EU", "US"], []),
        ("Guinea-Bissau", ["GW"], []),
        ("ves svet (ne ZDA, Avstralija)", ["WORLD"], ["AU", "US"]),
        ("NE, NG", ["NE", "NG"], []),
        ("Koko maailma (ei USA, Australia)", ["WORLD"], ["AU", "US"]),
        ("Hollantiin", ["NL"], []),
    ],
)
def test_signs_and_short_words_take_places_off(raw: str, codes: list[str], excluded: list[str]) -> None:
    place = parse_place(raw)
    assert (codes, excluded) == (place.codes, place.excluded)
