"""Which decisions count: of each subject the newest that nobody replaced or withdrew; and where some contradict."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.decisions.decision import plain
from cryptodrug_scraper.decisions.subject import Account, Country, InDays, Link, Subject
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from uuid import UUID

    from cryptodrug_scraper.decisions.decision import Decision

__all__ = ["check_consistent", "key_of", "standing"]


def key_of(subject: Subject) -> bytes:
    """Return what is the same for two subjects that are one."""
    return msgspec.json.encode(plain(subject), order="sorted")


def standing(decisions: Mapping[UUID, Decision]) -> dict[UUID, Decision]:
    """Return the decisions that count, in the order of their identifiers; withdrawals are none of them."""
    heads = (_head(of_one) for of_one in _by_subject(decisions).values())
    return {known: decisions[known] for known in sorted(heads) if decisions[known].verdict != "withdrawn"}


def check_consistent(decisions: Mapping[UUID, Decision], new: Collection[UUID] = ()) -> None:
    """
    Check that decisions do not contradict one another.

    Args:
        decisions: all of them.
        new: those that are not in the ledger yet, and are called so.

    Raises:
        ConfigurationError: some do, and which.
    """
    for known, decision in decisions.items():
        if decision.replaces is None:
            continue
        replaced = decisions.get(decision.replaces)
        if replaced is None:
            msg = f"{_named(known, new)} replaces {decision.replaces}, which is not there: load that one first"
            raise ConfigurationError(msg)
        if key_of(replaced.subject) != key_of(decision.subject):
            msg = f"{_named(known, new)} replaces {decision.replaces}, which is about something else"
            raise ConfigurationError(msg)
    for of_one in _by_subject(decisions).values():
        newest = sorted(_open_ends(of_one), key=lambda each: of_one[each].decided_at)[-2:]
        if len(newest) == 2 and of_one[newest[0]].decided_at == of_one[newest[1]].decided_at:
            _contradict(newest, new, "are of one moment and one subject, and neither replaces the other")
    counting = standing(decisions)
    for one, other in _sharing_days(counting):
        if _differ(counting[one], counting[other]):
            _contradict((one, other), new, "say different things of days that they share")
    _check_links({known: each for known, each in counting.items() if isinstance(each.subject, Link)}, new)


def _named(known: UUID, new: Collection[UUID]) -> str:
    return f"the new decision {known}" if known in new else f"decision {known}"


def _contradict(both: Iterable[UUID], new: Collection[UUID], how: str) -> None:
    named = " and ".join(_named(known, new) for known in sorted(both, key=lambda known: known in new))
    msg = f"{named} {how}: withdraw one that is in the ledger (cryptodrug decision withdraw), or leave out the other"
    raise ConfigurationError(msg)


def _by_subject(decisions: Mapping[UUID, Decision]) -> dict[bytes, dict[UUID, Decision]]:
    found: dict[bytes, dict[UUID, Decision]] = defaultdict(dict)
    for known, decision in decisions.items():
        found[key_of(decision.subject)][known] = decision
    return found


def _open_ends(of_one: Mapping[UUID, Decision]) -> list[UUID]:
    """The decisions of a subject that no other replaces."""
    replaced = {decision.replaces for decision in of_one.values()}
    return [known for known in of_one if known not in replaced]


def _head(of_one: Mapping[UUID, Decision]) -> UUID:
    return max(_open_ends(of_one), key=lambda known: (of_one[known].decided_at, known))


def _sharing_days(counting: Mapping[UUID, Decision]) -> Iterator[tuple[UUID, UUID]]:
    """Pairs of decisions of one account's country, or of one price, whose days overlap."""
    alike: dict[tuple[object, ...], list[tuple[UUID, InDays]]] = defaultdict(list)
    for known, decision in counting.items():
        if isinstance(decision.subject, InDays):
            alike[_but_days(decision.subject)].append((known, decision.subject))
    for together in alike.values():
        for (one, first), (other, second) in combinations(together, 2):
            if first.days[0] <= second.days[1] and second.days[0] <= first.days[1]:
                yield one, other


def _but_days(subject: InDays) -> tuple[object, ...]:
    said = plain(subject)
    return tuple(sorted((name, value) for name, value in said.items() if not name.endswith("_day")))


def _differ(one: Decision, other: Decision) -> bool:
    both = {one.verdict == "rejected", other.verdict == "rejected"}
    if isinstance(one.subject, Country) and both == {True}:
        return False  # neither place it is
    return len(both) > 1 or one.value != other.value


def _check_links(links: Mapping[UUID, Decision], new: Collection[UUID]) -> None:
    """
    Two accounts that are not one seller's are not so by way of others either.

    Raises:
        ConfigurationError: some are.
    """
    above: dict[Account, Account] = {}

    def first(account: Account) -> Account:
        while (upper := above.setdefault(account, account)) != account:
            account = upper
        return account

    for decision in links.values():
        if isinstance(decision.subject, Link) and decision.verdict == "accepted":
            above[first(decision.subject.second)] = first(decision.subject.first)
    for known, decision in links.items():
        subject = decision.subject
        if (
            isinstance(subject, Link)
            and decision.verdict == "rejected"
            and first(subject.first) == first(subject.second)
        ):
            msg = (
                f"{_named(known, new)} says that {subject.first.market}/{subject.first.vendor} and "
                f"{subject.second.market}/{subject.second.vendor} are not one seller's, and others that they are: "
                "withdraw one that is in the ledger (cryptodrug decision withdraw), or leave out the other"
            )
            raise ConfigurationError(msg)
