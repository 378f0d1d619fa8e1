"""Hypothesis looks for new cases whenever somebody runs the tests; in CI it tries the same ones every time."""

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")
