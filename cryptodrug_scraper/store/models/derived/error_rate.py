"""How often the program errs, by what people judged of a sample."""

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.derived.base import DerivedBase, InPart, derived

__all__ = ["ErrorCount"]


class ErrorCount(InPart, DerivedBase):
    """Judged items that are alike in what the program tells and in what is so."""

    __tablename__ = "error_count"
    __table_args__ = derived(
        "One row per kind of thing that was judged, what the program tells of it, and what is so: items of the sample "
        "that the derivation took, and how many things they stand for. Source: adjudication.counts.",
        since="0119",
    )

    kind: Mapped[str] = mapped_column(primary_key=True, comment="What was judged, as adjudication_item.kind.")
    told: Mapped[str] = mapped_column(
        primary_key=True,
        comment="What the program tells: same or different, a class, yes or no; read or not_read; or record and field.",
    )
    truth: Mapped[str] = mapped_column(
        primary_key=True, comment="What is so, in the same words; of quantities and fields right or wrong."
    )
    item_count: Mapped[int] = mapped_column(comment="Judged items.")
    weight: Mapped[float] = mapped_column(
        comment="Things that they stand for: each item one over its inclusion probability, over the part of its "
        "stratum that was judged."
    )
    weight_squares: Mapped[float] = mapped_column(comment="Sum of the squares of the weights of these items.")
