"""``python -m cryptodrug_scraper`` is the command ``cryptodrug``."""

from cryptodrug_scraper.cli import main

if __name__ == "__main__":
    main()
