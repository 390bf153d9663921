"""Every table in one place: migrations, append-only triggers, and the check of all the data (`make verify`)."""
