"""What a market prints around page after page, each stored once: its menu of categories, and its table of rates."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.page.records import Category, ExchangeRate
from cryptodrug_scraper.store.models.base import Base

__all__ = ["CategoryCount", "ExchangeRateRow"]


class CategoryCount(Base, states=(Category,)):
    """One category of a menu and the number of listings that this prints for it."""

    __tablename__ = "category_count"
    __table_args__ = (
        {
            "comment": "One row per category in a menu; pages that show the same menu share it (parse_run.menu_id). "
            "Source: the parsers' category records."
        },
    )

    menu_id: Mapped[UUID] = mapped_column(
        primary_key=True, comment="Identifier made of all that the menu says: the same on any machine."
    )
    ordinal: Mapped[int] = mapped_column(primary_key=True, comment="Position in the menu, from 0.")


class ExchangeRateRow(Base, states=(ExchangeRate,)):
    """A rate that a market counts with."""

    __tablename__ = "exchange_rate"
    __table_args__ = (
        {
            "comment": "One row per line of a table of exchange rates; where it has a pair twice, count the first. "
            "Pages that show the same table share it (parse_run.rate_table_id). Source: the parsers' exchange_rate "
            "records."
        },
    )

    rate_table_id: Mapped[UUID] = mapped_column(
        primary_key=True, comment="Identifier made of all that the table of rates says: the same on any machine."
    )
    ordinal: Mapped[int] = mapped_column(primary_key=True, comment="Position in the table of rates, from 0.")
