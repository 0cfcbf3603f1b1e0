"""``iepcycle tree``: the referral tree of each student."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from iepcycle.cli.options import file_argument, json_option, policy_option
from iepcycle.cli.output import Output
from iepcycle.cli.reading import Students
from iepcycle.render import tree_data, tree_text

if TYPE_CHECKING:
    from iepcycle.policy import Policy


@click.command("tree")
@file_argument
@policy_option
@json_option
@click.option("--bodies", is_flag=True, help="Show the text of each section too.")
def tree_command(file: str, policy: Policy, *, as_json: bool, bodies: bool) -> None:
    """The referral tree, with the IEPs in their cycles.

    Conferences, Prior Written Notices, service records and progress reports stand under their IEP.
    """
    output = Output()
    students = Students(file)
    for student in students:
        if as_json:
            output.data(tree_data(student, policy=policy, bodies=bodies))
        else:
            output.block(tree_text(student, policy=policy, bodies=bodies))
    students.finish()
