"""Print the oldest version of each dependency that pyproject.toml declares, as constraints for pip."""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
shipped = [
    *project["dependencies"],
    *(
        each
        for extra, needs in project["optional-dependencies"].items()
        if extra != "tests"
        for each in needs
    ),
]
for each in shipped:
    if floor := re.fullmatch(r"([\w-]+)>=([\d.]+)(,<[\d.]+)?", each):
        print(f"{floor[1]}=={floor[2]}")
    elif not each.startswith("iepcycle["):
        sys.exit(f"{each}: expected a dependency of the form name>=version.")
