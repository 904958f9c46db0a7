"""What currencies and coins were worth."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.derived.base import DerivedBase, InPart, derived

__all__ = ["FxRate"]


class FxRate(InPart, DerivedBase):
    """What a currency was worth on a day."""

    __tablename__ = "fx_rate"
    __table_args__ = derived(
        "One row per UTC day and currency: what one unit is worth. Source: measures.money.rates (E8)."
    )

    day: Mapped[date] = mapped_column(primary_key=True, comment="UTC day.")
    currency: Mapped[str] = mapped_column(primary_key=True, comment="ISO 4217, or BTC, BCH, XMR, LTC.")
    eur: Mapped[float] = mapped_column(comment="EUR for one unit.")
    source: Mapped[str] = mapped_column(
        comment="ecb (reference rate of the European Central Bank; of EUR itself, 1), page (printed by a market, in "
        "USD, then by ecb), series (a researcher's own), or interpolated (between two days of these)."
    )
    origin_day: Mapped[date] = mapped_column(comment="Day of the rate itself: the last one published up to day.")
