"""Settings for the `scrapy` command: those of a crawl. The spiders are those of the installed markets."""

from cryptodrug_scraper.crawl.settings import DEFAULTS, REQUIRED

globals().update(DEFAULTS | REQUIRED)

BOT_NAME = "cryptodrug"
