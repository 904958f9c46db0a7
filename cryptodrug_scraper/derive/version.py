"""
The version of what measures, made from its sources and libraries, so that nobody can forget to change it.

The views and functions of the schema research and the study are among its sources: a derivation keeps findings, which
are asked of them. So are the English words of reasons, which it keeps beside their codes; other words are not.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.metadata import version

from cryptodrug_scraper import __version__
from cryptodrug_scraper.page.sources import source_files
from cryptodrug_scraper.store.definitions import definition_files, digest_of

__all__ = ["measures_version"]

_SOURCES = (
    *("cryptodrug_scraper.derive", "cryptodrug_scraper.measures", "cryptodrug_scraper.study"),
    *("cryptodrug_scraper.words", "cryptodrug_scraper.reason"),
)
_OTHER_WORDS = re.compile(r"(?!en/reasons\.toml$).*\.toml")
_LIBRARIES = ("currencyconverter", "numpy", "polars", "scipy", "statsmodels")
_LENGTH = 12


@cache
def measures_version() -> str:
    """The release, then a digest of the measures, as ``0.2.0+measures.1f0c9a…``."""
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for source in _SOURCES:
        for name, file in source_files(source):
            if source.endswith(".words") and _OTHER_WORDS.fullmatch(name):
                continue
            body = file.read_bytes()
            digest.update(f"{source} {name} {len(body)}\n".encode())
            digest.update(body)
    digest.update(f"research {digest_of(definition_files())}\n".encode())
    return f"{__version__}+measures.{digest.hexdigest()[:_LENGTH]}"
