"""Chromium driven over its own protocol (DevTools) by a pipe: a page as it is drawn, and what a person can do in it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from base64 import b64decode
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Page", "browser"]

_OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
_PLACED = """
import os, sys
ends = [os.dup(int(end)) for end in sys.argv[1:3]]
for place, end in zip((3, 4), ends):
    os.set_inheritable(os.dup2(end, place), True)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Starts Chromium with both pipes where it looks for them."""
_PATIENCE = 180.0


class Page:
    """A tab of a browser. ``requests`` are the addresses that it asked for, ``errors`` what its console told."""

    def __init__(self, to: BinaryIO, back: BinaryIO) -> None:
        self._to, self._back, self._rest, self._number, self._session = to, back, b"", 0, ""
        self.requests: list[str] = []
        self.errors: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **values: Any) -> dict[str, Any]:
        """Send a command and return its answer, noting what happens in between."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        self._to.write(json.dumps(message).encode() + b"\0")
        self._to.flush()
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    msg = f"{method}: {answer['error']}"
                    raise RuntimeError(msg)
                return dict(answer["result"])
            self._note(answer)

    def open(self, path: Path, *, width: int = 1100, height: int = 900, is_dark: bool = False) -> None:
        """Open a file, and wait until it is drawn. What the page before it would tell of its new size is not heard."""
        self.call("Page.navigate", url="about:blank")
        self.wait("document.readyState === 'complete' && location.href === 'about:blank'")
        self.requests.clear()
        self.errors.clear()
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        self.scheme(is_dark=is_dark)
        self.call("Page.navigate", url=path.as_uri())
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def scheme(self, *, is_dark: bool) -> None:
        """Ask the page for its light or its dark colours."""
        scheme = "dark" if is_dark else "light"
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def wait(self, condition: str) -> None:
        """Wait until something holds in the page."""
        until = time.monotonic() + _PATIENCE
        while not self._holds(condition):
            if time.monotonic() > until:
                msg = f"does not become true: {condition}"
                raise RuntimeError(msg)
            time.sleep(0.05)

    def _holds(self, condition: str) -> bool:
        try:
            return bool(self.ask(condition))
        except RuntimeError as error:
            if "navigated or closed" not in str(error):  # the page went while it was asked: another one comes
                raise
            return False

    def ask(self, expression: str) -> Any:
        """Return the value of an expression in the page; a promise is waited for."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise RuntimeError(str(found["exceptionDetails"].get("exception", found["exceptionDetails"])))
        return found["result"].get("value")

    def run(self, script: str) -> None:
        """Run a script in the page; the page's own policy does not hold it back."""
        found = self.call("Runtime.evaluate", expression=f"{script};undefined")
        if "exceptionDetails" in found:
            raise RuntimeError(str(found["exceptionDetails"]))

    def key(self, name: str) -> None:
        """Press a key, such as Tab or Enter."""
        text = {"Enter": "\r"}.get(name, "")
        code = {"Enter": 13, "Tab": 9, " ": 32, "ArrowRight": 39}.get(name, 0)
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=name, code=name, text=text, windowsVirtualKeyCode=code)

    def picture(self, path: Path, *, is_whole: bool = False) -> None:
        """Write a picture of what is seen, or of the whole page, in the format of the file's name: png or webp."""
        taken = self.call("Page.captureScreenshot", format=path.suffix[1:], quality=60, captureBeyondViewport=is_whole)
        path.write_bytes(b64decode(taken["data"]))

    def pdf(self) -> bytes:
        """The page as it is printed, on A4."""
        return b64decode(
            self.call(
                "Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True, printBackground=True
            )["data"]
        )

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._back.fileno(), 1 << 20)
            if not more:
                msg = "Chromium has ended"
                raise RuntimeError(msg)
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(line))

    def _note(self, told: dict[str, Any]) -> None:
        values = told.get("params", {})
        match told.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(values["request"]["url"])
            case "Runtime.exceptionThrown":
                self.errors.append(str(values["exceptionDetails"]))
            case "Runtime.consoleAPICalled" if values["type"] in {"error", "warning", "assert"}:
                self.errors.append(" ".join(str(part.get("value", part.get("description"))) for part in values["args"]))
            case "Log.entryAdded" if values["entry"]["level"] in {"error", "warning"}:
                self.errors.append(values["entry"]["text"])


@contextmanager
def browser() -> Iterator[Page]:
    """
    A running Chromium with one tab.

    Raises:
        RuntimeError: it is not installed.
    """
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        msg = "Chromium is missing; run: scripts/system-packages chromium"
        raise RuntimeError(msg)
    read_to, to = os.pipe()
    back, write_back = os.pipe()
    with TemporaryDirectory(prefix="chromium-") as home:
        words = [program, *_OPTIONS, f"--user-data-dir={home}/profile", "about:blank"]
        running = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _PLACED, str(read_to), str(write_back), *words],
            pass_fds=(read_to, write_back),
            env={"PATH": os.environ["PATH"], "HOME": home},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(read_to)
        os.close(write_back)
        try:
            with os.fdopen(to, "wb") as sending, os.fdopen(back, "rb") as receiving:
                yield Page(sending, receiving)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
