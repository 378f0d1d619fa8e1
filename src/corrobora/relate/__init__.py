"""Many readings: how they hang together."""
