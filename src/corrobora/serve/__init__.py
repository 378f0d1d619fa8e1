"""Readings as people and programs see them: terminal, web page, JSON."""
