"""Days and months as the measures count them."""
