"""
Pages in place of content.

Real ones are known of the login and of the stub only: the words of the others are ours.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from simulator.empire.crumbs import crumbs
from simulator.empire.dates import plain_day
from simulator.empire.hosts import host_of_day
from simulator.site import Page

if TYPE_CHECKING:
    from simulator.empire.frame import Frame
    from simulator.state import Snapshot

__all__ = ["gone_page", "login_page", "unknown_page", "wall_page"]


_STYLE = "        <style>.container{display:inline-block;position:relative;padding-left:5px}</style>\n"


def wall_page(kind: str, snapshot: Snapshot) -> Page:
    """
    A wall.

    Args:
        kind: ``login``, ``captcha``, ``session_lost`` (the stub that sends a browser to the login), ``maintenance`` or
            ``error``.
        snapshot: tells the day's mirror and the clock.

    Raises:
        KeyError: ``kind`` is not one of these.
    """
    host = host_of_day(snapshot.instant // 86_400)
    if kind == "login":
        return login_page(snapshot, expired=False)
    if kind == "session_lost":
        stub = f'<meta http-equiv="Refresh" content="0; URL=http://{host}/index/login?dtf=1" />\n'
        return Page(kind, stub.encode())
    heading, words, status = {
        "captcha": ("SECURITY CHECK", _captcha(host, snapshot), 200),
        "maintenance": (
            "MAINTENANCE",
            "                 <p>The market is down for maintenance. Come back in an hour.</p>\n",
            503,
        ),
        "error": ("ERROR", "                 <p>502 - the market does not answer.</p>\n", 502),
    }[kind]
    inner = f"""                <div class="login-Head">
                    <div class="loginHead-head">
                        <h3>{heading}</h3>
                    </div>
                </div>
                <div class="clear"></div>
{words}"""
    return Page(kind, _outside(host, snapshot, "", inner), status=status)


def login_page(snapshot: Snapshot, *, expired: bool) -> Page:
    """The login; with a notice for whoever comes from a session that has ended, which is then a lost session."""
    host = host_of_day(snapshot.instant // 86_400)
    root = f"http://{host}"
    names = [blake2b(f"{snapshot.instant} {number}".encode(), digest_size=20).hexdigest() for number in range(9)]
    notice = '                    <p class="text-danger">Your session has expired. Log in again.</p>\n'
    menu = f"""    <div class="nav">
        <ul>
            <li><a href="{root}/login">LOGIN</a></li>
            <li><a href="{root}/register">REGISTER</a></li>
            <li><a href="http://forum.{host}" target="_blank">FORUMS</a></li>
            <li><a href="{root}/safe">VERIFY MIRROR</a></li>
        </ul>
    </div>
"""
    inner = f"""                <div class="login-Head">
                    <div class="loginHead-logo">
                        <i class="fa fa-sign-in" aria-hidden="true"></i>
                    </div>

                    <div class="loginHead-head">
                        <h3>LOGIN TO EMPIRE MARKET</h3>
                    </div>
                </div>
                <div class="clear"></div>
{notice if expired else ""}
                 <p>Members only. Make an account <a href="{root}/register">here</a>, or ask for a new password \
<a href="{root}/index/forgot/password"> here </a>.</p>

                <div class="login-textbox">

                    <form action="{root}/index/login" method="post" accept-charset="utf-8">

                    <div class="">

                        <input placeholder="Username" type="text" name='{names[0]}' \
class='login-textbox' value="" autofocus>
                                            </div>

                    <div class="">

                        <input placeholder="Password" type="password" autocomplete="off" name='{names[1]}' \
class='login-textbox'>
                                              </div>

                    <div class="" style="margin-left:em;">
                         {_picture(host, snapshot)}                    </div>

                    <p class="invalidCaptchaError"></p>

                    <div style="padding-top: 10px;">

                        <input style="" placeholder="What's the captcha?" type="text" name="{names[2]}" \
class='login-textbox'>
                    </div>

                    <div class="login-wrap">
                        <input type="hidden" value="Login" name='{names[3]}'>
                        <input type="hidden" name="token" value="{names[4]}">
                        <input type="hidden" value="Login" name='{names[5]}'>
                        <input class="primary_button" type="submit" value="Login" name='{names[6]}'>
                        <input type="hidden" value="Login" name='{names[7]}'>
                        <input type="hidden" value="Login" name='{names[8]}'>
                    </div>

                    </form>

                </div>
"""
    return Page("session_lost" if expired else "login", _outside(host, snapshot, menu, inner))


def gone_page(frame: Frame) -> Page:
    """Return the page in place of a listing that is gone."""
    return Page("listing_gone", _inside(frame, "                <h2>Product does not exist.</h2>\n"))


def unknown_page(frame: Frame) -> Page:
    """Return the answer to an address, or an account, that the market does not have."""
    words = '                <h2>Error 404</h2>\n                <p class="padp">Nothing is to be found here.</p>\n'
    return Page("error", _inside(frame, words), status=404)


def _inside(frame: Frame, content: str) -> bytes:
    home = f'<a href="http://{frame.host}/home">Home</a>'
    return frame.page("", crumbs("fa-home", [home]), frame.categories + frame.rates, content)


def _picture(host: str, snapshot: Snapshot) -> str:
    return (
        f"<div class='image' style='margin-left:px;margin-top:px;'><img src=\"http://{host}/public/captchaimg/"
        f'{snapshot.instant}.7041.jpg" style="width: 600; height: 200; border: 0;" alt=" "/></div>'
    )


def _captcha(host: str, snapshot: Snapshot) -> str:
    return f"""                 <p>Type the digits, then go on.</p>
                    <form action="http://{host}/index/check" method="post" accept-charset="utf-8">
                         {_picture(host, snapshot)}
                        <input placeholder="Captcha: Black numbers only." type="text" name="check" \
class='login-textbox'>
                        <input class="primary_button" type="submit" value="Continue">
                    </form>
"""


def _outside(host: str, snapshot: Snapshot, menu: str, inner: str) -> bytes:
    root = f"http://{host}"
    clock = plain_day(snapshot.instant)
    bar = (
        f"""        <div class="sub_head_inner_header">
            <i class="fa fa-sign-in fa-fontSet" aria-hidden="true"></i>
        <div class="check"><p></p></div>
            <h3> <a href="{root}/login">Login</a> </h3>
            <div class="check"><p></p></div>
            <i class="fa fa-sitemap fa-fontSet sitemap" aria-hidden="true"></i>
        </div>
"""
        if menu
        else ""
    )
    return f"""<!DOCTYPE html>
<html>
<head>
    <title>Empire Market</title>
    <link rel="stylesheet" type="text/css" href="{root}/public/css/style.css?v=3"/>
    <link rel="stylesheet" href="{root}/public/css/font-awesome.min.css"/>
  <link rel="icon" href="{root}/favicon.png" type="image/png"/>
</head>
<body>

<a href="{root}/login"><img style="padding-bottom: 10px;padding-top: 10px;" src="{root}/public/image/logo.png"></a>
<div class="body-content">
{menu}
    <div class="body-content">

{bar}{_STYLE if menu else ""}
        <div class="wrapper">

            <div class="login-page">
{inner}            </div>
        </div>

{bar}
</div>

</div>
<div class="footer">
    <p><font size="1">

  <span style="float:right;">
  Server time: {clock}  </span>


    <span style="float:left;">Copyright &copy; {clock.split()[-2]} Empire Market {host}</span> </font><br/>

  </p>

</div>
</body>
</html>
""".encode()
