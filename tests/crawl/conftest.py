"""
Scrapy, imported by a thread.

Where it deprecates a class it looks up the source of all functions that are being called: in the midst of a collection
of tests that takes ten times as long as the import itself.
"""

from __future__ import annotations

from importlib import import_module
from threading import Thread

_importing = Thread(target=import_module, args=("scrapy.core.downloader.handlers.http11",))
_importing.start()
_importing.join()
