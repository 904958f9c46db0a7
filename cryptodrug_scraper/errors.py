"""The errors a user may meet, each with the exit code that the command line gives it."""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "ArchiveError",
    "ConfigurationError",
    "CryptodrugError",
    "ParseError",
    "QualityError",
    "StoreError",
    "TorError",
]


class CryptodrugError(Exception):
    """
    An error that the user can act on: the message says what happened, to what, and what to do next.
    """

    exit_code: ClassVar[int] = 1


class ConfigurationError(CryptodrugError):
    """A setting, an option or the installation is wrong."""

    exit_code = 2


class ArchiveError(CryptodrugError):
    """An archive, folder or file of captures cannot be read as one."""

    exit_code = 3


class ParseError(CryptodrugError):
    """A page of a known kind does not have the structure of that kind."""

    exit_code = 4


class StoreError(CryptodrugError):
    """The database cannot be reached, or does not have the expected schema."""

    exit_code = 5


class TorError(CryptodrugError):
    """Tor is not running, or a request would have bypassed it."""

    exit_code = 6


class QualityError(CryptodrugError):
    """The data are there but not good enough for what was asked."""

    exit_code = 7
