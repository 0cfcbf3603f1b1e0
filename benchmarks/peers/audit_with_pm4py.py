"""pm4py: does each referral fit the Petri net of the allowed IEPs? A command: EXPORT MISFITS SECONDS.

The net knows the TYPE rules of creation, and no other: GATE rules read facts that are no events of a referral.
A token more at the end is no misfit, because a cycle that goes on is no breach.
Events are loaded with DuckDB in one thread, which is faster than Python, and what pm4py need not look for is switched off.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from pm4py.algo.conformance.tokenreplay import algorithm as token_replay
from pm4py.algo.conformance.tokenreplay.variants.token_replay import Parameters
from pm4py.objects.petri_net.obj import Marking, PetriNet
from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

if TYPE_CHECKING:
    import pandas as pd

SQL = Path(__file__).with_name("traces.sql")

_REEVALUATIONS = ("reevaluation_annual", "reevaluation_revision")
STEPS = (
    ("evaluate initial", ["received"], ["evaluated"]),
    ("evaluate reevaluation", ["received"], ["reevaluated"]),
    ("create initial", ["evaluated"], ["initial"]),
    ("activate initial", ["initial"], ["active", "nothing to activate"]),
    *((f"create {each}", ["reevaluated"], [each]) for each in _REEVALUATIONS),
    *((f"activate {each}", [each], ["active", "nothing to activate"]) for each in _REEVALUATIONS),
    ("create annual", ["active", "nothing to activate"], ["active", "annual"]),
    ("activate annual", ["annual"], ["active", "nothing to activate"]),
    (
        "create revision",
        ["active", "nothing to activate"],
        ["active", "nothing to activate", "revision"],
    ),
    ("activate revision", ["revision"], ["active"]),
    ("inactivate", ["active"], []),
)
"""What each step takes and what it puts back."""

SETTINGS = {
    Parameters.CASE_ID_KEY: "trace",
    Parameters.ACTIVITY_KEY: "activity",
    Parameters.CONSIDER_REMAINING_IN_FITNESS: False,
    Parameters.CONSIDER_ACTIVITIES_NOT_IN_MODEL_IN_FITNESS: True,
    Parameters.STOP_IMMEDIATELY_UNFIT: True,
    Parameters.TRY_TO_REACH_FINAL_MARKING_THROUGH_HIDDEN: False,
    Parameters.WALK_THROUGH_HIDDEN_TRANS: False,
    Parameters.SHOW_PROGRESS_BAR: False,
}


OUTCOMES = """
SELECT student AS student_id, referral AS referral_id, trace IN (FROM left_out) AS left_out
FROM referral
WHERE left_out OR trace IN (SELECT unnest($unfit))
"""


def net_of_the_cycle() -> tuple[PetriNet, Marking]:
    """Return the net, and what marks a referral that was received."""
    net = PetriNet("the IEPs of a referral")
    names = sorted({name for _, takes, puts in STEPS for name in (*takes, *puts)})
    places = {name: PetriNet.Place(name) for name in names}
    net.places.update(places.values())
    for label, takes, puts in STEPS:
        step = PetriNet.Transition(label, label)
        net.transitions.add(step)
        for name in takes:
            add_arc_from_to(places[name], step, net)
        for name in puts:
            add_arc_from_to(step, places[name], net)
    return net, Marking({places["received"]: 1})


def load(export: str) -> tuple[duckdb.DuckDBPyConnection, pd.DataFrame]:
    """Return the events that can be replayed, and where to look up to which referral a trace belongs."""
    connection = duckdb.connect(config={"threads": 1})
    labels = [label for label, _, _ in STEPS]
    connection.execute(f"CREATE TYPE activity AS ENUM {tuple(labels)}")
    connection.execute("SET VARIABLE export = $export", {"export": export})
    connection.execute(SQL.read_text("utf-8"))
    # pm4py groups plain objects faster than text and categories.
    return connection, connection.table("event").df().astype({"activity": object})


def main() -> None:
    """Write the referrals that do not fit and those that were left out, and how long loading and replaying took."""
    export, misfits, seconds = sys.argv[1:]
    started = time.perf_counter()
    connection, events = load(export)
    loaded = time.perf_counter()
    net, received = net_of_the_cycle()
    replayed = token_replay.apply(events, net, received, Marking(), parameters=SETTINGS)
    done = time.perf_counter()
    traces = events["trace"].unique().tolist()
    unfit = [
        trace for trace, each in zip(traces, replayed, strict=True) if not each["trace_is_fit"]
    ]
    connection.sql(OUTCOMES, params={"unfit": unfit}).write_csv(misfits)
    taken = {"load": loaded - started, "replay": done - loaded}
    Path(seconds).write_text(json.dumps(taken), encoding="utf-8")


if __name__ == "__main__":
    main()
