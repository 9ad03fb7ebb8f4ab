"""Matrix products use one thread, unless whoever starts the program says otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# The kernel's count of this process's threads, after a product large enough to be shared out.
_PRODUCT = """
import os
import assistant
import numpy
matrix = numpy.ones((4000, 384), dtype=numpy.float32)
matrix @ matrix[0]
print(os.environ["OPENBLAS_NUM_THREADS"], len(os.listdir("/proc/self/task")))
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted in /proc")
@pytest.mark.parametrize(("given", "told"), [("", "1"), ("2", "2")])
def test_products_take_as_many_threads_as_they_are_told(given, told):
    environment = {key: value for key, value in os.environ.items() if key != "OPENBLAS_NUM_THREADS"}
    if given:
        environment["OPENBLAS_NUM_THREADS"] = given
    found = subprocess.run(
        [sys.executable, "-c", _PRODUCT], env=environment, capture_output=True, text=True, check=True
    ).stdout.split()

    assert found[0] == told
    if told == "1":
        assert found[1] == "1"
