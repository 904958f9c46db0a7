"""Tables of the truth: what an economy holds, in rows that others can read."""
