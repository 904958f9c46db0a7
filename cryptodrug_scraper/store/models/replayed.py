"""The files that replays have gone through to their ends."""

from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import Base

__all__ = ["ReplayedFile"]


class ReplayedFile(Base):
    """A WARC file all whose pages are in the database."""

    __tablename__ = "replayed_file"
    __table_args__ = (
        {
            "comment": "One row per WARC file, place where it lay, and set of parsers that have read every page of it; "
            "a replay passes over it by its digest. A removal of pages empties the table. Source: replay."
        },
    )

    sha256: Mapped[bytes] = mapped_column(primary_key=True, comment="SHA-256 digest of the file (32 bytes).")
    path: Mapped[str] = mapped_column(primary_key=True, comment="Where it lay, as in capture_origin.path.")
    readers: Mapped[bytes] = mapped_column(
        primary_key=True, comment="SHA-256 digest of the versions of all parsers that were installed (32 bytes)."
    )
    counts: Mapped[dict[str, Any]] = mapped_column(
        JSONB, comment="What was accepted in it, and refused with which reasons, as the summary of a replay tells it."
    )
