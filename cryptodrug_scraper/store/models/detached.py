"""The months that lie in files."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import Base

__all__ = ["DetachedMonth"]


class DetachedMonth(Base):
    """A month of which all that pages state lies in a file."""

    __tablename__ = "detached_month"
    __table_args__ = (
        {
            "comment": "One row per UTC month of which all that pages state lies in a file, and not here: no page of "
            "it is loaded again, and nothing is derived without it. Source: cryptodrug db detach."
        },
    )

    month: Mapped[date] = mapped_column(primary_key=True, comment="First day of the month.")
    file_digest: Mapped[str] = mapped_column(
        comment="SHA-256 of the list of contents of the file, hexadecimal: no other is taken for it."
    )
    file_name: Mapped[str] = mapped_column(comment="Name of the file, without the folders above.")
    detached_at: Mapped[datetime] = mapped_column(comment="When it was detached (UTC): the clock of this database.")
    page_count: Mapped[int] = mapped_column(comment="Captures of the month.")
