"""What a researcher reads: one self-contained page for a country and window."""
