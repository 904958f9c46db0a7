"""The commands of ``cryptodrug simulate``."""
