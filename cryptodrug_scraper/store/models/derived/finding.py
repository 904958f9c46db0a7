"""What a study claimed and asked, measured on a derivation."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import SINCE
from cryptodrug_scraper.store.models.derived.base import NO_CODE, DerivedBase, derived

__all__ = ["Finding"]


class Finding(DerivedBase):
    """One figure that bears on what the study said."""

    __tablename__ = "finding"
    __table_args__ = derived(
        "One row per derivation, finding, market and measure: what a study said, what is measured, and whether it "
        "bears that out; what it said nothing of is a question, with a value and no verdict. For the country and "
        "window of the derivation's parameters. Source: cryptodrug findings, measures.verdicts."
    )

    derive_run: Mapped[UUID] = mapped_column(
        ForeignKey("derived.derive_run.derive_run", ondelete="CASCADE"), primary_key=True, comment="The derivation."
    )
    ordinal: Mapped[int] = mapped_column(primary_key=True, comment="Number of the row in the derivation, from 1.")
    finding: Mapped[str] = mapped_column(comment="Heading of the study under which it stands, such as F1.")
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    measure: Mapped[str] = mapped_column(comment="What is measured.")
    unit: Mapped[str] = mapped_column(comment="Of value, low and high: share, count, eur, eur_per_month or ratio.")
    value: Mapped[float | None] = mapped_column(comment="The figure. NULL: it cannot be measured; see why.")
    low: Mapped[float | None] = mapped_column(comment="Lower end of the 95 % interval. NULL: it has none.")
    high: Mapped[float | None] = mapped_column(comment="Upper end of the 95 % interval. NULL: it has none.")
    n: Mapped[int] = mapped_column(
        comment="How many things it rests on: accounts, sales, listings, months or snapshots, as the measure says."
    )
    vendor_count: Mapped[int] = mapped_column(comment="Accounts that it rests on; below 5 it is not for publication.")
    country: Mapped[str | None] = mapped_column(comment="ISO 3166-1 alpha-2. NULL: it is about all of the market.")
    first_day: Mapped[date] = mapped_column(comment="First day of the window (UTC).")
    last_day: Mapped[date] = mapped_column(comment="Last day of the window (UTC).")
    definition: Mapped[str | None] = mapped_column(
        comment="Who is the country's: D1 point, D2 ever, D3 main, D4 exclusive. NULL: it does not depend on it."
    )
    attribution: Mapped[str | None] = mapped_column(
        comment="How sales are attributed: A1, A2 or A3 (country_share). NULL: it does not depend on it."
    )
    grade: Mapped[str | None] = mapped_column(
        comment="Least grade of the window's snapshots that are not partial; partial: all are. NULL: there is none."
    )
    study: Mapped[str] = mapped_column(
        comment="What the study said, and how that was read where it is open; where it said nothing, what is asked."
    )
    verdict: Mapped[str] = mapped_column(
        comment="agrees, disagrees or cannot_tell; other_window: the study spoke of other days, or of more; "
        "no_claim: of nothing."
    )
    why: Mapped[str] = mapped_column(comment="The reason; of what cannot be told, what data would tell.")
    sql: Mapped[str] = mapped_column(comment="The statement that gives value, low, high, n and grade.")
    why_code: Mapped[str | None] = mapped_column(comment="Code of the reason, the same in each language." + NO_CODE)
    why_values: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True),
        comment="What the sentence of the reason tells, by name; shares are parts of one." + NO_CODE,
    )
    details_code: Mapped[str | None] = mapped_column(
        comment="Code of what else is known of the figure. NULL: nothing, or release 0.2.0 made the row."
    )
    details_values: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True),
        comment="What is known, by name: counts, amounts in EUR, shares as parts of one. NULL: as details_code.",
    )
    cases: Mapped[str | None] = mapped_column(
        comment="A query that lists the cases that were counted. NULL: none were, or release 0.2.0 made the row."
    )
    study_id: Mapped[str | None] = mapped_column(
        comment="Id of the study. NULL: release 0.2.0 made the row.", info={SINCE: "0108"}
    )
    claim_id: Mapped[str | None] = mapped_column(
        comment="Id of its claim; of a question, of the claim from which it comes. NULL: as study_id.",
        info={SINCE: "0108"},
    )
    counted_low: Mapped[float | None] = mapped_column(
        comment="Lower end of the interval without the errors that low carries. NULL: low carries none.",
        info={SINCE: "0119"},
    )
    counted_high: Mapped[float | None] = mapped_column(
        comment="Upper end of the interval without the errors that high carries. NULL: high carries none.",
        info={SINCE: "0119"},
    )
    errors: Mapped[str | None] = mapped_column(
        comment="The kind of errors, as error_count.kind, whose rates the interval carries: sql gives counted_low and "
        "counted_high then. NULL: it carries none.",
        info={SINCE: "0119"},
    )
