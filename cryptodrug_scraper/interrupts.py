"""
Ctrl-C (SIGINT) and SIGTERM end a command between two steps, and never within one that must be done as a whole.

Python raises an exception wherever the program happens to be when a signal comes. What is half done then stays half
done, unless it is marked here. Only the main thread is ever interrupted.
"""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["as_a_whole", "catch_signals", "exit_code", "release_signals"]

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_SOON = 0.02
"""Seconds after which a signal comes again that came where nothing can be raised."""
_OF_SIGNALS = 128
"""What shells add to the number of a signal for the exit code of the process that it ended."""


class _State:
    """What the handler knows; it belongs to the main thread."""

    nested = 0
    """How many steps, one within the other, must be done as a whole."""
    waits = False
    """Whether a signal came meanwhile."""
    last = signal.SIGINT
    hook = sys.unraisablehook
    """What told of errors that cannot be raised before signals were caught."""


def catch_signals() -> None:
    """From now on both signals raise KeyboardInterrupt, as soon as that is possible."""
    _State.nested, _State.waits = 0, False
    for number in _SIGNALS:
        signal.signal(number, _received)
    _State.hook, sys.unraisablehook = sys.unraisablehook, _not_raised


def release_signals() -> None:
    """
    All is done: nothing is raised from now on, and a signal ends the process as it would end any other.

    One that comes while this is done waits for its end; one that came just before has nothing left to interrupt.
    """
    _State.nested += 1
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    sys.unraisablehook = _State.hook
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)


def exit_code() -> int:
    """The exit code of a process that was interrupted: 130 after SIGINT, 143 after SIGTERM."""
    return _OF_SIGNALS + _State.last


@contextmanager
def as_a_whole() -> Iterator[None]:
    """
    Do a step as a whole: a signal that comes meanwhile interrupts after it.

    Raises:
        KeyboardInterrupt: after the step, if a signal came.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _State.nested += 1
    try:
        yield
    finally:
        _State.nested -= 1
        if _State.waits and not _State.nested:
            _State.waits = False
            raise KeyboardInterrupt


def _received(number: int, _frame: object) -> None:
    _State.last = signal.Signals(number)
    if _State.nested:
        _State.waits = True
    else:
        raise KeyboardInterrupt


def _not_raised(told: sys.UnraisableHookArgs) -> None:
    """An interrupt in the callback of a weak reference, or in another place that cannot raise, comes again."""
    if told.exc_type is not KeyboardInterrupt:
        _State.hook(told)
        return
    main = threading.main_thread().ident
    again = threading.Timer(_SOON, signal.pthread_kill, (main, _State.last))
    again.daemon = True
    again.start()
