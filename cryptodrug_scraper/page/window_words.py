"""Read which window of time a text names, in the words of any of several languages: ``last 30 days``, ``půl roku``."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.page.places.names import fold
from cryptodrug_scraper.page.time_words import DAY_WORDS, ONE_WORDS, unit_of

if TYPE_CHECKING:
    from cryptodrug_scraper.page.time_words import Unit

__all__ = ["ALL_TIME", "HALF_YEARS", "PERIOD_WORDS", "Period", "period_of"]

Period = Literal["1m", "6m", "12m", "all", "other"]
"""A window of `FeedbackWindow`; ``other`` for a time that none of them is, such as a week."""


def _listed(words: str) -> frozenset[str]:
    """The words or phrases between commas, folded."""
    return frozenset(map(fold, words.split(",")))


HALF_YEARS = _listed(
    "half a year,half year,halfyear,halbes jahr,halben jahr,halbe jahr,halbjahr,half jaar,halfjaar,halve jaar,"
    "semestre,semestres,semester,demi annee,medio ano,mezzo anno,meio ano,halvar,halvt ar,halve ar,halvaret,"
    "halvo ar,pul roku,pulrok,pulroku,pol roka,polrok,pol roku,polrocze,polroku,puoli vuotta,puolivuotta,"
    "pol leta,pola godine,полгода,полугодие,пол года,півроку,пів року,півріччя"
)
"""Half a year, folded."""
_QUARTERS = _listed("quarter,quartal,kwartaal,trimestre,kwartal,ctvrtleti,kvartal,квартал,neljannes")
ALL_TIME = _listed(
    "total,totals,all,alle,aller,alltime,hele,overall,ever,lifetime,altogether,gesamt,insgesamt,gesamte,alles,"
    "totaal,altijd,totaux,toujours,tout,toute,totale,totali,sempre,tutto,totales,siempre,todo,todos,totais,tudo,ialt,alt,totalt,"
    "nogensinde,noensinne,yhteensa,kaikki,koko,razem,lacznie,ogolem,wszystko,caly,celkem,celkove,celkovo,cely,"
    "spolu,skupaj,ukupno,всего,итого,все,весь,всё,всього,усього,разом,увесь"
)
"""Words of all time, folded."""
_TIMES = _listed("time,times,zeit,tijd,temps,tiempo,tempo,tid,tiden,aika,aikaa,czas,cas,dobu,doba,время,час")
RECENT = _listed(
    "last,past,letzte,letzten,letzter,letztes,laatste,afgelopen,dernier,derniers,ultimo,ultimos,ultimi,seneste,siste,"
    "sidste,senaste,viimeiset,ostatni,ostatnie,ostatnich,posledni,poslednich,последние,последний,последних,останні,"
    "останній,останніх"
)
"""Words before a window, folded."""
_CURRENT = _listed(
    "this,current,dieser,dieses,diesem,diesen,deze,dit,ce,cette,este,esta,questo,questa,denne,dette,denna,detta,tento,"
    "ten,tym,tama,этот,этом,цей,цього"
)
"""Words before a month or year of the calendar, which has not ended, folded."""
PERIOD_WORDS = RECENT | _listed(
    "the,in,within,during,of,for,previous,recent,latest,letztem,vergangene,vergangenen,im,innerhalb,den,der,"
    "dem,die,das,seit,vorige,binnen,de,het,sinds,derniere,dernieres,le,les,la,au,cours,des,du,depuis,sur,"
    "ultima,ultimas,el,los,las,en,durante,desde,ultime,il,gli,nell,negli,nei,nel,da,o,os,no,nos,na,sista,i,"
    "viimeinen,viimeisen,viimeisten,ostatniego,w,ciagu,z,za,poslednim,ve,v,за,в,протягом,feedback,feedbacks,"
    "rating,ratings,review,reviews,received,bewertung,bewertungen,beoordeling,beoordelingen,avis,valoraciones,"
    "opiniones,recensioni,avaliacoes,vurderinger,anmeldelser,omdomen,arvostelut,opinie,oceny,ohlasy,ohlasu,"
    "hodnoceni,отзывы,отзывов,відгуки,відгуків,evaluations"
)
"""Words that say nothing more of a window, folded: none that may say that something is older than it, as "over"."""
_OF_ALL_TIME = ALL_TIME | PERIOD_WORDS | _TIMES
_SIX = _listed("six,sechs,zes,seis,sei,seks,sex,szesc,sest,kuusi,шесть,шість")
_TWELVE = _listed("twelve,zwolf,twaalf,douze,doce,dodici,doze,tolv,dwanascie,dvanact,kaksitoista,двенадцать,дванадцять")
_UNITS: dict[str, Unit] = {"mos": "month", **dict.fromkeys(("annee", "annees", "год"), "year")}
"""Words of units beside those of the tables of languages."""
_LETTERS: dict[str, Unit] = {"d": "day", "m": "month", "y": "year", "w": "week", "h": "hour"}
"""Units of one letter right behind a number: windows of minutes there are none."""
_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\s\w]|_")
_GLUED = re.compile(r"\d([^\W\d_])(?![^\W\d_])")
_HALF = re.compile(r"\b1\s*/\s*2\b|½")
_AROUND = frozenset(" .:,;()[]'’-–—/_*•")
_LONGEST = 60
_DAYS: dict[int, Period] = {**dict.fromkeys((30, 31), "1m"), **dict.fromkeys(range(180, 184), "6m")}
_DAYS |= dict.fromkeys((360, 365, 366), "12m")
_MONTHS: dict[int, Period] = {1: "1m", 6: "6m", 12: "12m"}


@cache
def period_of(text: str) -> Period | None:
    """
    Return the window of time that a text names and nothing else: ``1m``, ``6m`` or ``12m``, a rolling window, ``all``,
    or ``other`` for one of another length. None for any other text, as a span ("6 - 12 months") and what is older.
    """
    if not text or len(text) > _LONGEST:
        return None
    said = _HALF.sub(" half ", text)
    tokens = [fold(token) if token.isalpha() else token for token in _TOKEN.findall(said)]
    glued = {letter.casefold() for letter in _GLUED.findall(said)}
    rest = [token for token in tokens if token and token not in _AROUND]
    if (span := _without_phrase(rest, HALF_YEARS)) is not None:
        return "6m" if all(each in PERIOD_WORDS or each in ONE_WORDS or each == "1" for each in span) else None
    if (span := _without_phrase(rest, _QUARTERS)) is not None:
        return "other" if all(each in PERIOD_WORDS or each.isdecimal() for each in span) else None
    if any(each in ALL_TIME for each in rest):  # "time" is an hour in Danish
        return "all" if all(each in _OF_ALL_TIME for each in rest) else None
    if " ".join(rest) in DAY_WORDS:
        return "other"
    numbers = [token for token in rest if token.isdecimal() or token in _SIX or token in _TWELVE]
    units = [unit for token in rest if (unit := _unit(token, glued)) is not None]
    others = [
        token
        for token in rest
        if token not in {*numbers, *PERIOD_WORDS, *_CURRENT, *ONE_WORDS, "one"} and _unit(token, glued) is None
    ]
    if not units or others:
        return None
    return "other" if any(token in _CURRENT for token in rest) else _rolling(numbers, units)


def _rolling(numbers: list[str], units: list[Unit]) -> Period | None:
    """The window of a number of units; one unit where no number is printed, and none for a span of two numbers."""
    if len(numbers) > 1 or len(units) > 1:
        return None
    said = numbers[0] if numbers else "1"
    count = 6 if said in _SIX else 12 if said in _TWELVE else int(said)
    match units[0]:
        case "day":
            return _DAYS.get(count, "other")
        case "month":
            return _MONTHS.get(count, "other")
        case "year":
            return "12m" if count == 1 else "other"
        case _:
            return "other"


def _unit(token: str, glued: set[str]) -> Unit | None:
    if len(token) == 1:
        return _LETTERS.get(token) if token in glued else None
    return _UNITS.get(token) or unit_of(token)


def _without_phrase(tokens: list[str], phrases: frozenset[str]) -> list[str] | None:
    """The tokens without the longest of some phrases that they have; None where they have none."""
    for length in (3, 2, 1):
        for at in range(len(tokens) - length + 1):
            if " ".join(tokens[at : at + length]) in phrases:
                return tokens[:at] + tokens[at + length :]
    return None
