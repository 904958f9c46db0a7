"""Writes what a draft decided, and what it could not tell, as a file of answers for the author to correct."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.answered import candidates_in, names_of
from cryptodrug_scraper.scaffold.answers import EXTENT, NO_FIELD, PARTS, SITE_FIELDS, Totals
from cryptodrug_scraper.scaffold.candidates import ANSWERED_NONE, place_key
from cryptodrug_scraper.scaffold.propose_signs import signs_in
from cryptodrug_scraper.scaffold.unasked import (
    headings_of_texts,
    lists_of_offers,
    owns_of,
    places_of_blocks,
    places_of_things,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cryptodrug_scraper.scaffold.answers import PartName
    from cryptodrug_scraper.scaffold.candidates import Candidate
    from cryptodrug_scraper.scaffold.found import Found
    from cryptodrug_scraper.scaffold.unasked import Owns

__all__ = ["questions_of"]

_MOST = 4
_LONGEST = 50
_HEAD = """\
# What `cryptodrug market new` takes these pages for. Correct what is wrong, fill in what is empty ("none" where it is
# no field), leave out what you do not know, and give this file to --answers. Behind each line stands what the pages
# say there: keep this file as private as them."""
_SAID: Mapping[PartName, str] = {
    "listing": "An offer, on its own page",
    "card": "An offer, on lists",
    "review": "A rating",
    "vendor": "An account, on its own pages",
    "account": "An account, on lists of accounts",
}


def questions_of(found: Found) -> str:
    """
    Return a file of answers, in TOML: the kind of each page, the field of each label and place, and the words that
    cannot be read, each with what the pages say. What is not known is empty.
    """
    lines = [_HEAD, "", "[pages]", *_pages(found)]
    candidates: dict[PartName, list[Candidate]] = defaultdict(list)
    for part, each in candidates_in(found.proposals):
        candidates[part].append(each)
    owns = owns_of(found)
    for part in PARTS:
        said = found.answers.of(part)
        labels = _by_key((each.label, each) for each in candidates[part] if each.label)
        lines += _table(
            f"{part}.labels",
            (_asked(label, each, said.labels.get(label)) for label, each in labels.items()),
            _SAID[part],
        )
        places = _by_key((place_key(each), each) for each in candidates[part] if each.selector and not each.label)
        others = (
            places_of_blocks(found, part)
            if part in {"card", "review", "account"}
            else places_of_things(owns, part, found.answers.words.sign)
        )
        known = {key: _asked(key, each, said.places.get(key)) for key, each in places.items()}
        known |= {
            key: _line(key, said.places.get(key, ""), samples, of)
            for key, (samples, of) in others.items()
            if key not in known
        }
        known |= {key: _line(key, name, [], 0) for key, name in said.places.items() if key not in known}
        lines += _table(f"{part}.places", known.values(), f"{_SAID[part]}: values without a label")
    lines += _table("texts", _texts(found, owns), "Texts, by the heading above them")
    blocks = [_line(selector, name, [], 0) for selector, name in found.answers.blocks.items()]
    lines += _table("blocks", blocks, "Entries of lists that were named: card, review, account")
    lines += _table("rows", _rows(found, owns), "Lists within an offer: price_tiers, shipping_options, variants")
    lines += _totals(found)
    frame = [_line(selector, name, [], 0) for selector, name in found.answers.site.items()]
    lines += _table("site", frame, f"What the frame says of the site: {', '.join(SITE_FIELDS)}")
    lines += _words(found, [each for part in PARTS for each in candidates[part]])
    return "\n".join(lines) + "\n"


def _pages(found: Found) -> Iterator[str]:
    named = names_of(found.pages)
    for name, page in sorted(named.items(), key=lambda item: (item[1].is_sure, item[1].kind, item[0])):
        guess = "" if page.is_sure or page.is_answered else "a guess: "
        yield f"{_key(name)} = {_key(page.kind)}  # {guess}{page.evidence}"


def _by_key(candidates: Iterable[tuple[str, Candidate]]) -> Mapping[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = defaultdict(list)
    for key, each in candidates:
        found[key].append(each)
    return found


def _asked(key: str, candidates: Sequence[Candidate], answer: str | None) -> str:
    """The line of what stands at one label or place on pages of one kind or of several."""
    names = {NO_FIELD if ANSWERED_NONE in each.doubts else each.name for each in candidates}
    looks = {id(each.samples): each for each in candidates}.values()  # a text may be answered to be of several fields
    samples = [sample for each in looks for sample in each.samples]
    doubts = [
        doubt for each in candidates if not each.name or each.is_answered or each.unknown_words for doubt in each.doubts
    ]
    if len(names) > 1 and len(looks) > 1:
        doubts = [f"read on some kinds of page as {', '.join(sorted(filter(None, names)))}", *doubts]
    name = answer or (min(names) if len(names) == 1 else "")
    return _line(key, name, samples, sum(each.of for each in looks), "; ".join(dict.fromkeys(doubts)))


def _texts(found: Found, owns: Owns) -> Iterator[str]:
    known = {word: each.name for proposal in found.proposals for each in proposal.headed for word in each.words}
    asked = headings_of_texts(found, owns)
    for heading, samples in {**{key: [] for key in found.answers.texts}, **asked}.items():
        name = found.answers.texts.get(heading) or known.get(heading, "")
        yield _line(heading, name, samples, len(samples))


def _rows(found: Found, owns: Owns) -> Iterable[str]:
    """The lists of offers: those that are read, those that were answered, and others with amounts."""
    named: dict[str, str] = {}
    said: dict[str, list[str]] = defaultdict(list)
    for proposal in found.proposals:
        for each in proposal.rows:
            named[each.selector] = each.name
            for page in proposal.pages:
                said[each.selector] += [page.document.text(row) for row in css(each.selector)(page.document.root)]
    for selector, samples in lists_of_offers(owns).items():
        said.setdefault(selector, samples)
    for selector in found.answers.rows:
        said.setdefault(selector, [])
    named |= found.answers.rows
    return [_line(selector, named.get(selector, ""), samples, len(samples)) for selector, samples in said.items()]


def _totals(found: Found) -> Iterator[str]:
    """What says how far lists go: what is read, and what was answered."""
    read: dict[str, dict[str, list[str]]] = {listed: {} for listed in Totals.__struct_fields__}
    for proposal in found.proposals:
        listed = "review" if proposal.lists_ratings else "listing"
        places = [(listed, each) for each in proposal.extent] + ([("review", proposal.rated)] if proposal.rated else [])
        for name, selector in places:
            find = css(selector)
            said = [page.document.text(each) for page in proposal.pages for each in find(page.document.root)[:1]]
            read[name].setdefault(selector, []).extend(said)
    for name, selectors in read.items():
        answers = found.answers.totals.of(name)
        lines = [_line(key, answers.get(key, EXTENT), said, len(said)) for key, said in selectors.items()]
        lines += [_line(key, answer, [], 0) for key, answer in answers.items() if key not in selectors]
        yield from _table(f"totals.{name}", lines, f"How far lists go: {'offers' if name == 'listing' else 'ratings'}")


def _words(found: Found, candidates: Iterable[Candidate]) -> Iterator[str]:
    """The words of ways of payment, of stocks and of ratings that cannot be read, and what was answered of others."""
    words = found.answers.words
    alone = [
        f"{name} = [{', '.join(map(_key, said))}]" for name in ("nothing", "empty") if (said := getattr(words, name))
    ]
    yield from _table("words", alone, "What the site prints where nobody wrote anything, and where a list is empty")
    for field in ("payment", "stock", "sign"):
        known = {**(signs_in(found.proposals) if field == "sign" else {}), **found.answers.words.of_field(field)}
        times = Counter(
            " ".join(sample.split())
            for each in candidates
            if each.name == field or (field == each.form and not each.name)
            for sample in each.samples
            if sample and not each.reads(sample)
        )
        if field == "sign":
            times.update(word for each in candidates for word in each.unknown_words)
        lines = [_line(word, meaning, [], 0) for word, meaning in known.items()]
        lines += [_line(word, "", [], count) for word, count in times.most_common() if word not in known]
        yield from _table(f"words.{field}", lines, f"What the site means by its words: {field}")
    for name, title in (
        ("currency", "Signs of currencies"),
        ("place", "Names of places"),
        ("yes", "Words for yes, no"),
    ):
        yield from _table(
            f"words.{name}", [_line(word, meaning, [], 0) for word, meaning in getattr(words, name).items()], title
        )


def _table(name: str, lines: Iterable[str], title: str) -> Iterator[str]:
    said = list(dict.fromkeys(lines))
    if said:
        yield from ("", f"# {title}.", f"[{name}]", *said)


def _line(key: str, name: str, samples: Sequence[str], of: int, doubt: str = "") -> str:
    """A line of a table, with what the pages say behind it."""
    times = Counter(" ".join(sample.split()) for sample in samples if sample)
    said = [text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text, _ in times.most_common(_MOST)]
    seen = [f"{len(samples)} of {of}" if samples else str(of)] if of else []
    comment = ": ".join([*seen, *([" | ".join(said)] if said else [])])
    behind = "; ".join(part for part in (comment, doubt) if part)
    return f"{_key(key)} = {_key(name)}" + (f"  # {behind}" if behind else "")


def _key(text: str) -> str:
    """A string of TOML: those of JSON are, but for one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
