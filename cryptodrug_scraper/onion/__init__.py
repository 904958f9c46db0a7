"""
The path of a request: what may be requested, through which stream of Tor, with which headers, and how a body is
decoded.
"""
