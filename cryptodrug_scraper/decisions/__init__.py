"""What people decided of links, countries, prices, classes and fields: a ledger that ``derive`` reads."""
