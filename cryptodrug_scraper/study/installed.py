"""The studies that can be named without a file: those of the program, and those that other distributions bring."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.plugins import load_plugins
from cryptodrug_scraper.study.file import read_study

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from cryptodrug_scraper.study.claims import Study

__all__ = ["GROUP", "USUAL", "StudyFault", "digest_of", "studies", "study_faults", "study_named", "study_of"]

GROUP = "cryptodrug_scraper.studies"
"""The entry point group under which a distribution offers a package whose files ``*.toml`` are studies."""
USUAL = "cryptodrug"
"""The study whose claims are tested where none is named."""
_LENGTH = 12


class StudyFault(NamedTuple):
    """
    Why studies of a distribution cannot be used.

    Attributes:
        name: of the entry point, and of the file where it is one alone.
        distribution: name and version of the distribution.
        reason: what is wrong, and what to do.
    """

    name: str
    distribution: str
    reason: str


def studies() -> dict[str, Study]:
    """Return the studies that can be used, by their ids: the program's own, then those of others."""
    return _installed()[0]


def study_faults() -> tuple[StudyFault, ...]:
    """Return why others cannot be used."""
    return _installed()[1]


def study_named(name: str = USUAL) -> Study:
    """
    Return an installed study.

    Raises:
        ConfigurationError: there is none of that name; the message says which there are, and which cannot be used.
    """
    try:
        return studies()[name]
    except KeyError:
        msg = f"{name!r} is no study that is installed: give one of {', '.join(studies())}{_faults_told()}"
        raise ConfigurationError(msg) from None


def study_of(path: Path) -> Study:
    """
    Return the study of a file, or the installed one of that name.

    Raises:
        ConfigurationError: there is no such file, or what is in it is no study.
    """
    if str(path) in studies():
        return study_named(str(path))
    try:
        content = path.read_bytes()
    except OSError as error:
        known = f"give a file, or one of {', '.join(studies())}{_faults_told()}"
        msg = f"{path}: {error.strerror or error}; {known}"
        raise ConfigurationError(msg) from error
    return read_study(content, str(path))


def digest_of(study: Study) -> str | None:
    """Return a digest of what another distribution's study says; None of the program's own."""
    return None if study.id in _own() else hashlib.sha256(msgspec.json.encode(study)).hexdigest()[:_LENGTH]


def _faults_told() -> str:
    return "".join(f"; {fault.name} of {fault.distribution} cannot be used: {fault.reason}" for fault in study_faults())


@cache
def _own() -> dict[str, Study]:
    return {study.id: study for study in map(_read, _files(files(__package__) / "studies"))}


@cache
def _installed() -> tuple[dict[str, Study], tuple[StudyFault, ...]]:
    found = dict(_own())
    faults: list[StudyFault] = []
    for plugin in load_plugins(GROUP):
        if (
            plugin.fault is not None
            or not isinstance(plugin.value, ModuleType)
            or not hasattr(plugin.value, "__path__")
        ):
            why = plugin.fault or "it names no package: name the one in which the files of studies are"
            faults.append(StudyFault(plugin.name, plugin.distribution, why))
            continue
        for file in _files(files(plugin.value)):
            reason = None
            try:
                study = _read(file)
                if study.id in found:
                    reason = f"another study has the id {study.id!r}: give it one of its own"
            except (ConfigurationError, OSError) as error:
                reason = str(error)
            if reason is None:
                found[study.id] = study
            else:
                faults.append(StudyFault(f"{plugin.name}, {file.name}", plugin.distribution, reason))
    return found, tuple(faults)


def _files(folder: Traversable) -> list[Traversable]:
    return sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)


def _read(path: Traversable) -> Study:
    return read_study(path.read_bytes(), path.name)
