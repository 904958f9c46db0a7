"""
Empire Market (to August 2020).

Read from real pages of September 2019 to February 2020; the feedback tab of a listing is known only from scrapers that
read it. Sales and feedback counts are exact, feedback is timed to the minute, and the footer has the server's clock.
"""

from __future__ import annotations

from cryptodrug_scraper.page.calendar import read_calendar
from cryptodrug_scraper.page.market import Market
from cryptodrug_scraper.page.taxonomy import Taxonomy
from parsers.empire.frame import FRAME
from parsers.empire.kinds import claims, classify
from parsers.empire.listing import read_listing
from parsers.empire.lists import read_category_list, read_home
from parsers.empire.vendor import read_store, read_vendor

__all__ = ["MARKET"]

MARKET = Market(
    name="empire",
    title="Empire Market",
    claims=claims,
    classify=classify,
    readers={
        "home": read_home,
        "category_list": read_category_list,
        "listing": read_listing,
        "listing_feedback": read_listing,
        "listing_refund": read_listing,
        "vendor_profile": read_vendor,
        "vendor_feedback": read_vendor,
        "vendor_pgp": read_vendor,
        "vendor_offers": read_store,
    },
    taxonomy=Taxonomy.from_csv(__name__, "taxonomy.csv"),
    sources=("parsers.empire",),
    is_typed=True,
    frame=FRAME,
    skipped=(
        (b'<select name="category"', b"</select>"),
        (b'<select style="width:75%"', b"</select>"),
        (b'<select style="width:35%"', b"</select>"),
    ),
    calendar=read_calendar(__name__),
    spider="spiders.empire:EmpireSpider",
)
