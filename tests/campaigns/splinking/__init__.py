"""The project's identity of ratings beside that of Splink, on simulated pages."""
