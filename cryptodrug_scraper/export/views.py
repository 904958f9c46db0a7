"""Which views of the schema research can be exported, what tells their rows apart, and when a row lies in a window."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["VIEWS", "View"]


@dataclass(frozen=True, slots=True)
class View:
    """
    A view.

    Attributes:
        name: its name in the schema research.
        key: the columns that tell its rows apart; none where these are not all exported.
        begins: the column of the moment or day at which a row begins; None if it belongs to no time.
        ends: the column at which it ends; None if that is where it begins.
        months: whether the row is of the whole month whose first day ``begins`` is.
        markets: the columns that name a market; a row is exported if one of them is asked for, or none of them is set.
        rows: in SQL, which rows are exported at all; None for all.
        within: another view and the column that both have: a row lies in the window if that view's does.
        is_asked_for: only exported if it is named: it holds what pages stated, and not what was made of it.
    """

    name: str
    key: tuple[str, ...] = ()
    begins: str | None = None
    ends: str | None = None
    months: bool = False
    markets: tuple[str, ...] = ("market",)
    rows: str | None = None
    within: tuple[str, str] | None = None
    is_asked_for: bool = False


def _seen(name: str, *key: str) -> View:
    """A view of statements of pages."""
    return View(name, key, begins="captured_at", is_asked_for=True)


_OF = (
    View("snapshot", ("snapshot_id",), "first_at", "last_at"),
    View("population", ("snapshot_id", "of", "estimator"), "snapshot_first_at", "snapshot_last_at"),
    View("capture_quality", ("market", "day", "kind"), "day"),
    View("capture_time", ("market", "capture_id"), "estimated_from", "estimated_to"),
    View("market_month", ("market", "month", "measure"), "month", months=True),
    View("vendor_month", ("market", "vendor", "month"), "month", months=True),
    View("rating_delay", ("market",)),
    View("rating_month", ("market", "month"), "month", months=True),
    View("order_doubt", markets=()),
    View("listing_month", ("market", "month", "listing_id", "vendor"), "month", months=True),
    View("origin_month", (), "month", months=True),
    View("listing_presence", ("snapshot_id", "listing_id"), "snapshot_first_at", "snapshot_last_at"),
    View("vendor_presence", ("snapshot_id", "vendor"), "snapshot_first_at", "snapshot_last_at"),
    View("listing_price", ("market", "listing_id", "first_at", "currency", "price"), "first_at", "last_at"),
    View("distinct_review", ("review_id",), "occurred_from", "occurred_to"),
    View("transaction", ("transaction_id",), "occurred_from", "occurred_to"),
    View("transaction_origin", ("transaction_id", "code"), within=("transaction", "transaction_id")),
    View("origin_history", ("market", "vendor", "from_latest"), "from_latest", "to_earliest"),
    View("origin_move", ("market", "vendor", "moved_to", "number"), "moved_from", "moved_to"),
    View("destination_spell", (), "first_at", "last_at"),
    View("account_name", ("market", "printed_name")),
    View(
        "account_link",
        ("market_a", "vendor_a", "market_b", "vendor_b", "evidence"),
        markets=("market_a", "market_b"),
    ),
    View("migration", (), markets=("from_market", "to_market")),
    View("finding", ("ordinal",), "first_day", "last_day"),
    View("market_event"),
    View("market_life", ("market",)),
    View("fx_rate", ("day", "currency"), "day", markets=()),
    View("region_country", (), markets=()),
    View("derivation", ("derive_run",), markets=(), rows="is_current"),
    View(
        "listing_at_snapshot",
        ("snapshot_id", "listing_id"),
        "snapshot_first_at",
        "snapshot_last_at",
        is_asked_for=True,
    ),
    View("review_page", ("review_id",), "occurred_from", "occurred_to", is_asked_for=True),
    _seen("listing_snapshot", "listing_observation_id"),
    _seen("vendor_snapshot", "vendor_observation_id"),
    _seen("review", "review_observation_id"),
    _seen("listing_origin"),
    _seen("listing_destination"),
    _seen("vendor_counter"),
    _seen("vendor_trade"),
    _seen("exchange_rate"),
    _seen("category_count"),
    View("crawl_quality", (), "started_at", "ended_at", is_asked_for=True),
    View("snapshot_month", ("market", "month"), "month", months=True, is_asked_for=True),
)
VIEWS: dict[str, View] = {view.name: view for view in _OF}
"""By name, in the order in which a package lists them."""
