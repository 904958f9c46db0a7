"""The database: models, migrations, bulk loading, and the server it all runs on."""
