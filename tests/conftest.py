"""Hypothesis looks for new cases on every run by hand; in CI it tries the same ones, so that a change is judged by itself."""

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")
