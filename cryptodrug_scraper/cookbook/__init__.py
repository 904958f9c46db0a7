"""Questions that studies of drug markets ask: the SQL that answers each, and the values that it is asked with."""
