"""Puts this folder on the path, where the newspapers and the torture are that several tests use."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
