"""
``python -m cryptodrug_scraper`` is the command ``cryptodrug``.

While it is loaded, Ctrl-C ends it as it ends other programs, without a word; `cryptodrug_scraper.cli.main` takes over.
"""

import gc
import os
import signal

__all__ = ["main"]

_OBJECTS = 100_000


def main() -> None:
    """Load the command line, and run it."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # matrices here are small: its threads wait for each other
    gc.set_threshold(_OBJECTS)  # what is loaded is no garbage: looking for some takes a sixth of the time of a start
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from cryptodrug_scraper.cli import main as run  # noqa: PLC0415  # Ctrl-C may come meanwhile

    run()


if __name__ == "__main__":
    main()
