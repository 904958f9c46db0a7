"""Saved pages of cryptomarkets, turned into dated records that lead back to the bytes."""

__version__ = "0.1.0"
