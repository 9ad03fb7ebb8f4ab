from __future__ import annotations

import sys
from pathlib import Path

# promo_cases lives beside these tests and is used by their neighbours too.
sys.path.insert(0, str(Path(__file__).parent))
