"""Days and times of day that a page prints, moved together: order, precision, form and names of weekdays stay."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.age_words import is_unit_of_time
from cryptodrug_scraper.cases.calendar_words import month_named, printed_name, weekday_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from random import Random

    from cryptodrug_scraper.cases.calendar_words import Named

__all__ = ["Times", "relabelled", "span_of", "times_in"]

_WORD = r"[^\W\d_]{3,14}"
_AT = r"(?:at|um|à|às|a\s+las|alle|ore|kl|klo|om|ob|saat|kell|plkst|в|о)\.?\s+"
"""What stands between a day and a time of day."""
_CLOCK = (
    r"(?<![\d:.])(?P<hour{n}>\d\d?)(?P<mark{n}>(?(at{n})[:.h]|:))(?P<minute{n}>\d\d)(?::(?P<second{n}>\d\d))?"
    r"(?!\d|:|\.\d)(?P<half{n}>\s*[AaPp]\.?[Mm]\b)?"
)
"""Hours and minutes, with a point between them only behind such a word."""
_YEAR = r"(?:19|20)\d\d"
_TIME = re.compile(
    rf"""
    (?:(?<![^\W_])(?P<weekday>{_WORD})(?P<gap>,?\s+))?
    (?<![\w.,/-])(?:
      (?P<iso>{_YEAR})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)
    | (?P<first>\d\d?)(?P<sign>[./-])(?P<second>\d\d?)(?P=sign)(?P<numeric_year>{_YEAR})
    | (?P<day>\d\d?)(?P<suffix>st|nd|rd|th|er|º|o)?(?P<a>\.?\s+(?:d[eio]\s+|of\s+)?)(?P<month>{_WORD})
      (?:(?P<b>\.?,?\s+(?:d[eio]\s+)?)(?P<year>{_YEAR}))?(?![^\W_])
    | (?P<month2>{_WORD})(?P<c>\.?\s+)(?P<day2>\d\d?)(?P<suffix2>st|nd|rd|th)?(?![\d:]|[./-]\d)
      (?:(?P<d>,?\s+)(?P<year2>{_YEAR}))?
    | (?P<month3>{_WORD})(?P<e>\.?,?\s+)(?P<year3>{_YEAR})
    )(?:(?!\w)|(?=T\d))
    (?:(?P<join>T|,?\s+(?:-\s+|(?P<at1>{_AT}))?|\s*,\s*)?{_CLOCK.format(n=1)})?
    | (?P<at2>(?:kl|klo|saat|kell|plkst)\.?\s+)?{_CLOCK.format(n=2)}
    """,
    re.VERBOSE,
)
"""A day, with or without a time of day; or a time of day. Whether its words are names is told by `_is_time`."""
_MINUTES, _HALF = 1440, 720
_NEAR = 90
"""Minutes from the time of capture up to which a time of day moves with it, as the clock that a site prints."""
_SECONDS = 60
_BEHIND = re.compile(r"[./-]\d|\.?\s*(?:d[eio]\s+|of\s+)?([^\W\d_]+)(\.?,?\s+(?:19|20)\d\d(?!\d))?")
"""What follows a number that is the day of the month behind it, or of something else."""
_SHORTEST = 3
"""Letters of the short name of a month."""
_TRIES = 300
_LEAST_DAYS, _MOST_DAYS = 20, 170
_NO_YEAR = 2019
"""Of days without a year on a page that names none, only the weekday and the 29th of February hang on it."""
_ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def times_in(text: str) -> Iterator[re.Match[str]]:
    """Find the days and times of day in a text: what has their form, and names and numbers that there are."""
    place = 0
    while (match := _TIME.search(text, place)) is not None:
        is_time = _is_time(match)
        if is_time:
            yield match
        place = match.end() if is_time else match.start() + 1


def _is_time(match: re.Match[str]) -> bool:
    if _month_in(match) is not None and _named_in(match) is None:
        return False
    if match["hour2"] is not None:
        return _minute_of(match, 2) is not None
    if (match["month2"] or match["month3"]) and _begins_another(match.string, match.end()):
        return False
    return _date_of(match, _NO_YEAR) is not None


def _begins_another(text: str, end: int) -> bool:
    """
    Tell whether the number at the end of what may be a month and a day is that of a day, or of an age, by itself:
    behind words that begin as months do, as in ``sett 12.06.2019``, ``sett 12. juni`` and ``sett 2 dager siden``.
    """
    behind = _BEHIND.match(text, end)
    word = None if behind is None else behind[1]
    if behind is None or word is None:
        return behind is not None
    return month_named(word, has_year=behind[2] is not None) is not None or is_unit_of_time(word)


def span_of(match: re.Match[str]) -> tuple[int, int]:
    """Where a time begins and ends; a word before it that is no day of the week is no part of it."""
    if match["weekday"] is not None and weekday_named(match["weekday"]) is None:
        return match.end("gap"), match.end()
    return match.span()


def relabelled(values: Iterable[int], size: int, random: Random) -> dict[int, int]:
    """
    Return other numbers below ``size`` for some of them, in the same order, none of which stays, if that can be.
    """
    kept = sorted(set(values))
    best: list[int] = kept
    if len(kept) < size:
        for _ in range(_TRIES):
            made = sorted(random.sample(range(size), len(kept)))
            if _same(kept, made) < _same(kept, best):
                best = made
            if not _same(kept, best):
                break
    return dict(zip(kept, best, strict=True))


def _same(some: list[int], others: list[int]) -> int:
    return sum(one == other for one, other in zip(some, others, strict=True))


class Times:
    """
    The times of one page, and what stands in their place.

    Days move by one number of days, which differs from draft to draft. Times of day are drawn anew, in their order;
    equal ones stay equal.

    Args:
        found: times of the page, as `times_in` finds them.
        captured: when the page was captured, if that is known.
        days: gives by how many days they move.
        random: of this draft.
    """

    def __init__(self, found: Iterable[re.Match[str]], captured: datetime | None, days: Random, random: Random) -> None:
        matches = list(found)
        self._days = timedelta(days=days.choice((-1, 1)) * days.randint(_LEAST_DAYS, _MOST_DAYS))
        minutes = {minute for match in matches for n in (1, 2) if (minute := _minute_of(match, n)) is not None}
        seconds = {int(match[name]) for match in matches for name in ("second1", "second2") if match[name]}
        self._captured = None if captured is None else captured.astimezone(UTC)
        if self._captured is not None:
            minutes.add(self._captured.hour * 60 + self._captured.minute)
            seconds.add(self._captured.second)
        self._minutes = self._moved_alike(minutes, random)
        self._second = relabelled(seconds, _SECONDS, random) if any(seconds) else dict.fromkeys(seconds, 0)
        years = Counter(day.year for match in matches if (day := _date_of(match, None)) is not None)
        self._year = years.most_common(1)[0][0] if years else _NO_YEAR
        self._languages: Counter[int] = Counter()
        self._whole = self._padded = 0
        for match in matches:
            self._learn(match)

    def _moved_alike(self, minutes: set[int], random: Random) -> dict[int, int]:
        """Other times of day in the same order, those near the time of capture as far from it as they were."""
        if self._captured is None:
            return relabelled(minutes, _MINUTES, random)
        own = self._captured.hour * 60 + self._captured.minute
        near = {minute for minute in minutes if abs(minute - own) <= _NEAR}
        first, width = min(near), max(near) - min(near)
        apart = {
            minute: minute if minute < first else first if minute in near else minute - width for minute in minutes
        }
        made = relabelled(apart.values(), _MINUTES - width, random)
        start = made[first]
        return {
            minute: start + minute - first if minute in near else made[at] + (width if made[at] > start else 0)
            for minute, at in apart.items()
        }

    def _learn(self, match: re.Match[str]) -> None:
        """Count the languages of names, how many are whole rather than shortened, and days padded with a nought."""
        for name in ("month", "month2", "month3"):
            if match[name] and (named := _named_in(match)) is not None:
                self._languages.update(_languages_of(named, match[name]))
                shortest = printed_name(named.number, named.languages[0], match[name], is_month=True, is_whole=True)
                if len(shortest) > 3:  # May may be either
                    self._whole += 1 if len(shortest) == len(match[name]) else -1
        for name in ("day", "day2", "first"):
            if match[name]:
                self._padded += (match[name][0] == "0") - (len(match[name]) == 1)

    @property
    def captured(self) -> datetime | None:
        """The time of capture that belongs to what the draft prints."""
        if self._captured is None:
            return None
        minute = self._minutes[self._captured.hour * 60 + self._captured.minute]
        day = self._captured + self._days
        return day.replace(hour=minute // 60, minute=minute % 60, second=self._second[self._captured.second])

    def day(self, known: date) -> date:
        """The day in the place of another."""
        return known + self._days

    def printed(self, match: re.Match[str]) -> str:
        """What stands in the place of a time, in the same form."""
        if match["hour2"] is not None:
            day = date(_NO_YEAR, 1, 1)
            return f"{self._weekday(match, day, self.day(day))}{match['at2'] or ''}{self._clock(match, 2)}"
        old = self._resolved(match)
        new = self.day(old)
        said = "".join((self._weekday(match, old, new), self._date(match, new)))
        return said if match["hour1"] is None else f"{said}{match['join'] or ''}{self._clock(match, 1)}"

    def _resolved(self, match: re.Match[str]) -> date:
        known = _date_of(match, None)
        if known is not None:
            return known
        if self._captured is not None:
            for year in (
                self._captured.year,
                self._captured.year - 1,
                *range(self._captured.year - 8, self._captured.year),
            ):
                found = _date_of(match, year)
                if found is not None and found <= self._captured.date() + timedelta(days=1):
                    return found
        return _date_of(match, self._year) or date(_NO_YEAR, 3, 1)

    def _date(self, match: re.Match[str], new: date) -> str:
        if match["iso"]:
            return new.isoformat()
        if match["numeric_year"]:
            parts = (
                self._number(match["first"], new.day, is_padded=True),
                self._number(match["second"], new.month, is_padded=True),
            )
            return match["sign"].join((*parts, str(new.year)))
        if match["day"]:
            tail = (match["b"] or "") + (str(new.year) if match["year"] else "")
            day = self._number(match["day"], new.day) + _suffix(match["suffix"], new.day)
            return f"{day}{match['a']}{self._month(match, new)}{tail}"
        if match["day2"]:
            tail = "" if match["d"] is None else f"{match['d']}{new.year}"
            day = self._number(match["day2"], new.day) + _suffix(match["suffix2"], new.day)
            return f"{self._month(match, new)}{match['c']}{day}{tail}"
        return f"{self._month(match, new)}{match['e']}{new.year}"

    def _number(self, like: str, number: int, *, is_padded: bool = False) -> str:
        padded = like[0] == "0" or (len(like) > 1 and (is_padded or self._padded >= 0))
        return f"{number:02d}" if padded else str(number)

    def _month(self, match: re.Match[str], new: date) -> str:
        like, named = _month_in(match) or "", _named_in(match)
        if named is None:
            return like
        language = max(_languages_of(named, like), key=lambda each: (self._languages[each], -each))
        whole = printed_name(named.number, language, like, is_month=True, is_whole=True)
        is_whole = len(whole) == len(like) and (len(whole) > 3 or self._whole > 0)
        return printed_name(new.month - 1, language, like, is_month=True, is_whole=is_whole)

    def _weekday(self, match: re.Match[str], old: date, new: date) -> str:
        if match["weekday"] is None:
            return ""
        named = weekday_named(match["weekday"])
        if named is None:
            return ""
        language = max(named.languages, key=lambda each: (self._languages[each], -each))
        whole = printed_name(named.number, language, match["weekday"], is_month=False, is_whole=True)
        number = (named.number + (new - old).days) % 7
        is_whole = len(whole) == len(match["weekday"])
        return printed_name(number, language, match["weekday"], is_month=False, is_whole=is_whole) + match["gap"]

    def _clock(self, match: re.Match[str], n: int) -> str:
        known = _minute_of(match, n)
        if known is None:
            return match[0]
        hour, minute = divmod(self._minutes[known], 60)
        half = match[f"half{n}"]
        if half:
            is_late, hour = hour >= 12, (hour + 11) % 12 + 1
            half = re.sub("[AaPp]", lambda old: _cased("p" if is_late else "a", old[0]), half, count=1)
        printed = f"{hour:02d}" if len(match[f"hour{n}"]) > 1 else str(hour)
        second = match[f"second{n}"]
        return (
            f"{printed}{match[f'mark{n}']}{minute:02d}"
            + ("" if second is None else f":{self._second[int(second)]:02d}")
            + (half or "")
        )


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter


def _suffix(like: str | None, day: int) -> str:
    return _ORDINALS.get(day, "th") if like in {"st", "nd", "rd", "th"} else like or ""


def _month_in(match: re.Match[str]) -> str | None:
    """The word that stands where a month does."""
    return next((match[name] for name in ("month", "month2", "month3") if match[name]), None)


def _named_in(match: re.Match[str]) -> Named | None:
    """The month that is named; None if there is none."""
    word = _month_in(match)
    has_year = any(match[name] for name in ("year", "year2", "year3"))
    return None if word is None else month_named(word, has_year=has_year)


def _languages_of(named: Named, word: str) -> Sequence[int]:
    """The languages in which a word is the whole name of a month; if there is none, those in which it begins one."""
    if len(word) <= _SHORTEST:  # it may be either
        return named.languages
    names = {each: printed_name(named.number, each, word, is_month=True, is_whole=True) for each in named.languages}
    return [each for each, name in names.items() if len(name) == len(word)] or named.languages


def _minute_of(match: re.Match[str], n: int) -> int | None:
    """The minute of the day, of 1440; None if no time of day is printed, or none that there is."""
    if match[f"hour{n}"] is None:
        return None
    hour, minute = int(match[f"hour{n}"]), int(match[f"minute{n}"])
    if match[f"half{n}"]:
        hour = hour % 12 + 12 * (match[f"half{n}"].strip()[0] in "pP")
    seconds = int(match[f"second{n}"] or 0)
    return hour * 60 + minute if hour < 24 and minute < 60 and seconds < _SECONDS else None


def _date_of(match: re.Match[str], year: int | None) -> date | None:
    """The day that is printed, of a year that is given if none is printed; None if there is no such day."""
    month, named = _month_in(match), _named_in(match)
    said = match["iso"] or match["numeric_year"] or match["year"] or match["year2"] or match["year3"]
    known = int(said) if said else year
    if known is None or (month is not None and named is None):
        return None
    if match["iso"]:
        parts = int(match["iso_month"]), int(match["iso_day"])
    elif match["numeric_year"]:
        parts = int(match["second"]), int(match["first"])
        parts = parts if parts[0] <= 12 else (parts[1], parts[0])
    elif named is not None:
        parts = named.number + 1, int(match["day"] or match["day2"] or 15)
    else:
        return None
    try:
        return date(known, *parts)
    except ValueError:
        return None
