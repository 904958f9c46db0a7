"""Where to go next on each market: one thin module per market, nothing about meaning."""
