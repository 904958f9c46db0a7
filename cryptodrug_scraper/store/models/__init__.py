"""The tables of the observed layer, as SQLAlchemy models. Their comments are the data dictionary."""

from cryptodrug_scraper.store.models.adjudication import AdjudicationAnswer, AdjudicationItem, AdjudicationSample
from cryptodrug_scraper.store.models.base import Base
from cryptodrug_scraper.store.models.capture import CaptureOriginRow, CaptureRow, FutureCapture
from cryptodrug_scraper.store.models.crawl import CrawlCount, CrawlRow, MirrorCheck
from cryptodrug_scraper.store.models.decision import Decision
from cryptodrug_scraper.store.models.detached import DetachedMonth
from cryptodrug_scraper.store.models.frame import CategoryCount, ExchangeRateRow
from cryptodrug_scraper.store.models.listing import ListingObservation
from cryptodrug_scraper.store.models.listing_parts import (
    ListingExclusion,
    ListingPrice,
    ListingVariant,
    PriceTierRow,
    ShippingOptionRow,
)
from cryptodrug_scraper.store.models.market import MarketEvent, MarketRow
from cryptodrug_scraper.store.models.parse import (
    PageStructure,
    ParseIssue,
    ParseRun,
    ParserVersion,
    ShownParser,
    SupersededRun,
)
from cryptodrug_scraper.store.models.part_sum import PartSum
from cryptodrug_scraper.store.models.publication import Publication
from cryptodrug_scraper.store.models.reference_rates import ReferenceRateFile
from cryptodrug_scraper.store.models.replayed import ReplayedFile
from cryptodrug_scraper.store.models.review import ReviewList, ReviewObservation
from cryptodrug_scraper.store.models.schedule import ScheduleEntry, ScheduleMachine, ScheduleRun
from cryptodrug_scraper.store.models.search import SearchEntry, SearchText
from cryptodrug_scraper.store.models.site import FeeRow, PageTotalRow, SiteObservation
from cryptodrug_scraper.store.models.text import TextRepair, TextRow
from cryptodrug_scraper.store.models.vendor import ExternalRatingRow, VendorCounter, VendorObservation

__all__ = [
    "AdjudicationAnswer",
    "AdjudicationItem",
    "AdjudicationSample",
    "Base",
    "CaptureOriginRow",
    "CaptureRow",
    "CategoryCount",
    "CrawlCount",
    "CrawlRow",
    "Decision",
    "DetachedMonth",
    "ExchangeRateRow",
    "ExternalRatingRow",
    "FeeRow",
    "FutureCapture",
    "ListingExclusion",
    "ListingObservation",
    "ListingPrice",
    "ListingVariant",
    "MarketEvent",
    "MarketRow",
    "MirrorCheck",
    "PageStructure",
    "PageTotalRow",
    "ParseIssue",
    "ParseRun",
    "ParserVersion",
    "PartSum",
    "PriceTierRow",
    "Publication",
    "ReferenceRateFile",
    "ReplayedFile",
    "ReviewList",
    "ReviewObservation",
    "ScheduleEntry",
    "ScheduleMachine",
    "ScheduleRun",
    "SearchEntry",
    "SearchText",
    "ShippingOptionRow",
    "ShownParser",
    "SiteObservation",
    "SupersededRun",
    "TextRepair",
    "TextRow",
    "VendorCounter",
    "VendorObservation",
]
