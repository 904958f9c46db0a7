"""The page behind the number: a small web application on loopback."""
