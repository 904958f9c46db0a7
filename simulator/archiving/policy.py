"""
Policies: when a crawler visits a market, which share of it is reached, what goes wrong, and how pages are kept.

A policy is a TOML file. Its own fields hold for all markets; a table ``[markets.NAME]`` has others for one.
"""

from __future__ import annotations

import tomllib
from datetime import date  # noqa: TC003  # msgspec reads annotations at run time
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta

from cryptodrug_scraper.errors import ConfigurationError
from simulator.products import PRODUCTS

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Policy", "Saver", "load_policy", "policy_of"]

Share = Annotated[float, Meta(ge=0, le=1)]
Days = Annotated[int, Meta(ge=1, le=366)]
Saver = Literal["wget", "httrack", "browser"]
"""A program that saves pages, by which names their files have: see `simulator.archiving.savers`."""
_OLD_KINDS = (
    "listing", "listing_feedback", "listing_refund", "vendor_profile", "vendor_feedback", "vendor_offers", "vendor_pgp",
)  # fmt: skip


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    What a crawler does on one market.

    Attributes:
        first, last: days between which it crawls; None is as long as scenario and market last.
        days: the days on which crawls begin; empty leaves them to ``every``.
        every: ``month`` (on day ``day_of_month``), ``week`` (from the first day on), or ``day``.
        day_of_month: from 1 to 28.
        hour: at which a crawl begins, UTC.
        hours: that it takes; its pages are spread evenly over them, in the order in which links lead to them.
        step: seconds of one page to another instant: pages within one are of the same.
        currencies: in which its account is shown prices, crawl by crawl, in turn; empty leaves it to the account. Only
            Dream shows prices in coins, and Wall Street Market has no others than USD, EUR and GBP.
        coverage: share of pages that it reaches. kinds: the same for single kinds of page, in place of it.
        missing: products whose listings it does not reach at all, as when it passes over a category.
        bad_gateway, truncated: shares of answers that are a 502, or cut short.
        walls: share of answers that are a captcha or a login by chance.
        session_lost: chance at each page that the session ends there.
        session_pages: pages that are kept as walls until somebody has logged in again.
        stopped: share of the crawls that stop somewhere in the middle.
        old: share of the pages of ``old_kinds`` in place of which an older copy is kept: the page as it was
            ``old_days`` (from, to) before, as far as it was there then. What is stated of its time does not say so.
        old_of: ``any`` of those days; or ``crawls``: the time at which an earlier crawl asked for the same page, if one
            did in these days, so that its bytes may be there twice.
        mirrored: share of the pages that are also kept as another of the market's mirrors showed them ``mirror_hours``
            later.
        menus: whether counts of categories are ``true``, ``wrong`` (each product's by a factor of its own), or
            ``still`` (those of the market's first day for ever).
        savers: programs whose names the files have, crawl by crawl, in turn; empty numbers them. Only in folders, as
            are ``sidecars`` and ``modified``.
        sidecars: share of the pages whose address and time stand in a sidecar; of others only the folder tells a day.
        modified: share of the files whose time of modification is that at which the page was fetched.
    """

    first: date | None = None
    last: date | None = None
    days: list[date] = []
    every: Literal["month", "week", "day"] = "month"
    day_of_month: Annotated[int, Meta(ge=1, le=28)] = 15
    hour: Annotated[int, Meta(ge=0, le=23)] = 9
    hours: Annotated[float, Meta(gt=0, le=24 * 30)] = 6.0
    step: Annotated[int, Meta(ge=1, le=86_400)] = 60
    currencies: list[Literal["USD", "EUR", "GBP", "CAD", "AUD", "BTC", "BCH", "XMR"]] = []
    coverage: Share = 1.0
    kinds: dict[str, Share] = {}
    missing: list[str] = []
    bad_gateway: Share = 0.0
    truncated: Share = 0.0
    walls: Share = 0.0
    session_lost: Share = 0.0
    session_pages: Annotated[int, Meta(ge=1, le=100_000)] = 20
    stopped: Share = 0.0
    old: Share = 0.0
    old_days: tuple[Days, Days] = (1, 21)
    old_kinds: tuple[str, ...] = _OLD_KINDS
    old_of: Literal["any", "crawls"] = "any"
    mirrored: Share = 0.0
    mirror_hours: Annotated[float, Meta(gt=0, le=24 * 30)] = 5.0
    menus: Literal["true", "wrong", "still"] = "true"
    savers: list[Saver] = []
    sidecars: Share = 1.0
    modified: Share = 0.0

    def __post_init__(self) -> None:
        """
        Check the fields.

        Raises:
            ValueError: the shares of faults are more than 1 together, a product is unknown, or days are in the wrong
                order.
        """
        if self.bad_gateway + self.truncated + self.walls > 1:
            message = "bad_gateway, truncated and walls are more than 1 together"
            raise ValueError(message)
        if unknown := sorted({*self.missing} - {*PRODUCTS}):
            message = f"there is no product {unknown[0]!r}"
            raise ValueError(message)
        if self.old_days[1] < self.old_days[0]:
            message = "old_days: the second is less than the first"
            raise ValueError(message)

    @property
    def needs_folders(self) -> bool:
        """Tell whether it says how files are kept, which archives of WARC files do not have."""
        return bool(self.savers) or self.sidecars < 1 or self.modified > 0

    def share(self, kind: str) -> float:
        """Return the share of the pages of a kind that are reached."""
        return self.kinds.get(kind, self.coverage)


def policy_of(table: dict[str, Any], market: str, where: str) -> Policy:
    """
    Return the policy for a market.

    Args:
        table: fields of `Policy`, and ``markets`` with tables of such.
        market: which.
        where: names the table in messages.

    Raises:
        ConfigurationError: something in it is wrong.
    """
    common = {name: value for name, value in table.items() if name != "markets"}
    try:
        markets = msgspec.convert(table.get("markets", {}), dict[str, dict[str, Any]])
        return msgspec.convert(common | markets.get(market, {}), Policy)
    except msgspec.ValidationError as error:
        message = f"{where} is wrong: {error}; correct it there"
        raise ConfigurationError(message) from error


def load_policy(path: Path) -> dict[str, Any]:
    """
    Read a policy file.

    Raises:
        ConfigurationError: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"the policy {path} cannot be read ({error.strerror}): name a TOML file"
        raise ConfigurationError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"the policy {path} is not TOML ({error}): correct it there"
        raise ConfigurationError(message) from error
