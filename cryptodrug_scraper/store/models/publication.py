"""The ledger of what was published."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import Base, one_of

__all__ = ["Publication"]


class Publication(Base):
    """A package or a report for anybody."""

    __tablename__ = "publication"
    __table_args__ = (
        one_of("kind", "package", "report"),
        {
            "comment": "One row per package or report that was made for anybody to see: the ledger of what was "
            "published. What is published next withholds what would tell of few vendors together with these. Source: "
            "cryptodrug export --public and report study."
        },
    )

    publication_id: Mapped[UUID] = mapped_column(primary_key=True, comment="Identifier of the publication.")
    published_at: Mapped[datetime] = mapped_column(comment="When it was made (UTC).")
    kind: Mapped[str] = mapped_column(comment="package (of cryptodrug export --public) or report (of report study).")
    name: Mapped[str] = mapped_column(comment="Name of its folder or file, without the folders above.")
    country: Mapped[str] = mapped_column(comment="ISO 3166-1 alpha-2: of what is said of one country.")
    first_day: Mapped[date] = mapped_column(comment="First day of its window (UTC).")
    last_day: Mapped[date] = mapped_column(comment="Last day of its window (UTC).")
    definition: Mapped[str] = mapped_column(comment="Who is the country's: D1 to D4.")
    attribution: Mapped[str] = mapped_column(comment="How sales are attributed: A1 to A3.")
    study_id: Mapped[str] = mapped_column(comment="Id of the study whose claims are in it.")
    study_digest: Mapped[str] = mapped_column(comment="SHA-256 of that study, hexadecimal.")
    markets: Mapped[list[str]] = mapped_column(comment="Codes of the markets of which something is in it.")
    derivation: Mapped[UUID] = mapped_column(comment="The derivation of which it was made (derivation.derive_run).")
    digest: Mapped[str] = mapped_column(
        comment="SHA-256 of the page, or of datapackage.json and so of the whole package, hexadecimal."
    )
    shown: Mapped[bytes] = mapped_column(
        comment="Which sums it shows, and of which contributions each is made, without values and with hashes in place "
        "of the names of vendors and listings: JSON, compressed by zlib. Who has the names can try them: it is "
        "personal data."
    )
    unreleased_at: Mapped[datetime | None] = mapped_column(
        comment="When a person said that nobody was given it (UTC): it counts no longer. NULL: it counts."
    )
    unreleased_why: Mapped[str | None] = mapped_column(comment="Why, in that person's words. NULL: it counts.")
