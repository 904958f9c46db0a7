"""
Scenarios: the parameters of an economy, from TOML files.

A file may name another that it ``extends``: its tables are laid over that one's, its lists and values replace them, and
``false`` takes a table of that one away. Shares are fractions of one. Days begin at midnight UTC.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from cryptodrug_scraper.errors import ConfigurationError
from simulator.products import PRODUCTS

__all__ = [
    "SHIPPED", "Country", "Display", "Habits", "Market", "Mix", "Move", "Multi", "Scenario", "Shock", "instant_of",
    "load_scenario", "per_million",
]  # fmt: skip

SHIPPED = ("cryptodrug", "hansa", "hard", "toy", "windows")
"""Names of the scenarios that come with the program."""

Share = Annotated[float, Meta(ge=0, le=1)]
Factor = Annotated[float, Meta(gt=0, le=100)]
Count = Annotated[int, Meta(ge=1, le=1_000_000)]
Days = Annotated[float, Meta(ge=0.01, le=1000)]
Anchors = Annotated[list[tuple[date, Annotated[float, Meta(ge=0, le=1_000_000)]]], Meta(min_length=1)]

_FOLDER = Path(__file__).parent / "scenarios"


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Display(_Table, frozen=True, kw_only=True):
    """
    How a market shows what happens on it, where real ones are known to make it hard; nothing of it is hard by default.

    Attributes:
        disorder_days: Dream's ratings are sorted as if they were up to so many days older than they are.
        disorder_power: how seldom far: the share of these days is a number between 0 and 1 to this power.
        cut_in_page_order: whether Dream leaves out the ratings that are last in that order, and not the oldest.
        bands: ages in days at which Dream's bands of ratings "1 Month" and "3 Months" end.
        band_stray_days: how much sooner or later the second of these ends, by vendor.
        edits_counted: share of the changes of reviews that counts of stars take over.
        edits_renew: share of these changes that make a review as young as they are.
        amounts_move: whether amounts paid are kept in bitcoin and printed at the rate of the page's day.
        postage_included: whether they include what was paid for postage.
        short_coins: whether Dream prints one digit of a coin paid, or two where the first is 1, not four decimals.
    """

    disorder_days: Days = 5.0
    disorder_power: Annotated[int, Meta(ge=1, le=8)] = 1
    cut_in_page_order: bool = False
    bands: tuple[Days, Days] = (32.5, 97.5)
    band_stray_days: Annotated[float, Meta(ge=0, le=30)] = 0.0
    edits_counted: Share = 1.0
    edits_renew: Share = 0.0
    amounts_move: bool = False
    postage_included: bool = False
    short_coins: bool = False

    def __post_init__(self) -> None:
        """
        Check the fields.

        Raises:
            ValueError: the second band would end before the first.
        """
        if self.bands[1] - self.band_stray_days <= self.bands[0]:
            message = "bands: the second ends before the first, or strays so far"
            raise ValueError(message)


class Market(_Table, frozen=True, kw_only=True):
    """
    One market.

    Attributes:
        founded: day on which it began.
        ends: last day on which it can be reached, if it ends.
        vendors: accounts of vendors at level 1 and size 1.
        level: how many of them there are, by day, apart from those whom shocks bring.
        demand: how much is ordered, by day, apart from what shocks bring.
        listings: mean number of listings that an account has ever had.
        other_listings: how many more they are of vendors who sell no drugs.
        reviews: reviews per listing over the whole time.
        life_days: mean life of a listing until it is deleted.
        hidden: share of listings that are hidden once. hidden_days: mean time until they are shown again.
        listed_before: share of the first vendors' listings that are older than the simulation.
        mix: weights of products among listings.
        tiers: share of listings with prices by quantity.
        exclusion_field: whether places that are not sent to have a field.
        dollars: whether all prices are in USD; else in the vendors' own currencies.
        free_origin: whether origin is the vendor's own text, which may name several places.
        default_text: share of reviews that keep the default text: of the least and of the most busy vendors.
        first_listing: number of its first listing here.
        coins: what can be paid with.
        verifies: other markets whose ratings it takes over.
        promoted: places that are paid for.
        display: how it shows things.
    """

    founded: date
    ends: date | None = None
    vendors: Count
    level: Anchors
    demand: Anchors
    listings: Factor
    other_listings: Factor
    reviews: Factor
    life_days: Count
    hidden: Share
    hidden_days: Count
    listed_before: Share
    mix: dict[str, Annotated[int, Meta(ge=0, le=1_000_000)]]
    tiers: Share
    exclusion_field: bool
    dollars: bool
    free_origin: bool
    default_text: tuple[Share, Share]
    first_listing: Annotated[int, Meta(ge=1, le=10_000_000)]
    coins: Annotated[list[Literal["BTC", "BCH", "XMR", "LTC"]], Meta(min_length=1)]
    verifies: list[str]
    promoted: Annotated[int, Meta(ge=0, le=100)]
    display: Display = Display()


class Habits(_Table, frozen=True, kw_only=True):
    """
    What vendors and buyers do, on every market.

    Attributes:
        other_goods: share of vendors who sell no drugs.
        multi_homing: share of a market's own vendors who were on one before.
        changed_handle, changed_key: of those who go on to another market, in peace and after a shock.
        migrant_changed_handle, migrant_changed_key: the same after a shock.
        impersonators: accounts under somebody else's name, of all accounts.
        no_key: accounts without a PGP key.
        stay_days: mean time until a vendor gives up. deletes_on_leaving: share who then delete their listings.
        banned: share of accounts that the market closes.
        vacation: chance of one in 90 days. vacation_days: its mean length.
        undeclared: share of drug vendors who give a region, the world, or nothing as origin.
        price_days: mean time between two prices of a listing. price_step: how far they differ, either way.
        holding: chance in 60 days that a listing gets a holding price. holding_days: for how long, in the mean.
        repeated_digits: share of these that are 999, 9999 and so on; others are a multiple of the price.
        holding_said: share of listings whose title then says that it is sold out.
        feedback: share of orders that are reviewed: of the vendors with the least and with the most.
        feedback_days: mean time until they are.
        stars: how many of a hundred thousand reviews give one star, two … five.
        edited: share of reviews that are changed later. replied: share that are replied to where a vendor does so.
        orders_per_buyer: mean number of orders of a buyer on a market.
        renamed: share of accounts that take another name once, and keep key and listings.
    """

    other_goods: Share
    multi_homing: Share
    changed_handle: Share
    changed_key: Share
    migrant_changed_handle: Share
    migrant_changed_key: Share
    impersonators: Share
    no_key: Share
    stay_days: Count
    deletes_on_leaving: Share
    banned: Share
    vacation: Share
    vacation_days: Count
    undeclared: Share
    price_days: Count
    price_step: Share
    holding: Share
    holding_days: Count
    repeated_digits: Share
    holding_said: Share
    feedback: tuple[Share, Share]
    feedback_days: Count
    stars: tuple[int, int, int, int, int]
    edited: Share
    replied: Share
    orders_per_buyer: Count
    renamed: Share = 0.0


class Country(_Table, frozen=True, kw_only=True):
    """
    Where vendors live.

    Attributes:
        share: of all vendors who sell drugs, as a weight.
        trade: how much its vendors offer and sell, relative. price: prices there, relative.
        currency: what they count in.
        orders: share of orders below 200, of 200 to 1000, and above, in that currency.
        order_limit: no order is above it.
        sends: weights of where they send to: their own country, the EU, Europe, the world.
        excludes: share of those who send further than home and leave out some places.
        excluded: which places these are chosen from.
    """

    share: Annotated[float, Meta(ge=0)]
    trade: Factor = 1.0
    price: Factor = 1.0
    currency: Literal["USD", "EUR", "GBP"]
    orders: tuple[Share, Share, Share] = (0.91, 0.088, 0.002)
    order_limit: Count | None = None
    sends: tuple[int, int, int, int]
    excludes: Share = 0.15
    excluded: Annotated[list[str], Meta(min_length=1)]


class Multi(_Table, frozen=True, kw_only=True):
    """Vendors of a country who also send from others: their share on a market, and weights of the others."""

    country: str
    market: str
    share: Share
    partners: dict[str, Annotated[int, Meta(ge=1, le=1000)]]


class Move(_Table, frozen=True, kw_only=True):
    """A share of a country's vendors who go to another."""

    origin: str
    to: str
    share: Share


class Mix(_Table, frozen=True, kw_only=True):
    """Weights of products for one country's vendors on one market, in place of the market's own."""

    country: str
    market: str
    weights: dict[str, Annotated[int, Meta(ge=0, le=1_000_000)]]


class Shock(_Table, frozen=True, kw_only=True):
    """
    A market that ends.

    Attributes:
        market: which.
        announced: day on which vendors and buyers get to know.
        halts: first day without orders.
        kind: ``closure`` or ``exit_scam``.
        vendors: share of its vendors that go on to another market, by market, where they are not there already.
        buyers: share of its orders that are made on another market from then on.
        delay_days: mean time until a vendor opens the other account.
        ramp_days: time in which its buyers leave.
    """

    market: str
    announced: date
    halts: date
    kind: Literal["closure", "exit_scam"]
    vendors: dict[str, Share]
    buyers: dict[str, Factor]
    delay_days: Count
    ramp_days: Count


class Scenario(_Table, frozen=True, kw_only=True):
    """
    Everything that, with the code, determines an economy.

    Attributes:
        seed: of all chance.
        first, last: days of the window.
        warm_up_days: days before it that are simulated too.
        size: factor of the number of vendors.
        markets, habits, countries, multi, moves, mixes, shocks: see their classes.
        events: days of other events, by market and kind.
        rates: of each currency or coin, by day: units of it for one USD, but USD for one coin.
        rate_noise: how far rates stray between these days.
    """

    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)]
    first: date
    last: date
    warm_up_days: Annotated[int, Meta(ge=0, le=1000)]
    size: Annotated[float, Meta(gt=0, le=10)]
    markets: Annotated[dict[str, Market], Meta(min_length=1, max_length=8)]
    habits: Habits
    countries: Annotated[dict[str, Country], Meta(min_length=1, max_length=60)]
    multi: list[Multi]
    moves: list[Move]
    mixes: list[Mix]
    shocks: list[Shock]
    events: dict[str, dict[str, date]]
    rates: dict[str, Anchors]
    rate_noise: Annotated[float, Meta(ge=0, le=0.1)]

    def __post_init__(self) -> None:
        """
        Check the fields, and that every name in them is known.

        Raises:
            ValueError: a name is unknown, an exchange rate is missing, or days are in the wrong order.
        """
        if self.last < self.first:
            message = "last is before first"
            raise ValueError(message)
        shocks = [name for shock in self.shocks for name in (shock.market, *shock.vendors, *shock.buyers)]
        ruled = [entry.market for entry in self.multi] + [entry.market for entry in self.mixes]
        _known("market", {*self.markets}, shocks, self.events, ruled)
        partners = (country for entry in self.multi for country in (entry.country, *entry.partners))
        moves = (country for move in self.moves for country in (move.origin, move.to))
        _known("country", {*self.countries}, partners, moves, (entry.country for entry in self.mixes))
        weights = [market.mix for market in self.markets.values()] + [entry.weights for entry in self.mixes]
        _known("product", {*PRODUCTS}, *weights)
        if missing := {"EUR", "GBP", "BTC", "BCH", "XMR", "LTC"} - {*self.rates}:
            message = f"rates lacks {', '.join(sorted(missing))}"
            raise ValueError(message)
        for shock in self.shocks:
            if shock.halts < shock.announced:
                message = f"the shock of {shock.market} halts before it is announced"
                raise ValueError(message)


def _known(what: str, names: set[str], *used: Any) -> None:  # noqa: ANN401 - any iterables of names
    for name in (name for group in used for name in group):
        if name not in names:
            message = f"there is no {what} {name!r}"
            raise ValueError(message)


def per_million(share: float) -> int:
    """Return a share as a whole number of millionths."""
    return round(share * 1_000_000)


def instant_of(day: date) -> int:
    """Return the first second of a day."""
    return int(datetime.combine(day, time(), UTC).timestamp())


def _overlaid(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = dict(below)
    for name, value in above.items():
        old = both.get(name)
        if isinstance(old, dict) and value is False:
            del both[name]
        else:
            both[name] = _overlaid(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return both


def _read(path: Path, chain: tuple[Path, ...] = ()) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        message = (
            f"the scenario {path} cannot be read ({error.strerror}): name a TOML file or one of {', '.join(SHIPPED)}"
        )
        raise ConfigurationError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"the scenario {path} is not TOML ({error}): correct it there"
        raise ConfigurationError(message) from error
    base = table.pop("extends", None)
    if base is None:
        return table
    below = _path_of(str(base), path.parent)
    if below in (*chain, path):
        message = f"the scenario {path} extends itself: take one `extends` away"
        raise ConfigurationError(message)
    return _overlaid(_read(below, (*chain, path)), table)


def _path_of(name: str, folder: Path) -> Path:
    return _FOLDER / f"{name}.toml" if name in SHIPPED else (folder / name).resolve()


def load_scenario(name: str | Path, *, seed: int | None = None, size: float | None = None) -> Scenario:
    """
    Read a scenario.

    Args:
        name: a shipped one, or the path of a file.
        seed: in place of the file's.
        size: in place of the file's.

    Raises:
        ConfigurationError: there is no such scenario, or it has an error; the message says what and where.
    """
    path = _path_of(str(name), Path.cwd())
    table = _read(path)
    table |= {key: value for key, value in (("seed", seed), ("size", size)) if value is not None}
    try:
        return msgspec.convert(table, Scenario)
    except msgspec.ValidationError as error:
        message = f"the scenario {path} is wrong: {error}; correct it there"
        raise ConfigurationError(message) from error
