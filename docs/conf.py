"""How Sphinx builds the documentation."""

from __future__ import annotations

import re
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "iepcycle"
author = "The iepcycle developers"
version = release = version_of("iepcycle")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = f"iepcycle {release}"
html_show_copyright = False

myst_heading_anchors = 3

default_role = "py:obj"
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_preserve_defaults = True
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_custom_sections = ["Source"]
napoleon_numpy_docstring = False


def _keep_colons(_app: Sphinx, what: str, *others: object) -> None:
    """Keep the sentence of an attribute whole: napoleon would take what stands before a colon for its type."""
    lines = others[-1]
    if what in {"attribute", "property", "data"} and isinstance(lines, list):
        lines.insert(0, "\\")  # reads as nothing


def _shorten_defaults(*event: object) -> tuple[str, str | None] | None:
    """Write ``...`` for a default that attrs keeps where only attrs can name it."""
    *_, signature, returned = event
    if not isinstance(signature, str):
        return None
    shown = re.sub(r"attr_dict\['\w+'\]\.default", "...", signature)
    return shown, returned if isinstance(returned, str) else None


def setup(app: Sphinx) -> None:
    """Mend what the extensions make of the docstrings of attrs classes."""
    app.connect("autodoc-process-docstring", _keep_colons, priority=400)
    app.connect("autodoc-process-signature", _shorten_defaults)
