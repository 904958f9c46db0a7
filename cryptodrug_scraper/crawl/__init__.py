"""The crawler. It knows no market by name, uses Tor or nothing, and loses no page that it has fetched."""
