"""
The answers of each market to visitors who are not logged in.

Dream shows its login at the root and sends browsers there from elsewhere, by a page. Wall Street Market asks for a
captcha before anything else, then redirects to its login; after a session it shows the login in place of the page.
Empire answers everything with a stub that leads to its login.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from simulator.serving.sessions import Standing

__all__ = ["Door", "Redirect", "Turned", "Wall", "door_of"]


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall in place of the page."""

    kind: str


@dataclass(frozen=True, slots=True)
class Redirect:
    """Status 302, to a path of the same mirror."""

    path: str


Turned = Wall | Redirect


@dataclass(frozen=True, slots=True)
class Door:
    """
    A market's door.

    Attributes:
        login: paths that show the login.
        home: where somebody who has logged in is led.
        elsewhere: what a stranger gets at other paths.
        expired: what follows at any path after a session has ended.
        logout: what an address that ends the session has in it.
        check: a captcha comes before the login.
    """

    login: tuple[str, ...]
    home: str
    elsewhere: Turned
    expired: Turned
    logout: str
    check: bool

    def turned_away(self, path: str, standing: Standing, *, ended: bool) -> Turned:
        """
        Return the answer to a visitor who is not logged in.

        Args:
            path: what was asked for, without the query.
            standing: how far the session has come.
            ended: the cookie is one of a session that has ended.
        """
        at_login = path in self.login and self.home not in self.login  # Dream's root is both
        if ended and not at_login:
            return self.expired
        if self.check and standing == "stranger":
            return Wall("captcha")
        return Wall("login") if path in self.login else self.elsewhere


_DOORS = {
    "dream": Door(("/", "/register"), "/", Wall("session_lost"), Wall("session_lost"), "?logout", check=False),
    "wallstreet": Door(("/login",), "/index", Redirect("/login"), Wall("session_lost"), "/logout", check=True),
    "empire": Door(
        ("/login", "/index/login"), "/home", Wall("session_lost"), Wall("session_lost"), "/logout", check=False
    ),
}


def door_of(market: str) -> Door:
    """
    A market's door.

    Raises:
        ConfigurationError: the market has none.
    """
    if market not in _DOORS:
        message = f"the market {market!r} cannot be served: take one of {', '.join(_DOORS)}"
        raise ConfigurationError(message)
    return _DOORS[market]
