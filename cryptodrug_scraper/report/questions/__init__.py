"""The questions of a report, one module each: SQL over the views, pictures, rows, and what they say in a sentence."""
