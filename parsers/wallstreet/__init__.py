"""
Wall Street Market (to the end of April 2019).

Only the pages before the login are public: frame, walls and footer are read from real pages of October 2018 and April
2019. The pages behind the login are reconstructed from the selectors of three scrapers that read them between July 2017
and November 2018, from notes of 2019 and from the market's style sheets; where these leave a choice, both readings are
accepted. The interface has six languages, so icons come before words, and each word has its six forms in ``labels``.

Sold and completed counts are exact. Ages and dates without year need the capture time.
"""

from __future__ import annotations

from cryptodrug_scraper.page.calendar import read_calendar
from cryptodrug_scraper.page.market import Market
from cryptodrug_scraper.page.taxonomy import Taxonomy
from parsers.wallstreet.index import read_category_list
from parsers.wallstreet.kinds import claims, classify
from parsers.wallstreet.listing import read_listing
from parsers.wallstreet.menu import TREE
from parsers.wallstreet.vendor import read_vendor

__all__ = ["MARKET"]

MARKET = Market(
    name="wallstreet",
    title="Wall Street Market",
    claims=claims,
    classify=classify,
    readers={
        "category_list": read_category_list,
        "listing": read_listing,
        "listing_refund": read_listing,
        "vendor_profile": read_vendor,
        "vendor_pgp": read_vendor,
        "vendor_offers": read_vendor,
    },
    taxonomy=Taxonomy.from_csv(__name__, "taxonomy.csv"),
    sources=("parsers.wallstreet",),
    is_typed=True,
    frame=(TREE,),
    skipped=(
        (b'<select id="form_ships', b"</select>"),  # every country, twice
        (b'<input name="super_write"', b"</form>"),  # the settings of the account, in the footer of each page
    ),
    calendar=read_calendar(__name__),
    spider="spiders.wallstreet:WallStreetSpider",
)
