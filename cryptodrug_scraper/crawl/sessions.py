"""
Session cookies: a person logs in with Tor Browser and hands them over; the program holds no password.

They lie in files that only their owner can read, one for each market and mirror, and nowhere else: not in the database,
the archive, a log, or the text of an error.
"""

from __future__ import annotations

import hashlib
import re
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.home import data_home, private_folder
from cryptodrug_scraper.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Cookies", "Sessions", "read_cookies"]

_PAIR = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+)=([\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*)\Z")
"""A cookie as RFC 6265, section 4.1.1, lets a server set it, without quotes."""
_NETSCAPE_FIELDS = 7
_HTTP_ONLY = "#HttpOnly_"


class Cookies:
    """Names and values of cookies. Its printed form shows the names only."""

    __slots__ = ("_values",)

    def __init__(self, values: dict[str, str]) -> None:
        self._values = dict(values)

    def __repr__(self) -> str:
        return f"<cookies {', '.join(sorted(self._values)) or 'none'}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cookies) and self._values == other._values

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._values.items())))

    def __bool__(self) -> bool:
        return bool(self._values)

    def header(self) -> str:
        """Return the value of a Cookie header."""
        return "; ".join(f"{name}={value}" for name, value in self._values.items())

    def after(self, set_cookies: Iterable[str]) -> Cookies:
        """
        Return these cookies as changed by the Set-Cookie headers of a response; a header that is no cookie is ignored.
        """
        values = dict(self._values)
        for header in set_cookies:
            try:
                parsed = SimpleCookie(header)
            except CookieError:
                continue
            for name, morsel in parsed.items():
                if morsel.value and morsel["max-age"] != "0" and _PAIR.match(f"{name}={morsel.value}"):
                    values[name] = morsel.value
                else:
                    values.pop(name, None)
        return Cookies(values)


def read_cookies(text: str) -> Cookies:
    """
    Read cookies as people have them: ``name=value; other=value``, one ``name=value`` a line, with or without
    ``Cookie:`` before it, or a cookies.txt file of a browser.

    Raises:
        ConfigurationError: the text has none of these forms. The message does not repeat the text.
    """
    values: dict[str, str] = {}
    for line in text.splitlines():
        stripped = line.strip()
        fields = stripped.removeprefix(_HTTP_ONLY).split("\t")
        if len(fields) == _NETSCAPE_FIELDS:
            pairs = [f"{fields[-2]}={fields[-1]}"]
        elif stripped.startswith("#"):
            continue
        else:
            pairs = re.sub(r"(?i)\ACookie:", "", stripped).split(";")
        for pair in filter(None, map(str.strip, pairs)):
            match = _PAIR.match(pair)
            if match is None:
                msg = (
                    "this is no cookie: give name=value as Tor Browser's developer tools show it, or a cookies.txt file"
                )
                raise ConfigurationError(msg)
            values[match[1]] = match[2]
    if not values:
        msg = "there is no cookie in it: give name=value as Tor Browser's developer tools show it"
        raise ConfigurationError(msg)
    return Cookies(values)


class Sessions:
    """
    The session files of one market.

    Args:
        market: name of the market.
        folder: where they lie; ``sessions`` in the data home by default.
    """

    def __init__(self, market: str, folder: Path | None = None) -> None:
        self._folder = (folder or data_home() / "sessions") / market

    def get(self, mirror: str) -> Cookies | None:
        """
        Return the cookies for a mirror; None if there are none.

        Raises:
            ConfigurationError: others than the owner can read the file, or it holds no cookies.
        """
        path = self._path(mirror)
        try:
            mode = path.stat().st_mode
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            msg = f"the session file {path} cannot be read ({type(error).__name__}): hand the cookie over again"
            raise ConfigurationError(msg) from None
        if mode & 0o077:
            msg = f"others can read the session file {path}: run chmod 600 on it, and log in anew"
            raise ConfigurationError(msg)
        return read_cookies(text)

    def put_at(self, mirror: str) -> int | None:
        """
        Return the time at which the cookies for a mirror were stored, in nanoseconds since 1970; None if there are
        none.
        """
        try:
            return self._path(mirror).stat().st_mtime_ns
        except FileNotFoundError:
            return None

    def put(self, mirror: str, cookies: Cookies) -> None:
        """Store cookies for a mirror, in place of earlier ones."""
        path = self._path(mirror)
        private_folder(path.parent)
        write_whole(path, f"{cookies.header()}\n".encode(), mode=0o600)

    def forget(self, mirror: str) -> bool:
        """Remove a mirror's cookies, and tell whether there were any."""
        path = self._path(mirror)
        found = path.exists()
        path.unlink(missing_ok=True)
        return found

    def _path(self, mirror: str) -> Path:
        """Return the path of a file whose name does not reveal the mirror's address."""
        return self._folder / hashlib.sha256(mirror.lower().encode()).hexdigest()[:16]
