"""Long texts, each stored once."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import KEY, Base, Captured, keyed_by, observed

__all__ = ["TextRepair", "TextRow"]


class TextRow(Base):
    """One text, by its digest."""

    __tablename__ = "text"
    __table_args__ = (
        {
            "comment": "One row per distinct long text (descriptions, terms, profiles, keys, comments, and the "
            "original of every text that was repaired), whoever wrote it wherever. Source: the parsers."
        },
    )

    sha256: Mapped[bytes] = mapped_column(primary_key=True, comment="SHA-256 digest of body in UTF-8 (32 bytes).")
    body: Mapped[str] = mapped_column(comment="The text. May hold personal data: never exported unasked.")


class TextRepair(Captured, Base):
    """A text that stood on a page in another form."""

    __tablename__ = "text_repair"
    __mapper_args__ = keyed_by("parse_run_id", "sha256")
    __table_args__ = observed(
        "text_repair",
        "One row per page and text that was repaired because it had been encoded twice: what the records hold, and "
        "what the page holds. Source: the parsers.",
    )

    parse_run_id: Mapped[UUID] = mapped_column(sort_order=KEY, comment="The reading of the page (parse_run).")
    sha256: Mapped[bytes] = mapped_column(comment="Digest of the repaired text, short ones such as titles too (text).")
    raw_sha256: Mapped[bytes] = mapped_column(comment="Digest of the text as it stands on the page (text).")
