"""
A scheduler as a process: ``python scheduler_process.py SCHEDULE COMMAND…``. It looks at its crawls often; SIGN in its
environment is the number of seconds between two signs of life.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from cryptodrug_scraper.schedule.file import read_schedule
from cryptodrug_scraper.schedule.runner import Waits
from cryptodrug_scraper.schedule.service import serve
from cryptodrug_scraper.store.database import open_database

SIGN = float(os.environ.get("SIGN", "60"))

logging.basicConfig(level=logging.INFO)
with open_database() as database:
    serve(read_schedule(Path(sys.argv[1])), database.engine, sys.argv[2:], Waits(poll=0.02, sign=SIGN))
