"""zen-engine: compiled expressions, and a decision table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import zen

from iepcycle import IEPType
from peers.case import facts
from peers.contender import Contender
from peers.expressions import CREATION, FACTS

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMPILED = tuple(
    (iep_type, zen.compile_expression(" and ".join(names))) for iep_type, names in CREATION.items()
)


def _evaluate(known: Mapping[str, bool]) -> list[str]:
    return [iep_type for iep_type, expression in _COMPILED if expression.evaluate(known)]


def _table() -> dict[str, Any]:
    """Return a decision table with a column for each fact and a row for each type; rows that hit are collected."""
    rows = [
        {"_id": iep_type, "type": f'"{iep_type}"'}
        | {name: "true" if name in names else "" for name in FACTS}
        for iep_type, names in CREATION.items()
    ]
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": name, "name": name, "field": name} for name in FACTS],
        "outputs": [{"id": "type", "name": "type", "field": "type"}],
        "rules": rows,
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {
            "id": "table",
            "name": "table",
            "type": "decisionTableNode",
            "position": {"x": 1, "y": 0},
            "content": table,
        },
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


_DECISION = zen.ZenEngine().create_decision(json.dumps(_table()))

CONTENDERS = (
    Contender(
        name="zen-engine, five compiled expressions",
        starts_from="ready facts",
        prepare=facts,
        ask=_evaluate,
        allowed=lambda names: frozenset(map(IEPType, names)),
        distribution="zen-engine",
    ),
    Contender(
        name="zen-engine, decision table",
        starts_from="ready facts",
        prepare=facts,
        ask=_DECISION.evaluate,
        allowed=lambda answer: frozenset(IEPType(row["type"]) for row in answer["result"]),
        distribution="zen-engine",
    ),
)
