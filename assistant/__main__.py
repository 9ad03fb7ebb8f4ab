"""``python -m assistant`` and the installed command run the command line."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C while it is still loading ends it as quietly as later."""
    try:
        from assistant.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("已中断\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
