"""The questions of a report, one module each: SQL over the views, a picture, the rows, and what it says in a sentence."""
