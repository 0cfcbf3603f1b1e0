"""A file that is either written whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from iepcycle.cli.ending import UnusableError
from iepcycle.render import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

STREAMS: Final = frozenset(map(Path, ("/dev", "/dev/fd", "/proc/self/fd")))
"""Where the streams of the process have paths: they may lead to a file that others write to."""


class WholeFile:
    """A file that takes the place of the one at its path when all is written, and not before.

    Until then it stands beside it; whatever goes wrong, also an interrupt, the one at the path stays as it was.
    A device or a pipe is written as it comes.

    Use it in a ``with`` statement, and call `keep` at the end.
    """

    def __init__(self, path: str) -> None:
        """Open the file.

        Raises:
            UnusableError: It cannot be written.
        """
        self.name = printable(path)
        """The path, as it can be shown."""
        self._target = Path(os.path.realpath(path))
        self._beside: Path | None = None
        with self._told():
            self._stream = self._opened(Path(path))

    def _opened(self, path: Path) -> BinaryIO:
        if path.exists():
            if not path.is_file() or path.parent in STREAMS:
                return path.open("ab")
            with path.open("r+b"):
                pass  # a file that is protected from being written is not replaced either
        return self._opened_beside()

    def _opened_beside(self) -> BinaryIO:
        """Open a file of which the name is free; one of a process that was killed may still be there."""
        number = 0
        while True:
            beside = self._target.with_name(f".{self._target.name}.{os.getpid()}-{number}.part")
            try:
                stream = beside.open("xb")
            except FileExistsError:
                number += 1
            else:
                self._beside = beside
                return stream

    def __enter__(self) -> Self:
        """Write to the file in the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Forget what was written unless it was kept."""
        with suppress(OSError):
            self._stream.close()
        if self._beside is not None:
            with suppress(OSError):
                self._beside.unlink()

    def write(self, data: bytes) -> None:
        """Write more.

        Raises:
            UnusableError: It cannot be written, because the disk is full, for example.
        """
        with self._told():
            self._stream.write(data)

    def keep(self) -> None:
        """Put the file in its place, now that all is written.

        Raises:
            UnusableError: It cannot be written.
        """
        with self._told():
            self._stream.flush()
            if self._beside is not None:
                os.fsync(self._stream.fileno())
                if self._target.exists():
                    self._beside.chmod(self._target.stat().st_mode)
                self._beside.replace(self._target)
                self._beside = None

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            message = f"Cannot write {self.name}: {error.strerror}."
            raise UnusableError(message) from None
