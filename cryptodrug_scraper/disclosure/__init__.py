"""What may be shown to whom: the threshold, numbers of accounts as published, and what is withheld together."""
