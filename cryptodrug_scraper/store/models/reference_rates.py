"""Reference rates that were added to those that come with the program."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import Base

__all__ = ["ReferenceRateFile"]


class ReferenceRateFile(Base):
    """A file of reference rates, in a form of the European Central Bank."""

    __tablename__ = "reference_rate_file"
    __table_args__ = (
        {
            "comment": "One row per file of reference rates of the European Central Bank that was added to those that "
            "come with the program; where two have a rate of one day and currency, that of the file added later "
            "counts. Source: cryptodrug rates add."
        },
    )

    sha256: Mapped[bytes] = mapped_column(primary_key=True, comment="SHA-256 digest of the file (32 bytes).")
    name: Mapped[str] = mapped_column(comment="Its name, without the folder that it lay in.")
    added_at: Mapped[datetime] = mapped_column(comment="When it was added (UTC).")
    first_day: Mapped[date] = mapped_column(comment="The first day that it has a rate of.")
    last_day: Mapped[date] = mapped_column(comment="The last day that it has a rate of.")
    rate_count: Mapped[int] = mapped_column(comment="Rates in it, one for each day and currency.")
    content: Mapped[bytes] = mapped_column(comment="The file, byte for byte.")
