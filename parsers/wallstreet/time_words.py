"""Words of time in the interface's six languages, folded: no accents, no capitals. The order is that of `LANGUAGES`."""

from __future__ import annotations

from parsers.wallstreet.labels import fold

__all__ = ["AGO", "LESS", "MONTHS", "MONTH_NAMES", "NOW", "NUMBERS", "UNITS"]

Forms = tuple[str, ...]

UNITS: dict[str, tuple[Forms, ...]] = {
    "second": (("sekunde", "sekunden"), ("second", "seconds", "sec", "secs"), ("segundo", "segundos"),
               ("segundo", "segundos"), ("secondo", "secondi"), ("seconde", "secondes")),
    "minute": (("minute", "minuten"), ("minute", "minutes", "min", "mins"), ("minuto", "minutos"),
               ("minuto", "minutos"), ("minuto", "minuti"), ("minute", "minutes")),
    "hour": (("stunde", "stunden"), ("hour", "hours"), ("hora", "horas"), ("hora", "horas"), ("ora", "ore"),
             ("heure", "heures")),
    "day": (("tag", "tage", "tagen"), ("day", "days"), ("dia", "dias"), ("dia", "dias"), ("giorno", "giorni"),
            ("jour", "jours")),
    "week": (("woche", "wochen"), ("week", "weeks"), ("semana", "semanas"), ("semana", "semanas"),
             ("settimana", "settimane"), ("semaine", "semaines")),
    "month": (("monat", "monate", "monaten"), ("month", "months"), ("mes", "meses"), ("mes", "meses"),
              ("mese", "mesi"), ("mois",)),
    "year": (("jahr", "jahre", "jahren"), ("year", "years"), ("ano", "anos"), ("ano", "anos"), ("anno", "anni"),
             ("an", "ans", "annee", "annees")),
}  # fmt: skip
"""Units of an age."""

AGO: tuple[Forms, ...] = (
    ("vor",), ("ago",), ("hace",), ("ha", "atras"), ("fa",), ("il y a",),
)  # fmt: skip
"""Words that make an amount of time an age."""

NOW: tuple[Forms, ...] = (
    ("gerade eben", "jetzt"), ("just now", "now"), ("ahora", "ahora mismo", "justo ahora"), ("agora", "agora mesmo"),
    ("adesso", "ora", "proprio ora"), ("maintenant", "a l instant"),
)  # fmt: skip
"""Words for an age of less than a minute."""

NUMBERS = ("a", "an", "one", "ein", "eine", "einem", "einer", "einen", "un", "une", "una", "uno", "um", "uma")
"""Words for one."""

LESS: tuple[Forms, ...] = (
    ("weniger als", "halben", "halbe"), ("less than", "under", "half"), ("menos de", "medio", "media"),
    ("menos de", "menos que", "meio", "meia"), ("meno di", "mezzo", "mezza"), ("moins d", "moins de", "demi"),
)  # fmt: skip
"""Words for an age below that of the amount behind them."""

MONTH_NAMES: tuple[Forms, ...] = (
    ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
     "Dezember"),
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December"),
    ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
     "diciembre"),
    ("janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro",
     "dezembro"),
    ("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
     "novembre", "dicembre"),
    ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
     "décembre"),
)  # fmt: skip
"""The months of each language."""


def _beginnings() -> dict[str, int]:
    """Every beginning of at least three letters that belongs to one month only."""
    found: dict[str, int] = {}
    shared: set[str] = set()
    for names in MONTH_NAMES:
        for number, name in enumerate(names, start=1):
            folded = fold(name)
            for length in range(3, len(folded) + 1):
                if found.setdefault(folded[:length], number) != number:
                    shared.add(folded[:length])
    return {beginning: number for beginning, number in found.items() if beginning not in shared}


MONTHS = _beginnings()
"""The number of each month, by its name or a shortened name in any of the languages."""
