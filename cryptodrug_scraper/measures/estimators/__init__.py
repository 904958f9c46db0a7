"""Intervals and estimators of statistics, which know nothing of markets."""
