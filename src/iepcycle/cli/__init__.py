"""The command ``iepcycle``: a file for each subcommand, and what they share.

Results go to standard output and messages to standard error.
The exit code is 0 when all is well, 1 when there are findings, and 2 when input or arguments cannot be used.
"""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command with the arguments of the process, and end the process."""
    try:
        from iepcycle.cli.app import run  # noqa: PLC0415 -- click and rich may be missing
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] not in {"click", "rich"}:
            raise
        sys.exit(_needs_extra())
    run(sys.argv[1:])


def _needs_extra() -> int:
    sys.stderr.write("The command iepcycle needs an extra: pip install 'iepcycle[cli]'\n")
    return 2
