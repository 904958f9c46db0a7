"""Words that mean something in the inputs, which chance alone would hardly make."""

from __future__ import annotations

__all__ = ["TOKENS"]

TOKENS = (
    *(b"<html>", b"</html>", b"<table>", b"<tr>", b"<td>", b"<a href=", b"<div class=", b"<title>", b"<!--", b"-->"),
    *(b"&nbsp;", b"&#x0;", b"&#1114112;", b"charset=utf-16", b"0001-01-01", b"9999-12-31", b"T23:59:59", b"+14:00"),
    *(b"1e400", b"NaN", b"Infinity", b"99999999999999999999", b"10000000000000000000000000000g", b"-1", b"\\u0000"),
    *(b"\\ud800", b"\xed\xa0\x80", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n\r\n", b"WARC/1.0\r\n", b"WARC/1.1\r\n"),
    *(b"WARC-Type: revisit\r\n", b"WARC-Type: response\r\n", b"WARC-Type: resource\r\n", b"WARC-Date: ", b"Z\r\n"),
    *(b"WARC-Refers-To: ", b"WARC-Refers-To-Target-URI: ", b"WARC-Refers-To-Date: ", b"WARC-Target-URI: "),
    *(b"WARC-Payload-Digest: sha1:", b"WARC-Block-Digest: sha256:", b"WARC-Truncated: length\r\n", b"Content-Length: "),
    *(b"Cryptodrug-Origin: ", b"Cryptodrug-Captured: ", b"Cryptodrug-Crawl: ", b"------------------------------------"),
    *(b"HTTP/1.1 200 OK\r\n", b"Content-Type: ", b"Content-Encoding: gzip\r\n", b"Content-Encoding: br\r\n"),
    *(
        b"Transfer-Encoding: chunked\r\n",
        b"application/http; msgtype=response",
        b"http://[",
        b"http://x:abc/",
        b"\n====\n",
    ),
    *(b"mtime=", b"size=", b"path=", b"../", b"hts-cache/", b"/index.html?a=%ff", b".onion/", b"2018-11-18/", b"%3f"),
    *(
        b'"captured_at": "',
        b'"http_status": ',
        b'"content_type": "',
        b'"url": "',
        b'"headers": {',
        b'"body": "',
        b"[[entry]]",
    ),
    *(
        b"cron = ",
        b"after = { ",
        b"{due:%Y}",
        b"{due.__class__}",
        b"= 1979-05-27T07:32:00Z",
        b"[[event]]",
        b" > ",
        b"\x1b[",
    ),
)
