"""
The version of what measures, made from its sources and libraries, so that nobody can forget to change it.

The views and functions of the schema research that findings are asked of, and the study, are among its sources: a
derivation keeps findings. So are the English words of reasons, which it keeps beside their codes; other words are not.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version

from cryptodrug_scraper import __version__
from cryptodrug_scraper.derive.sources import deciding_files

__all__ = ["measures_version"]

_LIBRARIES = ("currencyconverter", "numpy", "polars", "scipy", "statsmodels")
_LENGTH = 12


@cache
def measures_version() -> str:
    """The release, then a digest of the measures, as ``0.2.0+measures.1f0c9a…``."""
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for name, body in deciding_files().items():
        digest.update(f"{name} {len(body)}\n".encode())
        digest.update(body)
    return f"{__version__}+measures.{digest.hexdigest()[:_LENGTH]}"
