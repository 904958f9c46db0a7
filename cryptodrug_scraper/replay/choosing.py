"""Decide before a replay whose readings are shown, and stop where pages would show less than they do."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.market import market_faults
from cryptodrug_scraper.replay.loss import Look
from cryptodrug_scraper.replay.summary import Summary
from cryptodrug_scraper.replay.task import Options
from cryptodrug_scraper.replay.unread import current_readings
from cryptodrug_scraper.store.shown_parsers import choose, forget_choices, planned_choices, shown_parsers, who

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Engine

    from cryptodrug_scraper.importers.places import Place
    from cryptodrug_scraper.replay.loss import Loss
    from cryptodrug_scraper.store.shown_parsers import Choice

__all__ = ["OnLoss", "choice_words", "decide", "show_installed"]

_log = logging.getLogger(__name__)

OnLoss = Literal["stop", "keep", "accept"]
"""What is done where pages would show less than they do; the option of the command says what each means."""

_ADVICE = (
    "install or mend what read them. Or go on: --on-loss keep leaves these pages as they are and loads the rest; "
    "--on-loss accept shows what is found now, and what was read before stays in the database"
)


def decide(
    look: Look, paths: Sequence[Place], summary: Summary, *, on_loss: OnLoss = "stop", insist: bool = False
) -> Options:
    """
    Have the readings of the installed parsers shown, and return the options with the markets whose readings are kept.

    Args:
        look: looks at what is there, in the database and at the paths.
        paths: what is to be replayed.
        summary: gets the choices.
        on_loss: what is done where pages would show less than they do.
        insist: show what is installed here even where another machine chose something else.

    Raises:
        ConfigurationError: pages would show less, and nobody said what to do about it. Nothing was changed.
    """
    by, engine, options = who(), look.engine, look.options
    with engine.connect() as connection:
        shown = shown_parsers(connection)
        choices = planned_choices(connection, options.current, by, insist=insist or on_loss == "accept")
    installed = {market for market, _ in options.current}
    missing = {each.market: each.version for each in shown.values() if each.market not in installed and each.market}
    found = look.losses(paths, choices, missing)
    if found and on_loss == "stop":
        raise ConfigurationError(_told(found))
    losing = {loss.market for loss in found}
    kept = set() if on_loss == "accept" else losing.union(missing)
    choices = [choice for choice in choices if choice.market not in kept]
    with engine.begin() as connection:
        choose(connection, choices, by)
        if on_loss == "accept" and (gone := losing.intersection(missing)):
            forget_choices(connection, gone)
    summary.choices = [each for each in choices if each.market is not None and each.before is not None]
    return replace(options, kept=frozenset(kept))


def show_installed(engine: Engine) -> None:
    """
    Have the readings of the installed parsers shown, as a crawl begins that reads with them. Where pages would show
    less then, all stays as it is: that is for a replay to decide.
    """
    summary = Summary()
    decide(Look(engine, Options(current=current_readings())), [], summary, on_loss="keep")
    for choice in summary.choices:
        _log.info("%s", choice_words(choice))


def choice_words(choice: Choice) -> str:
    """Say whose readings of a market are shown from now on."""
    assert choice.before is not None  # noqa: S101  # else there is nothing to say
    chosen = choice.before
    by = "" if chosen.chosen_by is None else f", which {chosen.chosen_by} chose on {chosen.chosen_at:%Y-%m-%d}"
    if choice.is_taken:
        again = "again " if choice.is_known else ""
        return (
            f"Pages of {choice.market} are {again}shown as {choice.version} reads them, where it has; before, as "
            f"{chosen.version} does{by}."
        )
    return (
        f"Pages of {choice.market} stay shown as {chosen.version} reads them{by}. What {choice.version} reads here is "
        "stored beside it, and shown where there is nothing else; to show it: cryptodrug replay --show-ours"
    )


def _told(found: Iterable[Loss]) -> str:
    faults = {fault.name: fault.reason for fault in market_faults()}
    lines = []
    for loss in found:
        if loss.record is not None:
            named = f": {', '.join(loss.fields)} and the like are empty" if loss.fields else ""
            why = (
                f"the installed parser {loss.installed} fills {loss.found} of the {counted(loss.shown, 'field')} of "
                f"{loss.record} records that are shown{named}"
            )
        elif loss.installed is not None:
            shown = counted(loss.shown, "record that is|records that are")
            why = f"the installed parser {loss.installed} finds {loss.found} of the {shown} shown"
        elif loss.market in faults:
            shown = counted(loss.shown, "record is|records are")
            why = f"the market cannot be used ({faults[loss.market]}), and {shown} shown"
        else:
            why = f"the market is not installed any more, and {counted(loss.shown, 'record is|records are')} shown"
        lines.append(f"  {loss.market}, {loss.kind}: on {counted(loss.pages, 'page')} {why}, read by {loss.version}")
    return "\n".join(
        (
            "nothing was loaded, for pages that were read before would show less than they do:",
            *lines,
            _ADVICE,
        )
    )
