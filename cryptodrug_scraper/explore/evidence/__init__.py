"""
Which words of a page its fields were read from, found by reading it again without them.

Parsers are pure: the same bytes give the same records. So a text or an attribute is evidence of a field if the field is
read differently once it is altered. Nothing here knows a market or a selector; what it says holds by construction.
"""
