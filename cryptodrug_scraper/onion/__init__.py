"""The request path: what may be asked, through which stream of Tor's, with which headers, and how a body is decoded."""
