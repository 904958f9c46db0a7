"""The crawler: it knows no market by name, goes through Tor or not at all, and loses nothing that it fetched."""
