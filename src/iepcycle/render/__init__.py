"""What people and other programs are shown: text for a terminal, Markdown, CSV, JSON and Mermaid.

Every function returns text, or plain data that ``json.dumps`` takes; nothing here prints.
Text taken from a record is neutralised, so that no id can steer the terminal on which it is shown.
"""

from iepcycle.render.catalogue import (
    catalogue_data,
    catalogue_markdown,
    catalogue_text,
    rule_data,
    rule_text,
)
from iepcycle.render.explanation import (
    activation_summary,
    decision_data,
    decision_summary,
    decision_text,
    verdict_data,
    verdict_text,
)
from iepcycle.render.flowchart import cycle_flowchart
from iepcycle.render.layout import printable
from iepcycle.render.table import table_csv, table_json, table_markdown
from iepcycle.render.tree import activations_of_drafts, tree_text
from iepcycle.render.tree_as_data import tree_data

__all__ = [
    "activation_summary",
    "activations_of_drafts",
    "catalogue_data",
    "catalogue_markdown",
    "catalogue_text",
    "cycle_flowchart",
    "decision_data",
    "decision_summary",
    "decision_text",
    "printable",
    "rule_data",
    "rule_text",
    "table_csv",
    "table_json",
    "table_markdown",
    "tree_data",
    "tree_text",
    "verdict_data",
    "verdict_text",
]
