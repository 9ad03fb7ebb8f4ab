"""``python -m assistant.cli.leash MODULE ...``: run a module that ends when whoever started it does.

The starter holds the other end of standard input. When that closes, as it does by itself when the starter is killed,
the module is asked to end as by SIGTERM, and after a while ended.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import time
from threading import Thread

# Seconds the module has to end by itself.
_PATIENCE = 30.0


def _watch() -> None:
    # Read below Python's buffers: their lock must not be held when the interpreter ends.
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE)
    os._exit(1)


def main() -> None:
    """Run the module named first, with the arguments that follow."""
    Thread(target=_watch, name="leash", daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
