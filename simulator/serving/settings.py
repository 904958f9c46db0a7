"""The settings of a served market. All of them can be changed while it runs."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # msgspec reads annotations at run time
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from cryptodrug_scraper.errors import ConfigurationError

__all__ = ["FAULTS", "Faults", "Settings", "changed", "settings_for"]

Share = Annotated[float, Meta(ge=0, le=1)]
Number = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(ge=0, le=3600)]

_DREAM_PAGES_A_MINUTE = 30
"""Pages that a session gets in a minute on Dream: scrapers that asked for more met its wall."""


class Faults(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    Shares of the requests for content that are answered badly: at most one of these happens to a request.

    Attributes:
        bad_gateway: status 502 and the page of a front server.
        reset: the connection is reset before a byte of an answer.
        slow: nothing for ``Settings.delay`` seconds, then the page.
        drip: the page in pieces, over ``Settings.delay`` seconds.
        truncated: the page cut short, with the length of what is left as Content-Length.
        broken_off: the page cut short, with the Content-Length of the whole.
        wall: a wall in place of the page, with status 200.
        redirected: status 302, to the login.
        led_away: status 302, to an address outside of Tor.
    """

    bad_gateway: Share = 0.0
    reset: Share = 0.0
    slow: Share = 0.0
    drip: Share = 0.0
    truncated: Share = 0.0
    broken_off: Share = 0.0
    wall: Share = 0.0
    redirected: Share = 0.0
    led_away: Share = 0.0

    def __post_init__(self) -> None:
        """
        Check the shares.

        Raises:
            ValueError: they are more than 1 together.
        """
        if sum(getattr(self, name) for name in FAULTS) > 1:
            message = "the shares of faults are more than 1 together"
            raise ValueError(message)


FAULTS = Faults.__struct_fields__
"""Names of the faults, in the order in which draws are dealt to them."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    All settings of a served market.

    Attributes:
        faults: see there.
        delay: seconds that slow answers take.
        session_requests: pages after which a session ends; None for never.
        session_seconds: seconds after which it does; None for never.
        pages_per_minute: pages that one session gets in a minute before it has to solve a captcha; None for any number.
        maintenance: times in which the market is closed, by its own clock, as (beginning, end).
        closed: it is closed now.
        cookie_domain: a Domain that is stated with every cookie; None states none.
        compress: whether bodies are gzipped for those who accept it.
        markup: texts of pages to be replaced, as (old, new): a template that has changed.
    """

    faults: Faults = Faults()
    delay: Seconds = 1.0
    session_requests: Number | None = None
    session_seconds: Annotated[float, Meta(gt=0)] | None = None
    pages_per_minute: Number | None = None
    maintenance: list[tuple[datetime, datetime]] = []
    closed: bool = False
    cookie_domain: str | None = None
    compress: bool = True
    markup: list[tuple[str, str]] = []

    def __post_init__(self) -> None:
        """
        Check the times of maintenance.

        Raises:
            ValueError: one has no time zone, or ends before it begins.
        """
        for begin, end in self.maintenance:
            if begin.tzinfo is None or end.tzinfo is None or end < begin:
                message = (
                    "times of maintenance are pairs of instants such as 2019-01-05T02:00:00Z, the earlier one first"
                )
                raise ValueError(message)


def settings_for(market: str, given: dict[str, Any] | None = None) -> Settings:
    """
    Return settings like those of the real market, with some replaced.

    Raises:
        ConfigurationError: one of ``given`` is unknown, or out of range.
    """
    return changed(Settings(pages_per_minute=_DREAM_PAGES_A_MINUTE if market == "dream" else None), given or {})


def changed(settings: Settings, given: dict[str, Any]) -> Settings:
    """
    Return settings with some replaced; of ``faults``, those that are named.

    Raises:
        ConfigurationError: one of them is unknown, or out of range.
    """
    table = msgspec.to_builtins(settings)
    faults = given.get("faults", {})
    merged = table | given
    if isinstance(faults, dict):
        merged["faults"] = table["faults"] | faults
    try:
        return msgspec.convert(merged, Settings)
    except msgspec.ValidationError as error:
        message = f"the market cannot be served so: {error}; see docs/simulator.md for the settings"
        raise ConfigurationError(message) from error
