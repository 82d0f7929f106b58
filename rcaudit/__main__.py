"""`python -m rcaudit` is `rcaudit`."""

import sys
from typing import NoReturn

from rcaudit.cli.status import INTERRUPTED


def main() -> NoReturn:
    """Run the command line and exit with the status that the README lists."""
    try:
        from rcaudit.cli.main import main as run  # noqa: PLC0415 - Ctrl-C may come this early
    except KeyboardInterrupt:
        print("Interrupted. Run the same command again.", file=sys.stderr)  # noqa: T201 - no click yet
        sys.exit(INTERRUPTED)
    run()


if __name__ == "__main__":
    main()
