"""``iepcycle audit``: hold the records of many students against the rules."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iepcycle.citations import Severity
from iepcycle.cli.auditing.complaints import Complaints
from iepcycle.cli.auditing.formats import FORMATS
from iepcycle.cli.auditing.inputs import Inputs
from iepcycle.cli.auditing.run import Run
from iepcycle.cli.auditing.work import Settings
from iepcycle.cli.days import Day
from iepcycle.cli.ending import UnusableError
from iepcycle.cli.options import policy_option
from iepcycle.cli.whole_file import WholeFile
from iepcycle.errors import InvalidRecordError
from iepcycle.render import printable
from iepcycle.tables import TableMapping, read_mapping

if TYPE_CHECKING:
    from datetime import date

    from iepcycle.policy import Policy

_NEVER = "never"


def _mapping(
    _context: click.Context, _parameter: click.Parameter, file: str | None
) -> TableMapping | None:
    if file is None:
        return None
    name = printable(file)
    try:
        return read_mapping(Path(file).read_text("utf-8"))
    except OSError as error:
        message = f"Cannot read {name}: {error.strerror}."
    except UnicodeDecodeError:
        message = f"Cannot read {name}: it is not UTF-8."
    except InvalidRecordError as error:
        message = "\n  ".join([f"{name} is no mapping.", *map(printable, map(str, error.problems))])
    raise UnusableError(message)


def _severity(_context: click.Context, _parameter: click.Parameter, name: str) -> Severity | None:
    return None if name == _NEVER else Severity(name)


@click.command("audit")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--as-of", type=Day(), help="The day by which an unmet duty is overdue.")
@policy_option
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="Text is a summary with the first findings; the others hold every finding.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option("--output", metavar="FILE", help="Write the findings there, whole or not at all.")
@click.option("--rejects", metavar="FILE", help="Keep records that cannot be read there.")
@click.option(
    "--fail-on",
    type=click.Choice([*(each.value for each in sorted(Severity, reverse=True)), _NEVER]),
    default=Severity.VIOLATION.value,
    show_default=True,
    callback=_severity,
    help="From which severity on a finding makes the exit code 1.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="The number of processes; worth while from some ten thousand students on.",
)
@click.option(
    "--input",
    "kind",
    type=click.Choice(["jsonl", "csv"]),
    help="What the files hold, where their names do not tell.",
)
@click.option("--mapping", metavar="FILE", callback=_mapping, help="How tables name things (TOML).")
@click.option("--sorted", "sorted_by_student", is_flag=True, help="Tables are sorted by student.")
def audit_command(  # noqa: PLR0913 -- one for each option
    *,
    files: tuple[str, ...],
    as_of: date | None,
    policy: Policy,
    form: str,
    output: str | None,
    rejects: str | None,
    fail_on: Severity | None,
    jobs: int,
    kind: str | None,
    mapping: TableMapping | None,
    sorted_by_student: bool,
) -> None:
    """What broke which rule in recorded histories, and what could not be checked.

    A FILE holds students as JSON Lines, or as a table if it ends in .csv; "-" is standard input.
    Records that cannot be read are reported, and the others audited.

    The exit code is 0 when all is well, 1 when there are findings at or above --fail-on, and 2 when a file or a record
    could not be read, whatever was found in the others.
    """
    inputs = Inputs(
        files=files,
        kind=kind,
        mapping=mapping,
        sorted_by_student=sorted_by_student,
        complaints=Complaints(),
    )
    _keep_apart(inputs, output, rejects)
    with ExitStack() as opened:
        run = Run(
            inputs=inputs,
            settings=Settings(policy=policy, as_of=as_of, form=form),
            jobs=jobs,
            fail_on=fail_on,
            output=None if output is None else opened.enter_context(WholeFile(output)),
            rejects=None if rejects is None else opened.enter_context(WholeFile(rejects)),
        )
        code = run()
    click.get_current_context().exit(code)


def _keep_apart(inputs: Inputs, output: str | None, rejects: str | None) -> None:
    """Refuse to write over what is read, or twice to the same file."""
    written = [path for path in (output, rejects) if path is not None]
    for path in written:
        if inputs.include(path):
            message = f"Cannot write {printable(path)}: it is a file to be audited."
            raise UnusableError(message)
    if output is not None and rejects is not None and _is_same(output, rejects):
        message = "Expected different files for --output and --rejects."
        raise UnusableError(message)


def _is_same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other) != os.path.realpath(os.devnull)
