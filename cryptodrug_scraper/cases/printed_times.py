"""Days and times of day that a page prints, moved together: order, precision, form and names of weekdays stay."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.calendar_words import locale_of, printed_name, weekday_named
from cryptodrug_scraper.cases.times_found import (
    DAYS_NAMED,
    MONTHS,
    NO_YEAR,
    SECONDS,
    date_of,
    minute_of,
    month_in,
    named_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from random import Random

    from cryptodrug_scraper.cases.calendar_words import Named

__all__ = ["Times", "relabelled"]

_MINUTES, _HALF = 1440, 720
_NEAR = 90
"""Minutes from the time of capture up to which a time of day moves with it, as the clock that a site prints."""
_SHORTEST = 3
"""Letters of the short name of a month."""
_TRIES = 300
_LEAST_DAYS, _MOST_DAYS = 20, 170
_PADDED = ("first", "second", "iso_month", "iso_day", *DAYS_NAMED)
_ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


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
        minutes = {minute for match in matches for n in (1, 2) if (minute := minute_of(match, n)) is not None}
        seconds = {int(match[name]) for match in matches for name in ("second1", "second2") if match[name]}
        self._captured = None if captured is None else captured.astimezone(UTC)
        if self._captured is not None:
            minutes.add(self._captured.hour * 60 + self._captured.minute)
            seconds.add(self._captured.second)
        self._minutes = self._moved_alike(minutes, random)
        self._second = relabelled(seconds, SECONDS, random) if any(seconds) else dict.fromkeys(seconds, 0)
        years = Counter(day.year for match in matches if (day := date_of(match, None)) is not None)
        self._year = years.most_common(1)[0][0] if years else NO_YEAR
        self._languages: Counter[str] = Counter()
        self._whole = self._padded = self._month_first = 0
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
        like, named = month_in(match), named_in(match)
        if like is not None and named is not None:
            languages = _languages_of(named, like)
            self._languages.update({locale_of(each, is_month=True) for each in languages})
            shortest = printed_name(named.number, languages[0], like, is_month=True, is_whole=True)
            if len(shortest) > 3:  # May may be either
                self._whole += 1 if len(shortest) == len(like) else -1
        for name in _PADDED:
            if match[name]:
                self._padded += (match[name][0] == "0") - (len(match[name]) == 1)
        if match["numeric_year"]:
            self._month_first += (int(match["second"]) > MONTHS) - (int(match["first"]) > MONTHS)

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
            day = date(NO_YEAR, 1, 1)
            return f"{self._weekday(match, day, self.day(day))}{match['at2'] or ''}{self._clock(match, 2)}"
        old = self._resolved(match)
        new = self.day(old)
        said = "".join((self._weekday(match, old, new), self._date(match, new)))
        return said if match["hour1"] is None else f"{said}{match['join'] or ''}{self._clock(match, 1)}"

    def _resolved(self, match: re.Match[str]) -> date:
        known = date_of(match, None, is_month_first=bool(match["numeric_year"]) and self._is_month_first(match))
        if known is not None:
            return known
        if self._captured is not None:
            for year in (
                self._captured.year,
                self._captured.year - 1,
                *range(self._captured.year - 8, self._captured.year),
            ):
                found = date_of(match, year)
                if found is not None and found <= self._captured.date() + timedelta(days=1):
                    return found
        return date_of(match, self._year) or date(NO_YEAR, 3, 1)

    def _date(self, match: re.Match[str], new: date) -> str:
        if match["iso"]:
            month, day = self._numbers((match["iso_month"], match["iso_day"]), (new.month, new.day))
            return f"{new.year}{match['iso_sign']}{month}{match['iso_sign2']}{day}"
        if match["numeric_year"]:
            is_month_first = self._is_month_first(match)
            numbers = (new.month, new.day) if is_month_first else (new.day, new.month)
            first, second = self._numbers((match["first"], match["second"]), numbers)
            year = str(new.year)[-len(match["numeric_year"]) :]
            return f"{first}{match['sign']}{match['gap1']}{second}{match['sign2']}{year}"
        month = self._month(match, new)
        if match["month3"]:
            return f"{month}{match['e']}{new.year}"
        like = next(match[name] for name in DAYS_NAMED if match[name])
        day = self._number(like, new.day) + _suffix(match["suffix"] or match["suffix2"], new.day)
        if match["day"]:
            return f"{day}{match['a']}{month}" + ("" if match["year"] is None else f"{match['b']}{new.year}")
        if match["day2"]:
            return f"{month}{match['c']}{day}" + ("" if match["year2"] is None else f"{match['d']}{new.year}")
        if match["day4"]:
            return f"{new.year}{match['f']}{month}{match['g']}{day}"
        return f"{new.year}{match['h']}{day}{match['i']}{month}"

    def _is_month_first(self, match: re.Match[str]) -> bool:
        """Whether the month of numbers comes first: as these say, or else most of the page."""
        first, second = int(match["first"]), int(match["second"])
        return second > MONTHS or (first <= MONTHS and self._month_first > 0)

    def _number(self, like: str, number: int) -> str:
        padded = like[0] == "0" or (len(like) > 1 and self._padded >= 0)
        return f"{number:02d}" if padded else str(number)

    def _numbers(self, likes: tuple[str, str], numbers: tuple[int, int]) -> Iterator[str]:
        """A day and a month in numbers, both with a nought before one digit, or neither."""
        has_nought, has_none = any(like[0] == "0" for like in likes), any(len(like) == 1 for like in likes)
        is_padded = has_nought or (not has_none and self._padded >= 0)
        return (f"{number:02d}" if is_padded else str(number) for number in numbers)

    def _month(self, match: re.Match[str], new: date) -> str:
        like, named = month_in(match) or "", named_in(match)
        if named is None:
            return like
        language = self._likeliest(_languages_of(named, like), is_month=True)
        whole = printed_name(named.number, language, like, is_month=True, is_whole=True)
        is_whole = len(whole) == len(like) and (len(whole) > 3 or self._whole > 0)
        return printed_name(new.month - 1, language, like, is_month=True, is_whole=is_whole)

    def _likeliest(self, languages: Sequence[int], *, is_month: bool) -> int:
        return max(languages, key=lambda each: (self._languages[locale_of(each, is_month=is_month)], -each))

    def _weekday(self, match: re.Match[str], old: date, new: date) -> str:
        if match["weekday"] is None:
            return ""
        named = weekday_named(match["weekday"])
        if named is None:
            return ""
        language = self._likeliest(named.languages, is_month=False)
        whole = printed_name(named.number, language, match["weekday"], is_month=False, is_whole=True)
        number = (named.number + (new - old).days) % 7
        is_whole = len(whole) == len(match["weekday"])
        return printed_name(number, language, match["weekday"], is_month=False, is_whole=is_whole) + match["gap"]

    def _clock(self, match: re.Match[str], n: int) -> str:
        known = minute_of(match, n)
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


def _languages_of(named: Named, word: str) -> Sequence[int]:
    """
    The languages in which a word is the name of a month as it is spelt, whole or else cut; if there is none, all in
    which it may be one.
    """
    names = {each: printed_name(named.number, each, word, is_month=True, is_whole=True) for each in named.languages}
    spelt = [each for each, name in names.items() if name.casefold().startswith(word.casefold())] or [*names]
    if len(word) <= _SHORTEST:  # it may be either
        return spelt
    return [each for each in spelt if len(names[each]) == len(word)] or spelt
