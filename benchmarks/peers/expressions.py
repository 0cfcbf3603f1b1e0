"""The five rules as expressions over the facts, for engines that take text."""

from peers.case import GATES

CREATION = {
    "initial": (*GATES, "initial_evaluation", "has_no_iep"),
    "annual": (*GATES, "next_is_open"),
    "revision": (*GATES, "next_is_open"),
    "reevaluation_annual": (*GATES, "reevaluation", "has_no_iep"),
    "reevaluation_revision": (*GATES, "reevaluation", "has_no_iep"),
}
"""The facts that must all hold, by the type to be created."""

FACTS = (*GATES, "initial_evaluation", "reevaluation", "has_no_iep", "next_is_open")
"""Every fact."""
