"""Accounts of vendors: names, keys, links between them, and where they went when a market closed."""
