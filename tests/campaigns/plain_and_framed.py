"""
Pages read as a whole and without the parts of their frame that are known, compared to the field.

    python tests/campaigns/plain_and_framed.py --pages 100000 --corpus ../shared/pages

Fixtures, simulated pages of all kinds and the saved pages of a folder (``--corpus``) are read as they are, cut
anywhere, and changed as no market prints them. Figures are printed as JSON; pages that differ are kept in a folder
(``--found``), and the exit code is 1 if there is one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS

from cryptodrug_scraper.capture import CaptureTime  # noqa: E402  # after the name is taken
from cryptodrug_scraper.output import to_json  # noqa: E402
from cryptodrug_scraper.page import frame_part  # noqa: E402
from cryptodrug_scraper.page.parse import parse_page  # noqa: E402
from cryptodrug_scraper.page.parsed import PageContext  # noqa: E402
from cryptodrug_scraper.page.printed import page_object  # noqa: E402

CAPTURED = CaptureTime.at(datetime(2019, 2, 1, 12, tzinfo=UTC))


def differs(page: bytes, url: str, figures: Counter[str]) -> bool:
    """
    Read a page in both ways and count it; tell whether they differ in anything that is printed of a page.

    It is read thrice without its parts, since some are cut out only from the third page on.
    """
    context = PageContext(url, CAPTURED)
    plain, *framed = (parse_page(page, context, plain=plain) for plain in (True, False, False, False))
    figures["pages"] += 1
    figures[f"pages of {plain.market or 'no market'}"] += 1
    figures["fields"] += sum(len(record.__struct_fields__) for record in plain.records)
    expected = to_json(page_object(plain, CAPTURED))
    return any(expected != to_json(page_object(found, CAPTURED)) for found in framed)


def _main() -> int:
    from tests.campaigns.mutating.mutation import mutated
    from tests.campaigns.mutating.seeds import seeds

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=100_000, help="pages that are cut or changed")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--corpus", type=Path, help="a folder of more saved pages")
    options.add_argument("--found", type=Path, default=Path("found-pages"), help="where pages that differ are kept")
    given = options.parse_args()
    chance = random.Random(given.seed)
    originals = seeds(given.corpus)
    figures: Counter[str] = Counter()
    different = [page.body for page in originals if differs(page.body, page.url, figures)]
    for number in range(given.pages):
        page = chance.choice(originals)
        cut = page.body[: chance.randrange(len(page.body))]
        changed = mutated(page.body, chance.choice(originals).body, chance) if number % 4 else cut
        if differs(changed, page.url, figures):
            different.append(changed)
    given.found.mkdir(parents=True, exist_ok=True)
    for body in different:
        (given.found / f"{hashlib.sha256(body).hexdigest()[:12]}.html").write_bytes(body)
    known = frame_part.known_parts()
    told = {**figures, "parts read": known.misses, "parts known": known.hits, "different": len(different)}
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    return 1 if different or not known.hits else 0


if __name__ == "__main__":
    sys.exit(_main())
