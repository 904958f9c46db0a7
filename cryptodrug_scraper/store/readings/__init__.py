"""Readings of the same pages by two parser versions, side by side."""
