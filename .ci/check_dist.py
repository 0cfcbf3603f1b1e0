"""Check what is published: the sdist holds the whole clone, the wheel holds the package alone.

Usage: check_dist.py DIST FILES, where FILES lists what the clone holds.
"""

import sys
import tarfile
import zipfile
from pathlib import Path

dist, files = map(Path, sys.argv[1:])
(sdist,) = dist.glob("*.tar.gz")
(wheel,) = dist.glob("*.whl")

with tarfile.open(sdist) as archive:
    packed = {name.partition("/")[2] for name in archive.getnames()}
expected = set(files.read_text("utf-8").splitlines())
if packed - {"PKG-INFO"} != expected:
    sys.exit(f"{sdist.name} differs from the clone in {sorted(packed ^ expected)}.")

with zipfile.ZipFile(wheel) as archive:
    installed = archive.namelist()
rooms = {name.partition("/")[0] for name in installed}
if others := {room for room in rooms if not room.endswith(".dist-info")} - {"iepcycle"}:
    sys.exit(f"{wheel.name} holds more than the package: {sorted(others)}.")
modules = {name.removeprefix("src/") for name in expected if name.startswith("src/")}
if missing := modules - set(installed):
    sys.exit(f"{wheel.name} lacks {sorted(missing)}.")
if "iepcycle/py.typed" not in installed:
    sys.exit(f"{wheel.name} lacks py.typed, so type checkers would not read it.")
print(f"{sdist.name}: {len(packed)} files; {wheel.name}: {len(installed)} files")
