"""Markets with a known truth: an economy by seed, and the pages on which three markets would have shown it."""
