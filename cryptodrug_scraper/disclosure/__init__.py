"""What may be shown to whom: the threshold, numbers of accounts as they are published, and what is withheld together."""
