"""
The command ``cryptodrug``.

Each verb is a module of its own, imported only when it is used, so that ``--help`` is quick.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper import __version__
from cryptodrug_scraper.cli.completion import VARIABLE as COMPLETING
from cryptodrug_scraper.cli.screen import discard, inert_streams, say, say_message
from cryptodrug_scraper.cli.variables import check_folders
from cryptodrug_scraper.errors import CryptodrugError
from cryptodrug_scraper.interrupts import catch_signals, exit_code, release_signals

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["cli", "main", "verbs"]

_OWN = (
    "adjudication",
    "archive",
    "completion",
    "crawl",
    "db",
    "decision",
    "derive",
    "doctor",
    "event",
    "explore",
    "export",
    "findings",
    "fixture",
    "market",
    "parse",
    "query",
    "rates",
    "replay",
    "report",
    "schedule",
    "session",
    "show",
    "tor",
)
_GROUP = "cryptodrug_scraper.verbs"
_HELP = frozenset({"-h", "--help"})
_TRACEBACK = "CRYPTODRUG_TRACEBACK"
_REFUSALS = frozenset(
    {
        *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO),
        *(errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOENT, errno.ENOTDIR, errno.EISDIR),
    }
)
"""What the system says where a file, a folder or a disk is not as it must be, and not the program."""
_READER_GONE = 141
"""The exit code of a program that SIGPIPE ended, as shells count it."""


def verbs() -> dict[str, str]:
    """Return the module of each command: the framework's own, and those of packages that extend it."""
    return {point.name: point.value for point in entry_points(group=_GROUP)} | _own()


def _own() -> dict[str, str]:
    return {name: f"cryptodrug_scraper.cli.{name}:{name}" for name in _OWN}


class _Verbs(click.Group):
    """Commands by the name of their module."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return sorted(verbs())

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        place = _own().get(name) or verbs().get(name)  # what is installed is looked through for other verbs alone
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            msg = f"the module of the verb {name} has no command of that name"
            raise TypeError(msg)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The names alone: what each verb is for would have all of them loaded at each press of the key."""
        from click.shell_completion import CompletionItem

        names = [CompletionItem(name) for name in self.list_commands(ctx) if name.startswith(incomplete)]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            close = get_close_matches(args[0], verbs(), n=2)
            if not close or not args[0].isidentifier():
                raise
            msg = f"there is no verb {args[0]!r}; did you mean {' or '.join(close)}?"
            raise click.UsageError(msg, ctx=ctx) from error

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise click.exceptions.Exit(_READER_GONE) from None


@click.group(cls=_Verbs, context_settings={"help_option_names": sorted(_HELP), "max_content_width": 100})
@click.version_option(__version__, prog_name="cryptodrug")
def cli() -> None:
    """
    Saved pages of cryptomarkets, turned into dated records that lead back to the bytes.

    \b
    Example:
      cryptodrug doctor
      cryptodrug replay crawls/
      cryptodrug derive
      cryptodrug query "SELECT * FROM market_month"
      cryptodrug report study

    Any command ends with exit code 1 where the system refuses it a file, a folder or room on a disk, which it names, or
    where the program itself is at fault; with 2 where an option is wrong; with 130 at Ctrl-C and 143 at SIGTERM. What
    was done by then is whole and stays; to go on, run the same command again. Its own help has the other codes.
    """


def main() -> None:
    """
    Run the command line. What a user can act on is one line on standard error, and the exit code of its kind.

    Whatever the umask, files that it writes are its user's alone: nearly all hold pages, or what they say.
    """
    os.umask(0o077)
    catch_signals()
    with inert_streams():
        try:
            code = _flushed(_run())
            release_signals()
        except KeyboardInterrupt:  # a second one, while the first was told, or one when all was done
            release_signals()
            code = exit_code()
        except BrokenPipeError:
            release_signals()
            discard(sys.stdout)  # the reader of our output has gone: say nothing
            code = _READER_GONE
    sys.exit(code)


def _flushed(code: int) -> int:
    """Flush what was printed, and return the exit code, which is another where that fails."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        discard(sys.stdout)
        return code or _refused(error)  # a command that failed has told why
    return code


def _run() -> int:
    try:
        try:
            # help is given whatever the environment is like, and a shell that completes words wants no other
            if not _HELP.intersection(sys.argv) and COMPLETING not in os.environ:
                check_folders()
            code = cli.main(
                standalone_mode=False, complete_var=COMPLETING
            )  # a verb that raises Exit has its code returned here
        finally:
            _tell_faults()
    except (click.Abort, KeyboardInterrupt) as error:
        if isinstance(error.__cause__, EOFError):  # click takes any for Ctrl-D, which has no cause
            _tell_cut_short(error.__cause__)
            return CryptodrugError.exit_code
        say("interrupted: what was done is whole and stays; to go on, run the same command again", err=True)
        return exit_code()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except CryptodrugError as error:
        say_message(f"cryptodrug: {error}")
        return error.exit_code
    except OSError as error:
        return _refused(error)
    except Exception as error:  # noqa: BLE001  # a fault of the program, and the user should not have to read it
        _tell_fault(error)
        return CryptodrugError.exit_code
    return code if isinstance(code, int) else 0


def _refused(error: OSError) -> int:
    """Print what the system refuses, and return the exit code."""
    if error.errno not in _REFUSALS:
        _tell_fault(error)
    else:
        what = "more of what it needs" if error.filename is None else error.filename
        advice = "look at its rights, and at room on the disk, then run the same command again"
        say_message(f"cryptodrug: the system refuses {what}: {error.strerror}; {advice}")
    return CryptodrugError.exit_code


def _tell_fault(error: Exception) -> None:
    """Name the error and its place, and no more of it: what it says may come from a page, or name a host."""
    if os.environ.get(_TRACEBACK):
        traceback.print_exception(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}, line {place.lineno}"
    hint = f"to see where it comes from, run this again with {_TRACEBACK}=1"
    say(f"cryptodrug: a fault of the program: {type(error).__name__} in {where}; {hint}", err=True)


def _tell_cut_short(error: EOFError) -> None:
    """
    A full disk or ``ulimit -f`` can leave a compiled module of which Python wrote a half, and every later command stops
    there (python/cpython#126606).
    """
    if "marshal" not in str(error):
        _tell_fault(error)
        return
    folder = Path(__file__).parents[2]
    say_message(
        "cryptodrug: a module that Python compiled is cut short, as a full disk or a limit (ulimit -f) leaves it. "
        f"Next: find {folder} -name '*.pyc' -delete"
    )


def _tell_faults() -> None:
    """
    Name the markets that cannot be used, on one line, if the command asked for markets at all.

    Workers of a replay never come here, so it is said once.
    """
    register = sys.modules.get("cryptodrug_scraper.page.market")
    faults = () if register is None else register.known_faults()
    if faults:
        names = ", ".join(f"{fault.name} of {fault.distribution}" for fault in faults)
        say(f"cryptodrug: markets that cannot be used: {names}; cryptodrug doctor says why", err=True)
