"""Snapshots of markets, and how many listings and vendors there were."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.derived.base import NO_CODE, NOT_KNOWN, DerivedBase, InPart, derived

__all__ = ["Population", "Snapshot"]

_NOTHING = " NULL: no page says what there should be."


class Snapshot(InPart, DerivedBase):
    """One look at one market."""

    __tablename__ = "snapshot"
    __table_args__ = derived(
        "One row per snapshot, that is one look at one market: a crawl, or imported captures that are one by the "
        "rhythm of their collection; with how complete it is. Source: measures.looks.snapshots, measures.looks.rhythm, "
        "measures.looks.completeness (E1)."
    )

    snapshot_id: Mapped[str] = mapped_column(primary_key=True, comment="Market and first instant of the snapshot.")
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    first_at: Mapped[datetime] = mapped_column(comment="When its first page was captured (UTC).")
    last_at: Mapped[datetime] = mapped_column(comment="When its last page was captured (UTC).")
    crawl_id: Mapped[UUID | None] = mapped_column(comment="The crawl (crawl_quality). NULL: imported captures.")
    capture_count: Mapped[int] = mapped_column(comment="Pages that were captured, walls included.")
    wall_count: Mapped[int] = mapped_column(comment="Those that are walls (login, captcha, gone …).")
    incomplete_count: Mapped[int] = mapped_column(comment="Those that are cut.")
    listing_page_count: Mapped[int] = mapped_column(comment="Listings whose own page was captured.")
    listing_seen: Mapped[int | None] = mapped_column(
        comment="Distinct listings that were seen, as compared." + _NOTHING
    )
    listing_expected: Mapped[int | None] = mapped_column(comment="Listings by the site's own totals." + _NOTHING)
    vendor_seen: Mapped[int | None] = mapped_column(comment="Vendors whose own page was captured." + _NOTHING)
    vendor_expected: Mapped[int | None] = mapped_column(comment="Vendors named on any page." + _NOTHING)
    review_seen: Mapped[int | None] = mapped_column(comment="Ratings that were seen, as compared." + _NOTHING)
    review_expected: Mapped[int | None] = mapped_column(
        comment="Ratings by the counters and bands of the vendors seen, as far as pages can show them." + _NOTHING
    )
    listing_completeness: Mapped[float | None] = mapped_column(comment="listing_seen / listing_expected." + _NOTHING)
    vendor_completeness: Mapped[float | None] = mapped_column(comment="vendor_seen / vendor_expected." + _NOTHING)
    review_completeness: Mapped[float | None] = mapped_column(comment="review_seen / review_expected." + _NOTHING)
    grade: Mapped[str] = mapped_column(
        comment="complete (levels and shares), usable (shares; levels by an estimator) or partial (left out of trends)."
    )
    reason: Mapped[str] = mapped_column(comment="What decided on the grade, with its figures.")
    reason_code: Mapped[str | None] = mapped_column(
        comment="Code of what decided on the grade, the same in each language." + NO_CODE
    )
    reason_values: Mapped[dict[str, Any] | None] = mapped_column(
        JSON, comment="Its figures by name; shares are parts of one." + NO_CODE
    )


class Population(InPart, DerivedBase):
    """How many listings or vendors there were at a snapshot, by one estimator."""

    __tablename__ = "population"
    __table_args__ = derived(
        "One row per snapshot, what is counted and estimator: how many there were. "
        "Source: measures.looks.populations, measures.looks.thin (E2)."
    )

    snapshot_id: Mapped[str] = mapped_column(primary_key=True, comment="The snapshot.")
    of: Mapped[str] = mapped_column(primary_key=True, comment="listing or vendor.")
    estimator: Mapped[str] = mapped_column(
        primary_key=True,
        comment="seen (a plain count); jolly_seber (open population, at this snapshot); uneven (the same where few "
        "were met, and some more easily than others); chapman (this and the one before); schnabel (closed population, "
        "up to this one); chao2 (ever there up to this one; "
        "too high where much comes and goes).",
    )
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    value: Mapped[float | None] = mapped_column(comment="The estimate. NULL: it cannot be made; see warning.")
    low: Mapped[float | None] = mapped_column(comment="Lower end of the 95 % interval." + NOT_KNOWN)
    high: Mapped[float | None] = mapped_column(comment="Upper end of the 95 % interval." + NOT_KNOWN)
    warning: Mapped[str | None] = mapped_column(comment="What to know before it is used. NULL: nothing.")
    warning_code: Mapped[str | None] = mapped_column(
        comment="Code of the warning, the same in each language. NULL: nothing, or release 0.2.0 made the row."
    )
    warning_values: Mapped[dict[str, Any] | None] = mapped_column(
        JSON, comment="What the warning tells, by name; shares are parts of one. NULL: as warning_code."
    )
