"""What stands around every page: head, menu bar, alerts, footer with statistics, languages and settings."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.wallstreet.labels import Labels

__all__ = ["Shell", "token"]

_LANGUAGES = ("de", "en", "es", "br", "it", "fr")
_SESSIONS = ((1200, "20m"), (3600, "60m"), (14400, "4h"), (28800, "8h"), (43200, "12h"))
_STYLES = ("bootstrap", "dragon", "ext", "btn3d", "ionicons")
_FIRST_YEAR = 2016

_HEAD = """<!DOCTYPE html>
<html lang="en"><head>
        <meta charset="UTF-8">
        <meta name="viewport" content="width=device-width, user-scalable=no, initial-scale=1.0, maximum-scale=1.0, \
minimum-scale=1.0">
        <meta http-equiv="X-UA-Compatible" content="ie=edge">
        <title>Wallstreet Market</title>
{styles}
</head>
<body class="@class@">
        <div class="container" id="mCont">
        <div id="wrap">
    <div class="row">
        <nav class="navbar navbar-expand fixed-top navbar-dark nav_ext">
            <div class="container">
                <div class="wsm-menu col-12">
                    <a class="navbar-brand mr-0" href="/index">
                        <h1 class="shop_mhead">Wall<sup>ST</sup> Market</h1>
                        <h1 class="shop_mhead mhead-small">WSM</h1>
                    </a>
                    <input id="menu-toggle" type="checkbox">
                    <label class="toggler" type="button" for="menu-toggle">
                        <span class="navbar-toggler-icon"></span>
                    </label>
                    <div class="content ">
                        <ul class="navbar-nav navbar-sm-linkbig">
{items}
                        </ul>
                    </div>
                </div>
            </div>
        </nav>
    </div>
</div>
<div class="special-border"></div>
<div class="clearfix"></div>
<div class="row globalalertrow">
    <div class="col-12">
                    </div>
</div>
"""

_FOOT = """    </div>
        <div id="footer">
    <div class="container">
        <div class="row text-nowrap">
            <div class="col-md-3 col-sm-4">
                <a target="_blank" href="/out/reviews"><i class="ionicons ion-speedometer"></i> Reviews</a><br />
                <a target="_blank" href="/out/hub"><i class="ionicons ion-ios-world"></i> Hub</a><br />
                <a target="_blank" href="/out/talk"><b>t</b> Talk</a><br />
                <a href="/qualitycontrol"><i class="ionicons ion-ios-checkmark"></i> Quality control</a>
            </div>
            <div class="col-md-3 col-sm-4">
                <a target="_blank" href="/pgp.txt"><i class="ionicons ion-key"></i> Public PGP-Key</a><br />
                <a href="/faq"><i class="ionicons ion-help"></i> FAQ</a><br />
                <a target="_blank" href="/out/forum"><i class="ionicons ion-ios-people"></i> Forum</a><br />
                <a target="_blank" href="/verify.txt"><i class="ionicons ion-android-done-all"></i> Verify</a>
            </div>
            <div class="col-md-3 d-none d-md-block">
                <div class="badge badge-info badge-pill">{stats}</div>
                <ul class="small pl-3">
                    <li>{customers} {customers_word}</li>
                    <li>{vendors} {vendors_word}</li>
                </ul>
            </div>
            <div class="col-md-3 col-sm-4 text-right">
                <form method="post" action="">
                    <input id="simpleLangFrom__token" name="simpleLangFrom[_token]" value="{token}" type="hidden">
{buttons}
                </form>
                <div class="modal-container check">
                    <input id="modal-toggle" type="checkbox">
                    <label class="text-info mb-0" style="white-space: nowrap; cursor: pointer;" for="modal-toggle">
                        <i class="ionicons ion-settings"></i> {settings}
                    </label>
                    <label class="modal-backdrop" for="modal-toggle"></label>
                    <div class="modal-content text-left">
                        <div class="modal-header">
                            <h5 class="modal-title">{settings}</h5>
                            <label class="modal-close" for="modal-toggle">
                                <span>×</span>
                            </label>
                        </div>
                        <div class="modal-body">
                            <p style="white-space: normal;">Choose how these pages look to you.</p>
                            <form action="" method="POST">
                                <input name="super_write" value="1" type="hidden">
                                <input id="superWriter__token" name="superWriter[_token]" value="{token}" type="hidden">
                                <fieldset class="form-group">
                                    <span class="font-weight-bold">Session time</span>
                                    <span class="text-muted small">Shorter is better</span>
                                    <select id="superWriter_sessionLength" name="superWriter[sessionLength]" \
class="form-control form-control-sm">{sessions}</select>
                                    {session_note}<div class="text-right text-muted xsmall">Then you must sign in</div>
                                </fieldset>
                                <div class="form-group">
                                    <label class="font-weight-bold">Language</label>
                                    <div class="ml-1">
{languages}
                                    </div>
                                </div>
                                <div class="form-group">
                                    <label class="font-weight-bold">Thumbnail quality{picture_note}</label><br>
{qualities}
                                </div>
                                <div class="modal-footer">
                                    <label class="btn btn-danger btn mb-0" for="modal-toggle">Close</label>
                                    <button class="btn btn-success btn float-right">\
<i class="ionicons ion-android-upload"></i> Save</button>
                                </div>
                            </form>
                        </div>
                    </div>
                </div>
                <div class="small">Servertime: {clock}</div>
                <div class="small">© {first_year}-{year}</div>
            </div>
        </div>
    </div>
</div>
</body></html>"""

_ITEM = """                            <li class="nav-item">
                                <a class="nav-link" href="{href}">
                                    <i class="ionicons {icon}"></i> {text}
                                </a>
                            </li>"""
_LOG_OUT = """                            <li class="nav-item"><span class="nav-link">\
<i class="ionicons ion-social-bitcoin"></i> 0.00000 BTC</span></li>
                            <li class="nav-item">
                                <form method="post" action="/logout">
                                    <input type="hidden" name="logout[_token]" value="{token}">
                                    <button class="nobtn nav-link"><i class="ionicons ion-log-out"></i> {text}</button>
                                </form>
                            </li>"""
_RADIO = """                                    <label class="custom-control custom-radio">
                                        <input class="custom-control-input" name="superWriter[{field}]" \
value="{value}"{checked} type="radio">
                                        <span class="custom-control-indicator"></span>
                                        <span class="custom-control-description">{text}</span>
                                    </label>"""
_BUTTON = """                    <button name="simpleLangFrom[language]" value="{value}" class="nobtn flag_img {state}">
                        <img src="/img/flags/{picture}">
                    </button>"""
_NOTE = '<small class="text-danger">Only with an account</small>'


class Shell:
    """
    The frame of one instant and one language.

    Args:
        labels: the language.
        instant: seconds since 1970, which the footer's clock shows.
        vendors: how many accounts the statistics name; customers follow from them.
        pictures: quality of pictures that the settings show, 0 to 2.
        logged_in: whether the menu bar is that of an account.
    """

    def __init__(self, labels: Labels, instant: int, vendors: int, pictures: int = 0, *, logged_in: bool) -> None:
        self.token = token(f"{instant} {labels.code}")
        """Value of the fields against forged requests."""
        styles = "\n".join(f'    <link rel="stylesheet" href="/css/{name}.css?v=3">' for name in _STYLES)
        items = self._account_items(labels) if logged_in else self._visitor_items(labels)
        self._head, self._body = _HEAD.replace("{styles}", styles).replace("{items}", "\n".join(items)).split("@class@")
        self._foot = self._footer(labels, instant, vendors, pictures, logged_in=logged_in)

    def page(self, body_class: str, content: str) -> bytes:
        """A whole page around its content."""
        return f"{self._head}{body_class}{self._body}{content}{self._foot}".encode()

    def _account_items(self, labels: Labels) -> list[str]:
        items = (("/index", "ion-home", labels.home), ("/orders", "ion-bag", labels.orders))
        links = [*items, ("/messages", "ion-email", labels.messages)]
        shown = [_ITEM.format(href=href, icon=icon, text=text) for href, icon, text in links]
        return [*shown, _LOG_OUT.format(token=self.token, text=labels.log_out)]

    def _visitor_items(self, labels: Labels) -> list[str]:
        links = (
            ("/index", "ion-home", labels.home),
            ("/login", "ion-log-in", labels.log_in),
            ("/signup", "ion-android-create", labels.sign_up),
        )
        return [_ITEM.format(href=href, icon=icon, text=text) for href, icon, text in links]

    def _footer(self, labels: Labels, instant: int, vendors: int, pictures: int, *, logged_in: bool) -> str:
        then = datetime.fromtimestamp(instant, UTC)
        flags = {language: f'<img class="flag_img" src="/img/flags/{language.upper()}.png">' for language in _LANGUAGES}
        return _FOOT.format(
            stats=labels.stats,
            customers=f"{vendors * 219 / 1_000_000:.2f}m",  # the ratio of the public figures of April 2019
            customers_word=labels.customers,
            vendors=f"{vendors / 1000:.1f}k",
            vendors_word=labels.vendors,
            token=self.token,
            buttons="\n".join(_language_button(language, labels.code) for language in _LANGUAGES),
            settings=labels.settings,
            sessions="".join(f'<option value="{seconds}">{text} </option>' for seconds, text in _SESSIONS),
            session_note="" if logged_in else f'<div class="float-left small">{_NOTE}</div>',
            languages="\n".join(
                _radio("language", language, flags[language], checked=language == labels.code)
                for language in _LANGUAGES
            ),
            picture_note="" if logged_in else f" {_NOTE}",
            qualities="\n".join(
                f'<div class="ml-1">\n{_radio("pictureQuality", str(value), text, checked=value == pictures)}\n</div>'
                for value, text in enumerate(("No thumbnails", "Bad quality", "Good quality"))
            ),
            clock=f"{then:%H:%M:%S}",
            first_year=_FIRST_YEAR,
            year=then.year,
        )


def token(seed: str) -> str:
    """A value such as forms carry against forged requests, always the same for the same seed."""
    return urlsafe_b64encode(hashlib.sha256(seed.encode()).digest()).decode().rstrip("=")


def _language_button(language: str, current: str) -> str:
    return _BUTTON.format(
        value=language, state="checked" if language == current else "inactive", picture=f"{language.upper()}.png"
    )


def _radio(field: str, value: str, text: str, *, checked: bool) -> str:
    return _RADIO.format(field=field, value=value, text=text, checked=' checked="checked"' if checked else "")
