"""Pages in place of content: the login, the wall against floods, the end of a session, maintenance and errors."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from simulator.dream import shell
from simulator.dream.hosts import mirrors
from simulator.dream.markup import CONTENT_TYPE, page_bytes
from simulator.site import Page

if TYPE_CHECKING:
    from simulator.dream.frame import Frame

__all__ = ["error_page", "wall_page"]

_LOGIN = "Dream Market Login - Featured anonymous marketplace"
_NOTICES = ("Your session has expired", "You have been logged in elsewhere")
_DECOY_FIELDS = ((4, "Username"), (7, "Password"))
"""Inputs in the two rows of the login form, one of them in use, and their labels."""


def wall_page(kind: str, instant: int) -> Page:
    """
    A wall.

    Args:
        kind: ``login``, ``captcha``, ``session_lost``, ``maintenance`` or ``error``.
        instant: decides between the forms that some walls have, and the names of the login's decoys.

    Raises:
        ValueError: the market has no such wall.
    """
    day = instant // 86400
    if kind == "login":
        return _page(kind, _login(instant))
    if kind == "captcha":
        return _page(kind, _FLOOD_WALL)
    if kind == "session_lost":
        notice = day % 3
        return _page(kind, _REDIRECT if notice == 2 else _login(instant, _NOTICES[notice]))
    if kind == "maintenance":
        return _page(kind, _plain("Dream Market - Maintenance", "Maintenance", "The market is being worked on."))
    if kind == "error":
        return _page(kind, _plain("Error: 502", "Error: 502", "No page came from behind the front server."), status=502)
    message = f"Dream Market has no wall of the kind {kind!r}: use login, captcha, session_lost, maintenance or error"
    raise ValueError(message)


def error_page(frame: Frame) -> Page:
    """The market's own error, in the frame and in its spelling."""
    content = """<div>
	<div class="title">An Error has occured</div>
	<div>This cannot be shown.</div>
</div>
"""
    return Page("error", frame.page("An Error has occured", content), CONTENT_TYPE)


def _page(kind: str, html: str, status: int = 200) -> Page:
    return Page(kind, page_bytes(html), CONTENT_TYPE, status)


def _plain(title: str, heading: str, words: str) -> str:
    return f"""{shell.head(title)}</head>
<body>
{shell.DECOYS}<div class="main">
<div class="title">{heading}</div>
<p>{words}</p>
</div>
</body>
</html>
"""


def _hashed(instant: int, place: int) -> str:
    return blake2b(f"{instant} {place}".encode(), digest_size=16).hexdigest()


def _login(instant: int, notice: str = "") -> str:
    hosts = mirrors(instant // 86400)
    home = f"http://{hosts[0]}/"
    fields, hidden = _fields(instant)
    items = "".join(f'<li><a href="http://{host}">{host}</a></li>\n' for host in hosts)
    items = items.replace("</a></li>", _VERIFIED, 1)
    code = f"c{_hashed(instant, 90)}"
    return f"""{shell.head(_LOGIN)}</head>
<body>
{shell.DECOYS}{shell.MAIN.format("")}<div class="naviHeader   oldBannerImage ">
<div>
<div class="headNavitems">
<ul class="ulNavItems">
<li class="">
<a href="{home}register">Register</a>
</li>
<li class="active">
<a href="{home}">Login</a>
</li>
<li class="">
<a href="{home}?pgpLogin=true">2FA Login</a>
</li>
</ul>
</div>
</div>
</div>
<div class="sidebar browse">
<div class="sidebar">
<div class="sidebarHeader onionMirrors" style="margin-top: 8em;">Onion mirrors</div>
<ul class="onionmirrors" style="padding: 0 0 0 .6em; font-size: 18px;">
{items}</ul>
<div style="padding-left: 1em; color: #777; font-size: 15px;">Another mirror may be faster.</div>
</div>
</div>
<div class="login notloggedin" style="display: none;">
<div class="title">Login with existing user</div>
{f'<div class="warningBox">{notice}</div>' if notice else ""}<form action="{home}" class="hfre87553erRT" method="post">
<div class="formInputs">
{fields}<input name="{_hashed(instant, 91)}" type="hidden" value="{_hashed(instant, 92)}">
<input name="{_hashed(instant, 93)}" style="display: none;" value=""> <div class="captcha">
<label> </label> <img alt="Captcha" class="captcha3" src="img/captcha3">
</div>
<div style="font-size: 12;">Type the letters inside the box.</div>
<div>
<label for="{code}">Captcha code <a href="./help#UsingCaptchas" target="_blank">(?)</a></label>
<input class="text" id="{code}" name="{code}" title="Captcha, case sensitive" type="text">
</div>
<div class="actionContainer iro845uireu73reutr8" style="display: none;">
<input name="{_hashed(instant, 94)}" type="submit" value="Login">
</div>
<div class="actionContainer fghj779zrewuz485oier">
<input name="{_hashed(instant, 95)}" type="submit" value="Login">
</div>
</div>
</form>
<div class="altlink">
<div>
<a href="{home}register">Sign up</a>
</div>
<div>
<a href="{home}?pgpLogin=true">PGP authentication</a>
</div>
<div>
<a href="{home}resetPassword">I lost my password</a>
</div>
</div>
<div class="altlink">
</div>
</div>
<style type="text/css">
{hidden}</style>
{shell.footer(hosts[0], dark_mode=None)}
</body>
</html>
"""


def _fields(instant: int) -> tuple[str, str]:
    """The rows of the login form, and the styles that hide all inputs but one in each."""
    rows, hidden = [], []
    place = 0
    for count, label in _DECOY_FIELDS:
        used = instant % count
        inputs = []
        for number in range(count):
            place += 1
            key = f"c{_hashed(instant, place)}"
            value = "" if number == used else _hashed(instant, place + 50)[: place % 9 + 1]
            kind = "password" if label == "Password" and number == used else ("text", "password")[place % 2]
            inputs.append(f'<input class="text" id="{key}" name="{key[1:]}" type="{kind}" value="{value}">\n')
            if number != used:
                hidden.append(f"\t#{key} {{\n\tdisplay: none;\n}}\n")
        first = f"c{_hashed(instant, place - count + 1)}"
        rows.append(f'<div>\n<label for="{first}">{label}</label>\n{"".join(inputs)}</div>\n')
    return "".join(rows), "".join(hidden)


_VERIFIED = '</a><a class="verifiedOnionMirror" href="verifySafeHeaven" target="_blank">verified</a></li>'
_REDIRECT = """<html>
<head><title>Redirect</title>
<meta http-equiv="refresh" content="0; url=./"></head>
<body>You are not logged in, you are redirectied to <a href="./">login</a></body>
</html>
"""
_FLOOD_WALL = f"""{shell.DOCTYPE}<html>
<head><link rel="stylesheet" type="text/css" href="marketstyle.css">
<title>Dream Market - DDOS Protection</title>
</head>
<body>
<style type="text/css">
.verifyHuman  {{
	width: 520px;
}}
.ddos {{
	text-align: center;
}}
</style>
<div class="verifyHuman">
<form action="./verifyHuman2" method="post">
<div class="ddos">DDOS Protection</div>
<div class="inner">
<div class="iline">Please solve this first:</div>
<div class="iline" style="margin-top: 2em;">
<div class="inl">
<label for="captcha">
<img alt="Captcha" class="captcha" src="img/captcha2">
</label>
</div>
<div class="inl">
<input class="result" id="captcha" name="captcha" placeholder="captcha" title="Captcha, case sensitive">
<a href="./help#UsingCaptchas" target="_blank">(?)</a>
</div>
<div class="inl">
</div>
</div>
<div class="sdiv">
<input name="Solve" type="submit" value="Solve">
</div>
</div>
</form>
</div>
</body>
</html>
"""
