"""One run of the audit, from the first file to the exit code."""

from __future__ import annotations

from typing import Final

import attrs
import click

from iepcycle.audit import Summary
from iepcycle.citations import Severity
from iepcycle.cli.auditing.complaints import Rejects
from iepcycle.cli.auditing.formats import Ending
from iepcycle.cli.auditing.inputs import Inputs
from iepcycle.cli.auditing.jobs import audited
from iepcycle.cli.auditing.progress import is_watched, progress
from iepcycle.cli.auditing.results import Results
from iepcycle.cli.auditing.work import Settings
from iepcycle.cli.ending import INTERRUPTED, UNUSABLE
from iepcycle.cli.interrupts import whole_or_not_at_all
from iepcycle.cli.whole_file import WholeFile
from iepcycle.render.findings import summary_line

FINDINGS: Final = 1
"""The exit code when there are findings that weigh enough."""


@attrs.frozen(kw_only=True)
class Run:
    """One run of the audit."""

    inputs: Inputs
    settings: Settings
    jobs: int
    fail_on: Severity | None
    """How heavy a finding must weigh to count for the exit code; ``None`` if none does."""
    output: WholeFile | None
    rejects: WholeFile | None
    summary: Summary = attrs.field(factory=Summary, init=False)

    def __call__(self) -> int:
        """Audit all files, write what was found, and return the exit code."""
        results = Results(self.settings.form, self.output)
        try:
            self._audit(results)
        except KeyboardInterrupt:
            return self._interrupted(results)
        with whole_or_not_at_all():
            results.finish(self._ending(complete=True))
            for file in (self.rejects, self.output):
                if file is not None:
                    file.keep()
        self._complain()
        if self.output is not None or self.settings.form != "text":
            click.echo(summary_line(self.summary), err=True)
        return self._code()

    def _audit(self, results: Results) -> None:
        rejects = Rejects(self.rejects)
        watched = is_watched() and not results.share_the_terminal
        with progress(self.inputs.size, watched=watched) as move:
            for origin, result in audited(self.inputs.parts(), self.settings, self.jobs):
                with whole_or_not_at_all():
                    results.write(result.text)
                    self.summary.merge(result.summary)
                    for record in result.rejected:
                        rejects.keep(origin, record)
                        self.inputs.complaints.reject(origin.name, record)
                move(origin.size, self.summary.students)

    def _interrupted(self, results: Results) -> int:
        """Tell what was done, and that files were not written."""
        if self.output is None:
            results.finish(self._ending(complete=False))
        self._complain()
        click.echo(f"Interrupted. {summary_line(self.summary)}", err=True)
        for file in (self.rejects, self.output):
            if file is not None:
                click.echo(f"Not written: {file.name}.", err=True)
        return INTERRUPTED

    def _ending(self, *, complete: bool) -> Ending:
        return Ending(
            summary=self.summary,
            as_of=self.settings.as_of,
            rejected=self.inputs.complaints.records,
            complete=complete,
        )

    def _complain(self) -> None:
        self.inputs.complaints.tell(None if self.rejects is None else self.rejects.name)

    def _code(self) -> int:
        """Return the exit code; what could not be read weighs more than what was found in the rest."""
        complaints = self.inputs.complaints
        if complaints.records or complaints.files:
            return UNUSABLE
        if self.fail_on is not None and self.summary.count_from(self.fail_on):
            return FINDINGS
        return 0
