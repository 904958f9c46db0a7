"""
Work on one page, done in a process of its own: whatever a page makes it take, nobody else waits for it.

The process has bounds of processor time and memory, and gives way to all others. It is ended where it does not end
itself.
"""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
from multiprocessing import Pipe, forkserver, get_context, parent_process, resource_tracker
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, TypeVar, cast

from cryptodrug_scraper.errors import CryptodrugError, ParseError
from cryptodrug_scraper.replay.limits import limit_memory

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

__all__ = ["MOST_SECONDS", "done_apart", "get_ready"]

T = TypeVar("T")

MOST_SECONDS = 20
"""Processor time after which a process is ended; what it does should end itself sooner."""
_PATIENCE = 900.0
"""Seconds after which a process is ended, whatever it waits for: on a busy machine its bound of time takes minutes."""
_CONTEXT = get_context("forkserver")
_READY = ["cryptodrug_scraper.explore.looking"]
_GIVES_WAY = 4
_TOO_MUCH = "this page takes more {what} than a page may. Next: look at its bytes with cryptodrug show ID --body"
_DIED = "the process that read this page died ({}). Next: look at its bytes with cryptodrug show ID --body"
_starting = threading.Lock()


def get_ready() -> None:
    """Start the process that the others come from, which has imported what they need. It ends with this one."""
    with _starting:
        _CONTEXT.set_forkserver_preload(_READY)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # an interrupt is for this process alone
        try:
            resource_tracker.ensure_running()
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def done_apart(function: Callable[..., T], *arguments: object, seconds: int = MOST_SECONDS) -> T:
    """
    Return what a function returns, called in a process of its own.

    Args:
        function: a function of a module.
        arguments: what it is given; they and what it returns are copied.
        seconds: processor time after which the process is ended.

    Raises:
        ParseError: it takes too much time or memory, or says itself that the page is not shaped as it should be.
    """
    get_ready()
    ours, theirs = Pipe()
    process = _CONTEXT.Process(target=_do, args=(theirs, function, arguments, seconds), daemon=True)
    with ours:
        with theirs:
            process.start()
        try:
            if not ours.poll(_PATIENCE):
                raise ParseError(_TOO_MUCH.format(what="time"))
            is_done, answer = cast("tuple[bool, T]", ours.recv())
        except (EOFError, ConnectionResetError):
            process.join()
            if process.exitcode == -signal.SIGXCPU:
                raise ParseError(_TOO_MUCH.format(what="time")) from None
            raise ParseError(_DIED.format(process.exitcode)) from None
        finally:
            process.kill()
            process.join()
            process.close()
    if not is_done:
        raise ParseError(str(answer))
    return answer


def _do(pipe: Connection, function: Callable[..., object], arguments: tuple[object, ...], seconds: int) -> None:
    os.nice(_GIVES_WAY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all, and this one ends with its parent
    threading.Thread(target=_end_with_parent, daemon=True).start()
    limit_memory()
    most = int(time.process_time()) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
    try:
        answer: tuple[bool, object] = True, function(*arguments)
    except MemoryError:
        answer = False, _TOO_MUCH.format(what="memory")
    except CryptodrugError as error:
        answer = False, str(error)
    pipe.send(answer)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
