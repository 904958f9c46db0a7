"""
Fixtures of pages: what a page is, what it says, and how a saved page becomes one.

A case is a folder ``<market>/<kind>/<name>/`` with ``body.html`` (the bytes), ``meta.json`` (address, capture time, and
a note on what the case shows) and ``expected.json`` (what ``cryptodrug parse`` prints for it, without the file).

The command ``cryptodrug fixture`` makes and checks cases, and `pytest_cases` makes tests of them. Nothing is imported
here, since pytest loads that module for every project on whose path this one is.
"""
