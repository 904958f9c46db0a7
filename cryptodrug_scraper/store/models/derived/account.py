"""Accounts: their names, what links them, and where they went."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.derived.base import NOT_KNOWN, DerivedBase, InPart, derived

__all__ = ["AccountLink", "AccountName", "Migration"]


class AccountName(InPart, DerivedBase):
    """A name that an account had."""

    __tablename__ = "account_name"
    __table_args__ = derived(
        "One row per market and printed name of an account: the latest name, which the derived tables use. Source: "
        "measures.accounts.account_names (E3)."
    )

    printed_name: Mapped[str] = mapped_column(primary_key=True, comment="Name as printed. Personal data.")
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    vendor: Mapped[str] = mapped_column(comment="Latest name of the same account. Personal data.")
    decision: Mapped[str | None] = mapped_column(
        comment="same (one key, shared listings) or candidate (shared listings with continuous ratings). NULL: it "
        "never had another name."
    )
    evidence: Mapped[str | None] = mapped_column(comment="What tells. NULL: it never had another name.")


class AccountLink(InPart, DerivedBase):
    """One piece of evidence that two accounts are one seller's, or are not."""

    __tablename__ = "account_link"
    __table_args__ = derived(
        "One row per pair of accounts and kind of evidence: a ledger, which merges nothing. Source: "
        "measures.accounts.account_links (E12)."
    )

    market_a: Mapped[str] = mapped_column(primary_key=True, comment="Market of the first account.")
    vendor_a: Mapped[str] = mapped_column(primary_key=True, comment="The first account. Personal data.")
    market_b: Mapped[str] = mapped_column(primary_key=True, comment="Market of the second account.")
    vendor_b: Mapped[str] = mapped_column(primary_key=True, comment="The second account. Personal data.")
    evidence: Mapped[str] = mapped_column(primary_key=True, comment="What kind of evidence, in a word.")
    strength: Mapped[str] = mapped_column(comment="very_strong, strong, medium or weak.")
    decision: Mapped[str] = mapped_column(
        comment="same, candidate (a person should look) or rejected: of the pair, by all its evidence."
    )
    score: Mapped[float | None] = mapped_column(comment="How alike they are, from 0 to 1. NULL: it has no degrees.")
    detail: Mapped[str] = mapped_column(comment="What agrees, or contradicts.")


class Migration(InPart, DerivedBase):
    """Where an account went after a market's end."""

    __tablename__ = "migration"
    __table_args__ = derived(
        "One row per shock, account that was active before it, and market that it is found on, or one row if on none. "
        "Source: measures.accounts.migration (E13)."
    )

    event: Mapped[str] = mapped_column(primary_key=True, comment="The shock, as in market_event.")
    from_market: Mapped[str] = mapped_column(primary_key=True, comment="The market that it struck.")
    from_vendor: Mapped[str] = mapped_column(primary_key=True, comment="The account there. Personal data.")
    number: Mapped[int] = mapped_column(primary_key=True, comment="Number of the row of this account, from 1.")
    class_: Mapped[str] = mapped_column(
        "class",
        comment="migrant (first seen elsewhere after the shock), multi_homer (before), ambiguous, or lost (not found "
        "up to the last snapshot, which does not mean that it quit).",
    )
    to_market: Mapped[str | None] = mapped_column(comment="The market that it is found on. NULL: none.")
    to_vendor: Mapped[str | None] = mapped_column(comment="The account there. Personal data. NULL: none.")
    first_seen_from: Mapped[datetime | None] = mapped_column(
        comment="Start of the interval in which it began there (UTC)." + NOT_KNOWN
    )
    first_seen_to: Mapped[datetime | None] = mapped_column(comment="End of that interval (UTC). NULL: not found.")
    evidence: Mapped[str | None] = mapped_column(comment="What tells when it began there." + NOT_KNOWN)
    decision: Mapped[str | None] = mapped_column(
        comment="Of the link between both accounts (account_link)." + NOT_KNOWN
    )
