"""Which pages of earlier crawls are worth another request (methods E15)."""
