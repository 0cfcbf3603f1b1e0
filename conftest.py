"""Runs every example in the prose: Python, commands and records of the READMEs and of docs/."""

import os
import subprocess
import sys
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from pathlib import Path

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

ROOT = Path(__file__).parent
BESIDE_PYTHON = Path(sys.executable).parent


def check_console(example: Example) -> str | None:
    """Run each line after ``$`` and compare what it prints; ``...`` stands for anything."""
    for session in example.parsed.removeprefix("$ ").split("\n$ "):
        command, _, expected = session.partition("\n")
        finished = subprocess.run(  # noqa: S603 -- the commands are those of our own prose
            ["/bin/sh", "-c", command],
            capture_output=True,
            check=False,
            cwd=ROOT,
            encoding="utf-8",
            env=os.environ
            | {
                "COLUMNS": "100",
                "NO_COLOR": "1",
                "PATH": f"{BESIDE_PYTHON}{os.pathsep}{os.environ['PATH']}",
            },
            stdin=subprocess.DEVNULL,
        )
        printed = f"{finished.stdout}{finished.stderr}".strip() + "\n"
        if not OutputChecker().check_output(expected.strip() + "\n", printed, ELLIPSIS):
            return f"$ {command}\nprinted, with exit code {finished.returncode}:\n\n{printed}"
    return None


def keep_text(example: Example) -> None:
    """Keep a block of JSON, so that the Python below it can read it as ``text``."""
    example.namespace["text"] = example.parsed


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE),
        CodeBlockParser("console", check_console),
        CodeBlockParser("json", keep_text),
    ],
    patterns=["README.md", "docs/*.md"],
).pytest()
