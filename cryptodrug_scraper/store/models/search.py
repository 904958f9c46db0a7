"""The texts by which listings and vendors are searched for."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import Base

__all__ = ["SearchEntry", "SearchText"]


class SearchText(Base):
    """A text as it is searched, by the digest of what a page says."""

    __tablename__ = "search_text"
    __table_args__ = (
        Index("search_text_form_idx", "form", postgresql_using="gin", postgresql_ops={"form": "gin_trgm_ops"}),
        {
            "comment": "One row per distinct text by which listings and vendors are searched for (search_entry). "
            "Source: the parsers."
        },
    )

    text_digest: Mapped[bytes] = mapped_column(
        primary_key=True, comment="SHA-256 digest of the text in UTF-8 (32 bytes)."
    )
    form: Mapped[str] = mapped_column(
        comment="The text as it is searched: function search_form. May hold personal data: never exported."
    )


class SearchEntry(Base):
    """That pages say a text of a listing or an account."""

    __tablename__ = "search_entry"
    __table_args__ = (
        {
            "comment": "One row per listing or account and distinct text that any page, by any reading, says of it. "
            "Source: the parsers."
        },
    )

    text_digest: Mapped[bytes] = mapped_column(primary_key=True, comment="Digest of the text (search_text).")
    kind: Mapped[str] = mapped_column(primary_key=True, comment="listing or vendor.")
    field: Mapped[str] = mapped_column(
        primary_key=True,
        comment="What the text is: of a listing its id, title, vendor, country (each origin), drug_class, description, "
        "terms or refund_policy; of an account its name, profile or terms.",
    )
    market: Mapped[str] = mapped_column(primary_key=True, comment="Code of the market.")
    name: Mapped[str] = mapped_column(
        primary_key=True,
        comment="The market's own identifier of the listing, or the name of the account. Personal data.",
    )
