"""Names that belong to no language pack, as TOML and JSON files, and the table of the domains of outlets."""
