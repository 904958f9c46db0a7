"""What pages say of the market itself: extents of lists, fees, clock."""

from cryptodrug_scraper.page.records import Fee, PageTotal, Site
from cryptodrug_scraper.store.models.base import Base, Observed, keyed_by, observed

__all__ = ["FeeRow", "PageTotalRow", "SiteObservation"]


class PageTotalRow(Observed, Base, states=(PageTotal,)):
    """The extent of one list of a page."""

    __tablename__ = "page_total"
    __mapper_args__ = keyed_by("parse_run_id", "ordinal")
    __table_args__ = observed(
        "page_total",
        "One row per list on a page: what the page says of its extent, against which coverage is measured. Source: the "
        "parsers' page_total records.",
    )


class FeeRow(Observed, Base, states=(Fee,)):
    """One fee of the market."""

    __tablename__ = "fee"
    __mapper_args__ = keyed_by("parse_run_id", "ordinal")
    __table_args__ = observed(
        "fee",
        "One row per fee that the market itself takes, as one page states it. Source: the parsers' fee records.",
        since="0121",
    )


class SiteObservation(Observed, Base, states=(Site,)):
    """The frame of one page."""

    __tablename__ = "site_observation"
    __mapper_args__ = keyed_by("parse_run_id", "ordinal")
    __table_args__ = observed(
        "site_observation",
        "One row per page whose frame says something of the site. Source: the parsers' site records.",
    )
