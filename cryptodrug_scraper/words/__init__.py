"""The words that the program has for what it found, in each language: one catalogue for all that shows them."""
