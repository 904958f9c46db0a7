"""What people call countries and regions."""

from __future__ import annotations

__all__ = ["LANGUAGES", "own_words", "spoken"]

LANGUAGES: dict[str, tuple[str, ...]] = {
    "DE": ("de",), "AT": ("de",), "CH": ("de", "fr"), "NL": ("nl",), "BE": ("nl", "fr"), "FR": ("fr",), "ES": ("es",),
    "CO": ("es",),
}  # fmt: skip

_SPOKEN = {
    "US": ("USA", "USA", "de VS", "les USA", "EE.UU."),
    "AU": ("Australia", "Australien", "Australië", "l'Australie", "Australia"),
    "GB": ("UK", "Großbritannien", "het VK", "le Royaume-Uni", "Reino Unido"),
    "CA": ("Canada", "Kanada", "Canada", "le Canada", "Canadá"),
    "NZ": ("New Zealand", "Neuseeland", "Nieuw-Zeeland", "la Nouvelle-Zélande", "Nueva Zelanda"),
    "NL": ("Netherlands", "Niederlande", "Nederland", "les Pays-Bas", "Holanda"),
}
_PLACE = {"en": 0, "de": 1, "nl": 2, "fr": 3, "es": 4}

_ENGLISH = {
    "US": "United States", "GB": "United Kingdom", "DE": "Germany", "NL": "Netherlands", "AU": "Australia",
    "CA": "Canada", "FR": "France", "ES": "Spain", "PL": "Poland", "SE": "Sweden", "IT": "Italy", "CN": "China",
    "IN": "India", "BE": "Belgium", "AT": "Austria", "CH": "Switzerland", "DK": "Denmark", "NO": "Norway",
    "CO": "Colombia", "NZ": "New Zealand", "SG": "Singapore", "IL": "Israel", "WORLD": "Worldwide", "EU": "EU",
    "EUROPE": "Europe", "IE": "Ireland", "CZ": "Czech Republic", "PT": "Portugal", "FI": "Finland",
}  # fmt: skip
_OWN = {
    "US": ("United States", "USA", "US"),
    "GB": ("United Kingdom", "UK", "England"),
    "DE": ("Germany", "GERMANY", "Deutschland", "DE"),
    "NL": ("Netherlands", "Holland", "NL", "The Netherlands"),
    "BE": ("Belgium", "BELGIUM", "Belgie", "Belgique"),
    "WORLD": ("Worldwide", "WORLDWIDE", "World"),
}


def spoken(code: str, language: str) -> str:
    """A country as a text in a language names it."""
    return _SPOKEN[code][_PLACE[language]] if code in _SPOKEN else _ENGLISH.get(code, code)


def own_words(codes: tuple[str, ...], choice: int) -> str:
    """What a vendor types for the places that it sends from; one vendor always does it alike."""
    names = [_OWN.get(code, (_ENGLISH.get(code, code),)) for code in codes]
    joint = ("/", ", ", " / ", " and ")[choice % 4]
    return joint.join(options[choice // 4 % len(options)] for options in names)
