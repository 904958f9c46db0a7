"""Small defects of different rooms, each a change of one file, with the tests that are run against it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFECTS", "Defect"]


@dataclass(frozen=True, slots=True)
class Defect:
    """
    A defect.

    Attributes:
        name: what goes wrong.
        file: in which, from the root of the project.
        good: the text of the file that it replaces, which stands there once.
        bad: the text that it puts there.
        tests: files, folders or parts of them; those that a tree does not have are left out there.
    """

    name: str
    file: str
    good: str
    bad: str
    tests: tuple[str, ...]


DEFECTS = (
    Defect(
        "thousands are taken for decimals",
        "cryptodrug_scraper/page/money.py",
        'digits.replace(",", "" if _GROUPED.match(digits) else ".")',
        'digits.replace(",", ".")',
        ("tests/core/test_money.py",),
    ),
    Defect(
        "the last page of a pager is the last but the current one",
        "parsers/dream/pagers.py",
        "max(current | others, default=None)",
        "max(others, default=None)",
        ("tests/parsers/test_dream_paging.py",),
    ),
    Defect(
        "an offset leads to the page before",
        "parsers/empire/paging.py",
        "offset // step + 1",
        "offset // step",
        ("tests/parsers/test_empire_wallstreet_paging.py",),
    ),
    Defect(
        "noon is midnight of the next day",
        "parsers/wallstreet/times.py",
        "hour = hour % _NOON + ",
        "hour = hour + ",
        ("tests/parsers/test_wallstreet.py", "tests/parsers/test_wallstreet_times.py"),
    ),
    Defect(
        "a card that the end of a page cuts is a listing",
        "parsers/dream/cards.py",
        "for card in document.whole(cards):",
        "for card in cards:",
        ("tests/parsers/test_dream.py", "tests/parsers/test_dream_cut.py", "tests/parsers/test_any_page.py"),
    ),
    Defect(
        "a rate that the end of a page cuts is a rate",
        "parsers/empire/frame.py",
        'for link in document.whole(list(box.iter("a"))):',
        'for link in list(box.iter("a")):',
        ("tests/parsers/test_empire_cut.py", "tests/parsers/test_any_page.py"),
    ),
    Defect(
        "a carriage return is not escaped",
        "cryptodrug_scraper/store/copyformat.py",
        ', "\\r": "\\\\r"})',
        "})",
        ("tests/store/test_copyformat.py",),
    ),
    Defect(
        "a stated offset from UTC is lost",
        "cryptodrug_scraper/warc/dates.py",
        "zone = sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))",
        "zone = 0 * sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))",
        ("tests/importers/test_warc.py", "tests/warc", "tests/archive/test_foreign.py"),
    ),
    Defect(
        "digests of payloads are not compared",
        "cryptodrug_scraper/warc/digests.py",
        "if not any(_fits(stated, _digest_of(payload, stated)) for payload in _others(record)):",
        "if not any(True for payload in _others(record)):",
        ("tests/importers/test_damage.py",),
    ),
    Defect(
        "an accepted loss is missed for ever",
        "cryptodrug_scraper/archive/losses.py",
        "if loss.accepted_at is None}",
        "if loss.missed_at}",
        ("tests/archive/test_losses.py",),
    ),
    Defect(
        "the wait for a network that is down grows without end",
        "cryptodrug_scraper/crawl/backoff.py",
        "self._wait = min(2 * self._wait, _LONGEST_WAIT)",
        "self._wait = 2 * self._wait",
        ("tests/crawl/test_backoff_and_mirrors.py",),
    ),
    Defect(
        "cookies are printed with their values",
        "cryptodrug_scraper/crawl/sessions.py",
        "{', '.join(sorted(self._values)) or 'none'}",
        "{self._values or 'none'}",
        ("tests/crawl/test_sessions.py",),
    ),
    Defect(
        "Tor may look names up outside",
        "cryptodrug_scraper/tor/torrc.py",
        '"SafeSocks": ["1"],',
        '"SafeSocks": ["0"],',
        ("tests/tor/test_torrc.py",),
    ),
    Defect(
        "requests to onion services go past Tor",
        "cryptodrug_scraper/onion/handler.py",
        "endpoint = SocksEndpoint(_tcp(reactor, *self.socks), self.target.host.encode(), self.target.port, isolation)",
        "endpoint = _tcp(reactor, self.target.host, self.target.port)",
        ("tests/onion/test_handler.py",),
    ),
    Defect(
        "the checksum of an onion service's name is not looked at",
        "cryptodrug_scraper/onion/permitted.py",
        "return version == _VERSION and checksum == expected",
        "return version == _VERSION and len(checksum) == len(expected)",
        ("tests/onion/test_permitted.py",),
    ),
    Defect(
        "the least value is not drawn in",
        "cryptodrug_scraper/measures/estimators/pooling.py",
        "np.clip(known, order[1], order[-2])",
        "np.clip(known, order[0], order[-2])",
        ("tests/measures/test_pooling.py",),
    ),
    Defect(
        "a counter may grow by anything",
        "cryptodrug_scraper/measures/sales/plausible_counters.py",
        "if low - high > max(most * days, MOST_TIMES * (ratings + _FEW) / rate):",
        "if low - high > max(most * days * 1000, MOST_TIMES * (ratings + _FEW) / rate):",
        ("tests/measures/test_plausible_counters.py",),
    ),
    Defect(
        "four vendors are enough to be spoken of",
        "cryptodrug_scraper/disclosure/threshold.py",
        "FEWEST = FEWEST_VENDORS\n",
        "FEWEST = FEWEST_VENDORS - 1\n",
        ("tests/disclosure",),
    ),
    Defect(
        "a sum that tells of four vendors is shown",
        "cryptodrug_scraper/disclosure/withheld.py",
        "if row >= 0 and len(group) < fewest:",
        "if row >= 0 and len(group) < fewest - 1:",
        ("tests/disclosure/test_withheld.py",),
    ),
    Defect(
        "a vendor that a page states twice is two rows",
        "cryptodrug_scraper/store/research/vendor_snapshot.sql",
        "WHERE NOT o.is_repeat\n  AND run.market",
        "WHERE run.market",
        ("tests/store/test_one_of_a_page.py", "tests/store/test_research.py"),
    ),
    Defect(
        "what a text excludes is no exclusion",
        "cryptodrug_scraper/store/rows/place.py",
        "return sorted({*(shown(listing.excluded_in_field) or ()), *in_text})",
        "return sorted({*(shown(listing.excluded_in_field) or ())})",
        ("tests/store/test_rows.py", "tests/store/test_load.py"),
    ),
    Defect(
        "pseudonyms of two markets can be joined",
        "cryptodrug_scraper/export/pseudonyms.py",
        "for part in (kind, market, value))",
        'for part in (kind, "", value))',
        ("tests/export/test_pseudonyms.py",),
    ),
    Defect(
        "addresses within markup are not scrubbed",
        "cryptodrug_scraper/export/scrub.py",
        'if "<" in text else text',
        'if "<<" in text else text',
        ("tests/export/test_scrub.py",),
    ),
    Defect(
        "another site may make a browser ask",
        "cryptodrug_scraper/explore/guard.py",
        '_ELSEWHERE = frozenset({"cross-site", "same-site"})',
        '_ELSEWHERE = frozenset({"same-site"})',
        ("tests/explore/test_guard.py", "tests/explore/test_hostile_clients.py"),
    ),
    Defect(
        "a crawl that is due this very instant is not",
        "cryptodrug_scraper/schedule/cron.py",
        "until + _INSTANT, reverse=True",
        "until, reverse=True",
        ("tests/schedule/test_cron.py",),
    ),
    Defect(
        "a file that is no page is a success",
        "cryptodrug_scraper/cli/parse.py",
        "if missing or faulty:",
        "if missing:",
        ("tests/cli/test_parse.py", "tests/cli/test_exit_codes.py"),
    ),
    Defect(
        "a minute in a folder's name is an instant",
        "cryptodrug_scraper/importers/dated.py",
        "CaptureTime(start, start + _MINUTE)",
        "CaptureTime(start, start)",
        ("tests/importers/test_mirrors.py",),
    ),
    Defect(
        "a word that a page shows stays in its draft",
        "cryptodrug_scraper/cases/invention.py",
        "if word in self.shown:\n            return False",
        "if word in self.known:\n            return False",
        ("tests/core/test_draft.py", "tests/core/test_draft_texts.py", "tests/core/test_draft_survivors.py"),
    ),
    Defect(
        "draws of one purpose do not differ by their counter",
        "simulator/draws.py",
        "words += np.uint64(counter * _STEP & _MASK)",
        "words += np.uint64(0 * counter * _STEP & _MASK)",
        ("tests/simulator/test_economy_draws.py",),
    ),
    Defect(
        "a file in which something is damaged is known",
        "cryptodrug_scraper/replay/known_files.py",
        "if known.sha256 is not None and not known.report.damaged",
        "if known.sha256 is not None",
        ("tests/replay/test_known_files.py",),
    ),
    Defect(
        "line breaks of the source stay in texts",
        "cryptodrug_scraper/page/document.py",
        '" ".join(raw.split())  # as `line` does',
        '" ".join(raw.split(" "))  # as `line` does',
        ("tests/parsers/test_any_page.py",),
    ),
    Defect(
        "what will be too old by the next crawl is not fetched now",
        "cryptodrug_scraper/crawl/revisit/rules.py",
        "return now - fetched + self.cadence > most",
        "return now - fetched > most",
        ("tests/crawl/test_revisit_rules.py", "tests/crawl/test_revisit_policy.py"),
    ),
    Defect(
        "cells of tables may act on a terminal",
        "cryptodrug_scraper/cli/tables.py",
        "text if control else inert_lines(text)",
        "text",
        ("tests/cli/test_inert.py",),
    ),
    Defect(
        "accounts in a chain of any length are one seller",
        "cryptodrug_scraper/measures/accounts/migration.py",
        'pl.col("account_count") <= MOST_ACCOUNTS)',
        'pl.col("account_count") >= 1)',
        ("tests/measures/test_migration.py", "tests/measures/test_crowds.py"),
    ),
    Defect(
        "a file of a dead writer is not indexed anew",
        "cryptodrug_scraper/archive/mend.py",
        "if known.get(name) != path.stat().st_size or name in mended.sealed:",
        "if name in known and known[name] != path.stat().st_size:",
        ("tests/archive/test_mend.py", "tests/archive/test_writer.py"),
    ),
    Defect(
        "what a page hides is not told from what it shows",
        "cryptodrug_scraper/explore/inert/looks.py",
        'r"display:none|visibility',
        'r"display:gone|visibility',
        ("tests/explore/test_inert.py", "tests/explore/test_in_chromium.py"),
    ),
    Defect(
        "a fact of a vendor that the end of a page cuts is a fact",
        "parsers/wallstreet/vendor.py",
        'for row in document.whole(list(table.iter("tr"))):',
        'for row in list(table.iter("tr")):',
        ("tests/parsers/test_wallstreet_cut.py",),
    ),
    Defect(
        "layout of the source stays around votes of trust",
        "parsers/dream/vendor.py",
        '(span.tail or "").strip(), parse_count)',
        '(span.tail or ""), parse_count)',
        ("tests/parsers/test_dream.py",),
    ),
    Defect(
        "white space before a text is taken for some behind it",
        "cryptodrug_scraper/page/blocks.py",
        "ends_white = piece[-1:].isspace()",
        "ends_white = piece[:1].isspace()",
        ("tests/core/test_blocks.py",),
    ),
    Defect(
        "moves that end at one time have one number",
        "cryptodrug_scraper/derive/listings.py",
        'pl.int_range(1, pl.len() + 1).over("vendor", "moved_to")',
        "pl.lit(1)",
        ("tests/derive/test_other_pages.py::test_moves_of_a_vendor_that_end_at_one_time_are_numbered",),
    ),
    Defect(
        "the last statement of a review is its first",
        "cryptodrug_scraper/derive/identifiers.py",
        'self._of("review_observation", found, "last")',
        'self._of("review_observation", found, "first")',
        ("tests/derive/test_identifiers.py",),
    ),
    Defect(
        "pages are taken to come in their order",
        "cryptodrug_scraper/derive/identifiers.py",
        'ordered = pages.sort("page")',
        "ordered = pages",
        ("tests/derive/test_identifiers.py",),
    ),
    Defect(
        "a file that changes while it is read is known",
        "cryptodrug_scraper/replay/known_files.py",
        "            if each.stamp == _stamp(each.file)\n",
        "            if each.stamp\n",
        ("tests/replay/test_known_files.py",),
    ),
    Defect(
        "a page may take ten times as long as is stated",
        "cryptodrug_scraper/replay/limits.py",
        "signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, _AGAIN)",
        "signal.setitimer(signal.ITIMER_VIRTUAL, 10 * SECONDS, _AGAIN)",
        ("tests/replay/test_stuck_pages.py::test_a_crawl_too_stops_reading_a_page_that_takes_too_long",),
    ),
    Defect(
        "months that are withheld are shown",
        "cryptodrug_scraper/report/hidden.py",
        "return (kind, market, *month) in self._of(measure)",
        "return (kind, market) in self._of(measure)",
        ("tests/report/test_hidden.py",),
    ),
)
"""Of as many rooms as there are."""
