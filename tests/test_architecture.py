"""The house: who may import whom, what importing costs, and that the core is pure.

Everything is read from the installed package, as text; nothing is run but one import.
"""

import ast
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import iepcycle

HOUSE = Path(iepcycle.__file__).parent
ROOMS = [
    "errors",
    "vocabulary",
    "citations",
    "dates",
    "records",
    "copy_table",
    "policy",
    "facts",
    "rules",
    "decisions",
    "collapse",
    "copy_forward",
    "activation",
    "edits",
    "cycle",
    "tour",
    "clocks",
    "indicator",
    "audit",
    "wire",
    "tables",
    "render",
    "testing",
    "cli",
    "__main__",
]
"""The rooms in the order in which they may know each other: each only those before it."""

ROOMS_OF_LIBRARY = {
    "cattrs": {"wire"},
    "click": {"cli"},
    "hypothesis": {"testing"},
    "icalendar": {"render"},
    "jinja2": {"render"},
    "msgspec": {"wire"},
    "orjson": {"wire"},
    "pyarrow": {"tables"},
    "rich": {"cli"},
}
"""Where each library but attrs is imported, if anywhere."""

WORLDLY_MODULES = {
    "getpass",
    "locale",
    "logging",
    "os",
    "pathlib",
    "platform",
    "random",
    "secrets",
    "shutil",
    "socket",
    "subprocess",
    "tempfile",
    "time",
    "urllib",
    "uuid",
    "warnings",
}
WORLDLY_NAMES = {"breakpoint", "exec", "eval", "input", "open", "print", "__import__"}
WORLDLY_ATTRIBUTES = {
    "argv",
    "environ",
    "getenv",
    "now",
    "stderr",
    "stdin",
    "stdout",
    "today",
    "utcnow",
}
"""What reads a clock, the environment or chance, or speaks to the world."""

PUBLIC_NAMES = """
ECSSS IDEA IEP RULEBOOK
Basis Citation ConferencePurpose ConsentStatus CopyAction Determination Evaluation EvaluationType
IEPStatus IEPType IepcycleError InvalidRecordError NotAllowedError Policy Procedure ProcedureKind
Referral Rule Section SectionContent ServicesConsent Severity Stage StudentRecord UnknownRuleError
activate_iep add_referral assign_care_coordinator audit_student correct_iep create_iep decision_table
determine_eligibility due_dates explain_activation explain_next_iep_types move_to_stage
next_allowed_iep_types plan_copy_forward record_evaluation record_procedure
record_services_consent remove_draft revoke_services write_section
"""
"""The public interface. A name that is added here stays."""


def modules():
    """Yield each module of the house but its door, with its room."""
    for path in sorted(HOUSE.rglob("*.py")):
        inside = path.relative_to(HOUSE)
        if inside != Path("__init__.py"):
            yield inside.with_suffix("").parts[0], ast.parse(path.read_text("utf-8"), str(inside))


MODULES = list(modules())


def imports_of(tree):
    """Yield the full name of everything that the module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{each.name}" for each in node.names)


IMPORTS = sorted({(room, name) for room, tree in MODULES for name in imports_of(tree)})
INSIDE = sorted(
    {(room, name.split(".")[1]) for room, name in IMPORTS if name.startswith("iepcycle.")}
)
OUTSIDE = sorted({(room, name.split(".")[0]) for room, name in IMPORTS} - {("", "iepcycle")})


class TestDirection:
    """Imports point only to rooms further up the list."""

    @pytest.mark.parametrize("room", sorted({room for room, _ in MODULES}))
    def test_every_room_has_its_place_in_the_list(self, room):
        assert room in ROOMS

    def test_no_room_stands_twice_in_the_list(self):
        assert len(set(ROOMS)) == len(ROOMS)

    @pytest.mark.parametrize(("room", "imported"), INSIDE)
    def test_a_room_knows_only_those_before_it(self, room, imported):
        assert imported == room or imported in ROOMS[: ROOMS.index(room)]

    def test_nothing_inside_imports_the_strategies_for_importers(self):
        assert not {room for room, imported in INSIDE if imported == "testing"} - {"testing"}

    def test_nothing_inside_comes_in_by_the_door(self):
        assert "iepcycle" not in {name for _, name in IMPORTS}

    def test_the_door_does_nothing_but_import(self):
        body = ast.parse((HOUSE / "__init__.py").read_text("utf-8")).body
        assert {type(each) for each in body} <= {ast.Expr, ast.ImportFrom, ast.Assign}


class TestLibraries:
    """A library is imported where it is used, and only there."""

    @pytest.mark.parametrize(
        ("room", "library"),
        [(room, name) for room, name in OUTSIDE if name not in sys.stdlib_module_names],
    )
    def test_a_library_is_imported_in_its_room_only(self, room, library):
        assert library in {"attrs", "iepcycle"} or room in ROOMS_OF_LIBRARY[library]

    def test_importing_iepcycle_imports_attrs_and_the_standard_library_only(self):
        told = subprocess.run(
            [sys.executable, "-c", "import iepcycle, sys; print(*sys.modules)"],
            capture_output=True,
            check=True,
            text=True,
        )
        assert not set(told.stdout.split()) & set(ROOMS_OF_LIBRARY)


class TestPurity:
    """The core reads no clock, environment or chance, and speaks to nobody."""

    CORE = [(room, tree) for room, tree in MODULES if room not in {"cli", "__main__"}]

    def test_the_core_imports_nothing_worldly(self):
        assert not {
            (room, name)
            for room, name in OUTSIDE
            if room not in {"cli", "__main__"} and name in WORLDLY_MODULES
        }

    @pytest.mark.parametrize("room", sorted({room for room, _ in CORE}))
    def test_the_core_uses_nothing_worldly(self, room):
        nodes = [node for each, tree in self.CORE if each == room for node in ast.walk(tree)]
        names = {node.id for node in nodes if isinstance(node, ast.Name)}
        attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        assert not names & WORLDLY_NAMES
        assert not attributes & WORLDLY_ATTRIBUTES


class TestInterface:
    """The public names are a promise."""

    def test_the_public_names_are_these(self):
        public = {
            name
            for name, each in vars(iepcycle).items()
            if not name.startswith("_") and not isinstance(each, ModuleType)
        }
        assert public == set(PUBLIC_NAMES.split())

    def test_a_star_import_brings_what_is_public(self):
        assert set(iepcycle.__all__) == set(PUBLIC_NAMES.split())

    @pytest.mark.parametrize("name", PUBLIC_NAMES.split())
    def test_every_public_class_and_function_says_what_it_is(self, name):
        assert getattr(iepcycle, name).__doc__
