"""The command, as ``python -m iepcycle``."""

from iepcycle.cli import main

main()
