"""The meaning of the reply codes of Tor's SOCKS port."""

from __future__ import annotations

__all__ = ["REPLIES", "reply_meaning", "reply_word"]

REPLIES: dict[int, tuple[str, str]] = {
    0x01: ("general_failure", "general failure"),
    0x02: ("not_allowed", "not allowed by Tor's settings"),
    0x03: ("network_unreachable", "network unreachable"),
    0x04: ("host_unreachable", "host unreachable"),
    0x05: ("connection_refused", "connection refused"),
    0x06: ("ttl_expired", "no circuit in time"),
    0x07: ("command_not_supported", "command not supported"),
    0x08: ("address_not_supported", "kind of address not supported"),
    0xF0: ("descriptor_not_found", "the onion service has published no descriptor: it is down, or has another address"),
    0xF1: ("descriptor_invalid", "the descriptor of the onion service is invalid"),
    0xF2: ("introduction_failed", "the onion service's introduction points do not answer: it went down lately"),
    0xF3: ("rendezvous_failed", "the onion service did not come to the rendezvous"),
    0xF4: ("authorization_missing", "the onion service asks for client authorization"),
    0xF5: ("authorization_wrong", "the onion service refuses this client authorization"),
    0xF6: ("address_invalid", "this is no valid onion address"),
    0xF7: ("introduction_timeout", "the onion service's introduction points answer too late"),
}
"""
For each code a word for the database and a meaning for people: RFC 1928, and from 0xF0 on Tor's extended errors
(proposal 304).
"""


def reply_word(code: int) -> str:
    """Return the word for a code, such as ``descriptor_not_found``."""
    return REPLIES.get(code, (f"reply_{code:02x}", ""))[0]


def reply_meaning(code: int) -> str:
    """Return the meaning of a code, with the code itself."""
    return f"Tor: {REPLIES.get(code, ('', 'unknown reply'))[1]} (0x{code:02X})"
