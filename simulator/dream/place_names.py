"""Places as Dream Market names them: in its filters and on listings by name, on cards by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["FILTER", "REGIONS", "card_code", "listed", "place_name"]

_WORLD = 15
_LISTED = {
    "EUROPE": "Europe: AL Albania, AD Andorra, AT Austria, BY Belarus, BE Belgium, BA Bosnia and Herzegovina, "
    "BG Bulgaria, HR Croatia, CZ Czech Republic, DK Denmark, EE Estonia, FI Finland, FR France, DE Germany, "
    "GR Greece, HU Hungary, IS Iceland, IE Ireland, IT Italy, XK Kosovo, LV Latvia, LI Liechtenstein, LT Lithuania, "
    "LU Luxembourg, MK Macedonia, MT Malta, MD Moldova, MC Monaco, ME Montenegro, NL Netherlands, NO Norway, "
    "PL Poland, PT Portugal, RO Romania, RU Russia, SM San Marino, RS Serbia, SK Slovakia, SI Slovenia, ES Spain, "
    "SE Sweden, CH Switzerland, UA Ukraine, GB United Kingdom, VA Vatican City",
    "ASIA": "Asia: AF Afghanistan, AM Armenia, AZ Azerbaijan, BH Bahrain, BD Bangladesh, BT Bhutan, BN Brunei, "
    "MM Burma, KH Cambodia, CN China, CY Cyprus, TL East Timor, GE Georgia, IN India, ID Indonesia, IR Iran, "
    "IQ Iraq, IL Israel, JP Japan, JO Jordan, KZ Kazakhstan, KW Kuwait, KG Kyrgyzstan, LA Laos, LB Lebanon, "
    "MY Malaysia, MV Maldives, MN Mongolia, NP Nepal, KP North Korea, OM Oman, PK Pakistan, PH Philippines, "
    "QA Qatar, SA Saudi Arabia, SG Singapore, KR South Korea, LK Sri Lanka, SY Syria, TW Taiwan, TJ Tajikistan, "
    "TH Thailand, TR Turkey, TM Turkmenistan, AE United Arab Emirates, UZ Uzbekistan, VN Vietnam, YE Yemen",
    "AFRICA": "Africa: DZ Algeria, AO Angola, BJ Benin, BW Botswana, BF Burkina Faso, BI Burundi, CM Cameroon, "
    "CV Cape Verde, CF Central African Republic, TD Chad, KM Comoros, CI Cote d'Ivoire, CG Congo, DJ Djibouti, "
    "EG Egypt, GQ Equatorial Guinea, ER Eritrea, ET Ethiopia, GA Gabon, GM Gambia, GH Ghana, GN Guinea, "
    "GW Guinea-Bissau, KE Kenya, LS Lesotho, LR Liberia, LY Libya, MG Madagascar, MW Malawi, ML Mali, MR Mauritania, "
    "MU Mauritius, MA Morocco, MZ Mozambique, NA Namibia, NE Niger, NG Nigeria, - , RW Rwanda, "
    "ST Sao Tome and Principe, SN Senegal, SC Seychelles, SL Sierra Leone, SO Somalia, ZA South Africa, "
    "SS South Sudan, SD Sudan, SZ Swaziland, TZ Tanzania, TG Togo, TN Tunisia, UG Uganda, ZM Zambia, ZW Zimbabwe",
    "NORTH_AMERICA": "North America: AG Antigua and Barbuda, BS Bahamas, BB Barbados, BZ Belize, CA Canada, "
    "CR Costa Rica, CU Cuba, DM Dominica, DO Dominican Republic, SV El Salvador, GD Grenada, GT Guatemala, HT Haiti, "
    "HN Honduras, JM Jamaica, MX Mexico, NI Nicaragua, PA Panama, KN Saint Kitts and Nevis, LC Saint Lucia, "
    "VC Saint Vincent, TT Trinidad and Tobago, US United States",
    "SOUTH_AMERICA": "South America: AR Argentina, BO Bolivia, BR Brazil, CL Chile, CO Colombia, EC Ecuador, "
    "GY Guyana, PY Paraguay, PE Peru, SR Suriname, UY Uruguay, VE Venezuela",
    "OCEANIA": "Oceania: AU Australia, FM Micronesia, FJ Fiji, KI Kiribati, MH Marshall Islands, NR Nauru, "
    "NZ New Zealand, PW Palau, PG Papua New Guinea, WS Samoa, SB Solomon Islands, TO Tonga, TV Tuvalu, VU Vanuatu",
}
"""The regions and countries of the market's filter, numbered in this order; one number, marked ``-``, is not in use."""

_CARD_CODES = {"WORLD": "WW", "EUROPE": "EU"}
"""Codes of regions that real cards show. Those of the other regions are not known: their names are printed."""


def _numbered() -> Iterator[tuple[int, str, str, int]]:
    """Number, code, name and level of each entry of the filter."""
    number = _WORLD
    yield number, "WORLD", "Worldwide", 0
    for region, text in _LISTED.items():
        name, _, countries = text.partition(": ")
        number += 1
        yield number, region, name, 1
        for country in countries.split(", "):
            code, _, label = country.partition(" ")
            number += 1
            if code != "-":
                yield number, code, label, 2


FILTER: tuple[tuple[int, str, int], ...] = tuple((number, name, level) for number, _, name, level in _numbered())
"""The filter's entries: number, name and level."""
_NAMES = {code: name for _, code, name, _ in _numbered()} | {"EU": "Europe", "HK": "Hong Kong", "PR": "Puerto Rico"}
REGIONS: frozenset[str] = frozenset(_LISTED) | {"WORLD", "EU"}
"""Codes of the states that name no country."""


def place_name(code: str) -> str:
    """The name that the market's lists give to a place. The European Union is not on them: Europe stands for it."""
    return _NAMES.get(code, code)


def card_code(code: str) -> str:
    """What a card prints for a place."""
    if code in REGIONS:
        code = "EUROPE" if code == "EU" else code
        return _CARD_CODES.get(code, place_name(code))
    return code


def listed(codes: Sequence[str]) -> tuple[str, ...]:
    """Places as the market's lists can say them, each once."""
    return tuple(dict.fromkeys("EUROPE" if code == "EU" else code for code in codes))
