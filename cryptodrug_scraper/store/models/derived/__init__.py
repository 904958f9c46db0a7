"""The tables of the derived layer, which ``cryptodrug derive`` makes. Their comments are the data dictionary."""

from cryptodrug_scraper.store.models.derived.account import AccountLink, AccountName, Migration
from cryptodrug_scraper.store.models.derived.base import DerivedBase
from cryptodrug_scraper.store.models.derived.capture import CaptureTime
from cryptodrug_scraper.store.models.derived.country import (
    ListingDestination,
    ListingMonth,
    OriginMonth,
    OriginMove,
    OriginSpell,
    RegionCountry,
)
from cryptodrug_scraper.store.models.derived.decision import DecisionEffect, DecisionState
from cryptodrug_scraper.store.models.derived.error_rate import ErrorCount
from cryptodrug_scraper.store.models.derived.finding import Finding
from cryptodrug_scraper.store.models.derived.listing import ListingPriceSpell, ListingState
from cryptodrug_scraper.store.models.derived.month import MarketMonth, RatingDelay, RatingMonth, VendorMonth
from cryptodrug_scraper.store.models.derived.rate import FxRate
from cryptodrug_scraper.store.models.derived.review import DistinctReview, OrderDoubt, Sale, SaleOrigin
from cryptodrug_scraper.store.models.derived.run import DeriveRun, Part, RunPart
from cryptodrug_scraper.store.models.derived.snapshot import Population, Snapshot
from cryptodrug_scraper.store.models.derived.vendor import VendorState

__all__ = [
    "AccountLink",
    "AccountName",
    "CaptureTime",
    "DecisionEffect",
    "DecisionState",
    "DeriveRun",
    "DerivedBase",
    "DistinctReview",
    "ErrorCount",
    "Finding",
    "FxRate",
    "ListingDestination",
    "ListingMonth",
    "ListingPriceSpell",
    "ListingState",
    "MarketMonth",
    "Migration",
    "OrderDoubt",
    "OriginMonth",
    "OriginMove",
    "OriginSpell",
    "Part",
    "Population",
    "RatingDelay",
    "RatingMonth",
    "RegionCountry",
    "RunPart",
    "Sale",
    "SaleOrigin",
    "Snapshot",
    "VendorMonth",
    "VendorState",
]
