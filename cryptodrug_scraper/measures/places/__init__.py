"""Origins, destinations and regions, and who counts as a country's vendor."""
