"""
Fixtures of pages: what a page is, what it says, and how a saved page becomes one.

A case is a folder ``<market>/<kind>/<name>/`` with ``body.html`` (the bytes), ``meta.json`` (address, capture time, and
a note on what the case shows) and ``expected.json`` (what ``cryptodrug parse`` prints for it, without the file).
"""

from cryptodrug_scraper.cases.case import Case, cases_below, fields_of, read_case

__all__ = ["Case", "cases_below", "fields_of", "read_case"]
