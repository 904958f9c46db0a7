"""The outermost part of Dream Market's pages: head, decoys against copies of the site, footer."""

from __future__ import annotations

from simulator.dream.markup import typed

__all__ = ["DECOYS", "DOCTYPE", "FORUM", "FRAME_SCRIPT", "STYLE_LINKS", "SYSTEM_SCRIPT", "footer", "head"]

_DECOY = "dreamdecoy234567"
_WALLET = "1InventedDecoyWalletOfNobody2222222"
DOCTYPE = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">\n'
STYLE_LINKS = """\
<link rel="icon" type="image/x-icon" href="favicon.ico">
<link rel="stylesheet" type="text/css" href="marketstyle.css">
<link rel="apple-touch-icon" href="favicon-touch.png">
<script language="javascript" type="text/javascript" src="market.js"></script>
<script language="javascript" type="text/javascript" src="jquery-1.8.1.min.js"></script>
"""
SYSTEM_SCRIPT = """\
<script type="text/javascript">
$( document ).ready( function() {
	$.ajax({type: "GET",
		url: './?ensureSysSecurity=systemwide'
	})
});
</script>
"""
FRAME_SCRIPT = """\
<script language="javascript" type="text/javascript">

$(document).ready(function() {
  $('#javaScriptWarning').css('display', 'block');
});

var playSounds = true;

</script>
"""
_STYLE = """\
<style type="text/css">

a[href="/register"] {
	position: fixed;
	left: 1em;
}
.djfk956733 {
	position: absolute;
	width: 100%;
}
.djfk956733  .inner {
	display: inline;
	color: red;
}

a.kdfiuer847[href	*="mdeco"] {
	display: none;
}
a.kdfiuer847[href
*=
"Decoy"] {
	display: none;
}

.bakrlop[artumm	*="mdeco"] {
	display: none;
}

div.login {
	display: block;
}
.youHaveBeenPhished {
	position: fixed;
	top: -100em;
	color: red;
}

</style>
"""
DECOYS = f"""\
<div artumm="{_DECOY}" class="bakrlop">&nbsp;</div>

<a class="kdfiuer847" href="http://{_DECOY}.onion">
	<span class="djfk956733 "><div class="inner">Phisher site</div></span>
</a>
<a class="kdfiuer847" href="http://{_WALLET}">
	<span class="djfk956733 "><div class="inner">Phisher site</div></span>
</a>

<span id="sound_element" style="position: fixed; width: 1px; height: 1px; top: -100px; left: -100px;">&nbsp;</span>

<div class="youHaveBeenPhished">You have been phished</div>
<div id="converterForCharacters" style="display:none;">&nbsp;</div>
"""
"""What stands before the content of every page: copies of the site are to show it, the site itself hides it."""
MAIN = f'<div artumm="{_DECOY}" class="   main{{}}">\n'

FORUM = f"http://dreamforumexample{'z' * 38}d.onion"


def head(title: str, scripts: str = "") -> str:
    """A page's head, with the scripts that only its kind has before those of all."""
    return (
        f"{DOCTYPE}<html>\n<head>\n<title>{typed(title)}</title>\n"
        f'<meta http-equiv="Content-Type" content="text/html;charset=ISO-8859-1">\n{STYLE_LINKS}{_STYLE}{scripts}'
    )


def footer(host: str, *, dark_mode: int | None) -> str:
    """The end of a page's frame; ``dark_mode`` is the token of the link that switches the lights off."""
    switch = (
        ""
        if dark_mode is None
        else '<div class="switchDLMode">'
        f'<a href="/?daymode=turnLightsOff&amp;globalUpdateToken={dark_mode}">Dark mode</a></div>\n'
    )
    return f"""{switch}<div class="footer">
	<ul class="ulNavItems">
		<li><a href="{FORUM}" target="_blank">Forum</a></li><li class=""></li>
		<li><a href="http://{host}/help" target="blank">Help</a></li>
	</ul>
	<div class="copyRight">
		<div>Copyright &copy; 2013 by SpeedSteppers</div>
	</div>
</div>

</div> <!-- end -->
"""
