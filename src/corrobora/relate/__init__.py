"""How many readings hang together: entities, copies, translations, origins; no network, no database."""
