"""Settings for every test."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Time is never asserted: a loaded machine is no failure. CI plays the same examples for the same code.
settings.register_profile(
    "project", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("project")
