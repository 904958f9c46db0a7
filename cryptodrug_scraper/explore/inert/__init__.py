"""
A page as it looked, that does nothing, with marks which it can neither hide nor imitate.

Elements, attributes and styles are not those of the page with the harmful ones taken out: they are made anew, each from
a closed list of values. What the page says stands in them as text alone.
"""
