"""Read the file of a study, and say what is wrong with it: where, and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

import msgspec

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.measures.places.regions import COUNTRIES
from cryptodrug_scraper.study.catalogue import measures
from cryptodrug_scraper.study.claims import LIMITS, Study
from cryptodrug_scraper.words.reasons import names_of, told
from cryptodrug_scraper.words.wording import LANGUAGES, Words, catalogue

if TYPE_CHECKING:
    from cryptodrug_scraper.study.claims import Claim

__all__ = ["read_study"]

_PLACE = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_HEADER = re.compile(r"^\s*\[\[\s*(?P<name>\w+)\s*\]\]", re.MULTILINE)


def read_study(content: bytes, name: str) -> Study:
    """
    Read the file of a study.

    Args:
        content: TOML, as ``studies/cryptodrug.toml``.
        name: of the file, for what is wrong with it.

    Raises:
        ConfigurationError: it is not TOML, lacks something, or says something that cannot be. The message names the
            line and the key, and what to do.
    """
    try:
        study = msgspec.toml.decode(content, type=Study)
        _check(study)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        msg = (
            f"{name} is no study: {_placed(str(error), content.decode(errors='replace'))}; docs/studies.md has each key"
        )
        raise ConfigurationError(msg) from error
    return study


def _check(study: Study) -> None:
    for place, code in (("country", study.country), *(
        (f"roles.{role}", code) for role in ("neighbours", "rivals") for code in getattr(study.roles, role)
    )):  # fmt: skip
        if code not in COUNTRIES:
            _refuse(f"{code!r} is no country of ISO 3166-1", place)
    if study.last_day < study.first_day:
        _refuse(f"the window ends on {study.last_day}, before it begins on {study.first_day}", "last_day")
    _check_words(study.title, "title")
    seen: dict[str, Claim] = {}
    ids: set[str] = set()
    for number, claim in enumerate(study.claims):
        place = f"claims[{number}]"
        if claim.id in ids:
            _refuse(f"{claim.id!r} is there twice: give each claim an id of its own", f"{place}.id")
        ids.add(claim.id)
        _check_claim(study, claim, place)
        _check_name(study, claim, seen.setdefault(claim.figure, claim), place)


def _check_name(study: Study, claim: Claim, first: Claim, place: str) -> None:
    if claim is first:
        return
    if (claim.measure, claim.values, claim.roles) != (first.measure, first.values, first.roles):
        _refuse(
            f"{claim.figure!r} is the name of another figure in {first.id!r}: give it one of its own", f"{place}.name"
        )
    both = [each for each in study.claims if each.figure == claim.figure and each.country == claim.country]
    markets = [market for each in both for market in study.markets_of(each)]
    if len(set(markets)) < len(markets):
        _refuse(
            f"{claim.figure!r} is there twice for one market: name it otherwise, or name its markets", f"{place}.name"
        )


def _check_claim(study: Study, claim: Claim, place: str) -> None:
    if claim.measure not in measures():
        _refuse(f"{claim.measure!r} is no measure: choose one of {', '.join(measures())}", f"{place}.measure")
    measure = claim.measured
    if said := measure.wrong(claim.values):
        _refuse(f"{claim.measure}: {said}", f"{place}.values")
    if study.country_of(claim) not in COUNTRIES:
        _refuse(f"{claim.country!r} is no country of ISO 3166-1", f"{place}.country")
    first, last = study.days_of(claim)
    if last < first:
        _refuse(f"the window ends on {last}, before it begins on {first}", f"{place}.last_day")
    if measure.needs_closure and study.closure is None:
        _refuse(f"{claim.measure} compares days around a closure: name one in [closure]", f"{place}.measure")
    _check_roles(study, claim, place)
    _check_comparison(claim, place)
    _check_words(claim.said, f"{place}.said", claim.values, study.country_of(claim))
    if not isinstance(claim.printed.place, str):
        _check_words(claim.printed.place, f"{place}.printed.place")


def _check_roles(study: Study, claim: Claim, place: str) -> None:
    for name, role in claim.roles.items():
        codes = claim.values.get(name)
        if claim.measured.takes.get(name) != "countries" or not isinstance(codes, tuple):
            _refuse(f"a role fills countries, which {name!r} of {claim.measure} are not", f"{place}.roles")
        if unknown := sorted(set(codes) - set(getattr(study.roles, role))):
            _refuse(
                f"{', '.join(unknown)} is none of the {role} of the study: add it in [roles]", f"{place}.values.{name}"
            )


def _check_comparison(claim: Claim, place: str) -> None:
    said = claim.comparisons
    if len(said) != 1:
        found = ", ".join(said) or "nothing"
        _refuse(f"a claim is one of {', '.join(LIMITS)}, exist and none; here: {found}", place)
    unit = claim.measured.unit_of(claim.values)
    if said[0] in LIMITS:
        if claim.unit is None:
            _refuse(f"the threshold {said[0]} has no unit: add unit = {unit!r}", f"{place}.{said[0]}")
        if claim.unit != unit:
            _refuse(f"{claim.measure} is in {unit}, and not in {claim.unit}: change the threshold", f"{place}.unit")
    elif f"case.{claim.measure}" not in catalogue("en"):
        cases = ", ".join(name for name in measures() if f"case.{name}" in catalogue("en"))
        _refuse(f"{claim.measure} has no cases: give a threshold, or measure one of {cases}", f"{place}.{said[0]}")


def _check_words(
    text: dict[str, str],
    place: str,
    values: dict[str, str | int | float | tuple[str, ...]] | None = None,
    home: str = "",
) -> None:
    known = {"home": home, **(values or {})} if values is not None else {}
    if unknown := sorted(text.keys() - set(LANGUAGES)):
        _refuse(f"{unknown[0]!r} is no language: give {', '.join(LANGUAGES)}", place)
    for language in LANGUAGES:
        if not text.get(language, "").strip():
            _refuse(f'there are no words in {language}: add {language} = "…"', place)
        try:
            lacking = sorted(names_of(text[language]) - known.keys() - {"unit"})
            if not lacking:
                told(Words(language), text[language], known)
        except (KeyError, ValueError, TypeError) as error:
            _refuse(f"the words cannot be filled in: {error}", f"{place}.{language}")
        if lacking:
            _refuse(f"the words name {', '.join(lacking)}, which the claim has not", f"{place}.{language}")


def _refuse(said: str, path: str) -> NoReturn:
    msg = f"{said} - at `$.{path}`"
    raise msgspec.ValidationError(msg)


def _placed(said: str, text: str) -> str:
    """What is wrong, with the line of its key where there is one."""
    found = _PLACE.search(said)
    if found is None:
        return said
    path = found["path"].lstrip(".")
    line = _line(path, text)
    return f"{said[: found.start()]} - at {'line ' + str(line) + ', ' if line else ''}`{path}`"


def _line(path: str, text: str) -> int | None:
    """Return the line of a key; of what is not there, that of the table in which it would be."""
    keys = re.findall(r"\w+|\[\d+\]", path)
    begin, end = 0, len(text)
    while keys:
        key = keys.pop(0)
        if keys and keys[0].startswith("["):
            number = int(keys.pop(0)[1:-1])
            headers = [header for header in _HEADER.finditer(text) if header["name"] == key]
            if number >= len(headers):
                break
            begin = headers[number].start()
            after = [header.start() for header in _HEADER.finditer(text) if header.start() > begin]
            end = min(after, default=len(text))
        elif match := re.compile(rf"^\s*(?:\[)?(?:\w+\.)*{key}\b", re.MULTILINE).search(text, begin, end):
            begin = match.end() - len(key)
        else:
            break
    return text.count("\n", 0, begin) + 1 if path else None
