from __future__ import annotations

import sys
from pathlib import Path

# promo_cases lives two folders up, beside the tests of refusals that use it too.
sys.path.insert(0, str(Path(__file__).parents[2]))
