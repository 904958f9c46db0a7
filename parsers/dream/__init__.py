"""
Dream Market (2013 to 30 April 2019).

Read from real pages of March to November 2018. Sales and the number of ratings behind a name are rounded by the market;
the table of rating bands is exact.
"""

from __future__ import annotations

from cryptodrug_scraper.page.calendar import read_calendar
from cryptodrug_scraper.page.market import Market
from cryptodrug_scraper.page.taxonomy import Taxonomy
from parsers.dream.frame import FRAME
from parsers.dream.kinds import claims, classify
from parsers.dream.listing import read_listing
from parsers.dream.lists import read_category_list, read_home
from parsers.dream.vendor import read_vendor

__all__ = ["MARKET"]

MARKET = Market(
    name="dream",
    title="Dream Market",
    claims=claims,
    classify=classify,
    readers={
        "home": read_home,
        "category_list": read_category_list,
        "listing": read_listing,
        "vendor_profile": read_vendor,
        "vendor_feedback": read_vendor,
    },
    taxonomy=Taxonomy.from_csv(__name__, "taxonomy.csv"),
    sources=("parsers.dream",),
    is_typed=True,
    skipped=((b"<select", b"</select>"),),
    frame=FRAME,
    calendar=read_calendar(__name__),
    spider="spiders.dream:DreamSpider",
)
