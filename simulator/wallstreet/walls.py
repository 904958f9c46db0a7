"""
Pages in place of content, as somebody who is not logged in sees them: in English.

Those before the login are known from saved pages. The wording of the notice about a session is invented.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError
from simulator.site import Page
from simulator.wallstreet.frame import PICTURES
from simulator.wallstreet.labels import LABELS
from simulator.wallstreet.shell import Shell

if TYPE_CHECKING:
    from simulator.state import Snapshot

__all__ = ["notice", "wall_page"]

_NEW_CAPTCHA_FROM = int(datetime(2018, 3, 15, tzinfo=UTC).timestamp())
"""Scrapers changed what they look for in March 2018."""

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_BOX = """    <div class="container">
        <div class="row justify-content-center">
            <div class="col-lg-6">
                <div class="card card-body">
{content}
                </div>
            </div>
        </div>
    </div>
"""
_CAPTCHA_INPUT = (
    '<img class="captcha_image" id="captcha_{id}" src="{picture}" alt="" title="captcha" width="130" height="50">'
    '<input id="form_captcha" name="form[captcha]" required="required" class="form-control" placeholder="Captcha" '
    'type="text">'
)
_CHECK = """                    <h3 class="wms_captcha_field wsm_pbc_headmod">Security Check</h3>
                    <h3>Good day,</h3>
                    <p>Type the letters, please. Your <i>market</i></p>
                    <h4>Mirrors: <small style="font-size: 0.8rem" class="text-muted">write them down</small></h4>
                    <ul>
                        <li><a class="small" href="/">this one</a></li>
                        <li><a href="/">and this one</a></li>
                    </ul>
                    <div class="landing-form">
                        <form name="form" method="post">
                            {captcha}
                            <button class=" btn btn-block btn3d btn-info">\
<i class="ionicons ion-android-checkmark-circle"></i> Enter</button>
                        <input id="form__token" name="form[_token]" value="{token}" type="hidden"></form>
                    </div>"""
_OLD_CHECK = """                    <h3>Security Check</h3>
                    <form name="form" method="post">
                        <div class="wms_captcha_field"><img src="{picture}" alt="">
                        <input id="captcha_input" name="form[captcha]" required="required" class="form-control" \
type="text"></div>
                        <button class=" btn btn-block btn3d btn-info">Enter</button>
                        <input id="form__token" name="form[_token]" value="{token}" type="hidden">
                    </form>"""
_LOGIN = """                    <h3 class="wms_captcha_field wsm_pbc_headmod">Log In</h3>
{notice}                    <form name="form" method="post" class="login-form">
                        <div class="form-group"><label for="form_username" class="required">Username</label>\
<input type="text" id="form_username" name="form[username]" required="required" class="form-control"></div>
                        <div class="form-group"><label for="form_password" class="required">Password</label>\
<input type="password" id="form_password" name="form[password]" required="required" class="form-control"></div>
                        {captcha}
                        <select id="form_sessionLength" name="form[sessionLength]" class="form-control">\
<option value="1200">20m</option><option value="3600">60m</option><option value="14400">4h</option>\
<option value="28800">8h</option><option value="43200">12h</option></select>
                        <select id="form_language" name="form[language]" class="form-control">\
<option value="de">de</option><option value="en" selected="selected">en</option><option value="es">es</option>\
<option value="br">br</option><option value="it">it</option><option value="fr">fr</option></select>
                        <div id="form_pictureQuality"><input type="radio" name="form[pictureQuality]" value="0">\
<input type="radio" name="form[pictureQuality]" value="1" checked="checked">\
<input type="radio" name="form[pictureQuality]" value="2"></div>
                        <button class=" btn btn-block btn3d btn-info"><i class="ionicons ion-log-in"></i> Enter</button>
                        <input id="form__token" name="form[_token]" value="{token}" type="hidden">
                    </form>"""
_EXPIRED = '                    <div class="alert alert-warning width-100">Your session has expired.</div>\n'
_MAINTENANCE = """    <div class="row">
        <div class="col-lg-8">
            <div class="card card-inverse card-primary">
                <div class="card-body">
                    <blockquote class="card-bodyquote">
                        <h2>Status</h2>
                        <p>We are repairing something.</p>
                        <div class="card card-info card-body">
                            New disks.
                        </div>
                        <hr>
                        <small>
                            <b>Beginning of maintenance:</b> {begin}<br>
                            <b>Expected end:</b> {end}
                        </small>
                    </blockquote>
                </div>
            </div>
        </div>
        <div class="col-lg-4">
            <div class="card card-inverse card-warning card-body">
                <blockquote class="card-bodyquote">
                    <h2>Maintenance</h2>
                    <p>It takes an hour at most.<br>Come back then.</p>
                </blockquote>
            </div>
        </div>
    </div>
"""
_ERROR = "                    <h2>{number}</h2>\n                    <p>{text}</p>"
_CLASSES = {
    "captcha": "act-frontendLandingIndex",
    "login": "act-frontendLoginIndex",
    "session_lost": "act-frontendLoginIndex",
    "maintenance": "act-frontendMaintenanceIndex",
    "error": "",
}


def wall_page(kind: str, snapshot: Snapshot) -> Page:
    """
    A wall of one kind: ``login``, ``captcha``, ``session_lost``, ``maintenance`` or ``error``.

    The security check has the form of its time: another one until March 2018.

    Raises:
        ConfigurationError: the market has no such wall.
    """
    if kind not in _CLASSES:
        message = f"Wall Street Market has no wall {kind!r}: ask for {', '.join(_CLASSES)}"
        raise ConfigurationError(message)
    shell = Shell(LABELS["en"], snapshot.instant, len(snapshot.handles()), logged_in=False)
    body = shell.page(_CLASSES[kind], _content(kind, snapshot.instant, shell.token))
    return Page(kind, body, status=500 if kind == "error" else 200)


def notice(shell: Shell, text: str, *, number: int | None = None) -> bytes:
    """A page inside the frame that says one thing: what is gone, or an error with its number."""
    alert = f'                    <div class="alert alert-danger width-100">{text}</div>'
    return shell.page("", _BOX.format(content=alert if number is None else _ERROR.format(number=number, text=text)))


def _content(kind: str, instant: int, secret: str) -> str:
    captcha = _CAPTCHA_INPUT.format(id=f"{instant:08x}{instant % 0xFFFFF:05x}", picture=PICTURES[1])
    if kind == "maintenance":
        begin = instant - instant % 3600
        return _MAINTENANCE.format(begin=_clock(begin), end=_clock(begin + 3600))
    if kind == "error":
        return _BOX.format(content=_ERROR.format(number=500, text="Internal Server Error"))
    if kind == "captcha" and instant < _NEW_CAPTCHA_FROM:
        return _BOX.format(content=_OLD_CHECK.format(picture=PICTURES[1], token=secret))
    if kind == "captcha":
        return _BOX.format(content=_CHECK.format(captcha=captcha, token=secret))
    text = _EXPIRED if kind == "session_lost" else ""
    return _BOX.format(content=_LOGIN.format(notice=text, captcha=captcha, token=secret))


def _clock(at: int) -> str:
    """An instant as the maintenance page writes it: ``02:15 pm UTC (Tue, 2. Apr, 2019)``."""
    then = datetime.fromtimestamp(at, UTC)
    half = "am" if then.hour < 12 else "pm"
    day = f"{_WEEKDAYS[then.weekday()]}, {then.day}. {LABELS['en'].months[then.month - 1]}"
    return f"{(then.hour - 1) % 12 + 1:02d}:{then.minute:02d} {half} UTC ({day}, {then.year})"
