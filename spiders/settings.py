"""Settings for the `scrapy` command: those of a crawl, and where the spiders are."""

from cryptodrug_scraper.crawl.settings import DEFAULTS, REQUIRED

globals().update(DEFAULTS | REQUIRED)

BOT_NAME = "cryptodrug"
SPIDER_MODULES = ["spiders.dream", "spiders.empire", "spiders.wallstreet"]
