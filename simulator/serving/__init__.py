"""Serve a market over HTTP on this machine, with its walls and faults, to test crawlers on."""

from simulator.serving.person import sign_in, solve_captcha
from simulator.serving.running import Control, Running, serve_in_process, serve_in_thread
from simulator.serving.settings import Faults, Settings

__all__ = [
    "Control",
    "Faults",
    "Running",
    "Settings",
    "serve_in_process",
    "serve_in_thread",
    "sign_in",
    "solve_captcha",
]
