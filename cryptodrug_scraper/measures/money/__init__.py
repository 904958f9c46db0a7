"""Rates, asked prices, and what was paid."""
