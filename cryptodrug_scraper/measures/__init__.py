"""What is computed from observations: it can be computed again, and never edits them."""
