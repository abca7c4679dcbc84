"""What the package imports it declares, what it declares it imports, and no pinned list names a host."""

from __future__ import annotations

import re
import sys
import tomllib

from tests.builders import PROJECT
from tests.test_architecture import MODULES, imports

NAMES = {"PIL": "pillow", "ahocorasick": "pyahocorasick", "markdown_it": "markdown-it-py"}
FOR_OTHERS = {"lxml-html-clean"}
"""declared though only others import it: trafilatura does not load without it"""


def declared() -> set[str]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    return {re.split(r"[\[<>=]", line)[0] for line in project["dependencies"] + extras}


def imported() -> set[str]:
    roots = {name.partition(".")[0] for path in MODULES for name in imports(path)}
    others = roots - set(sys.stdlib_module_names) - {"reader", "__future__"}
    return {NAMES.get(name, name).replace("_", "-") for name in others}


def test_every_imported_package_is_declared() -> None:
    assert imported() <= declared()


def test_every_declared_package_is_imported() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {re.split(r"[\[<>=]", line)[0] for line in project["dependencies"]} - FOR_OTHERS <= imported()


def test_pinned_requirements_carry_hashes_and_no_host() -> None:
    for path in (PROJECT / "requirements").glob("*.txt"):
        text = path.read_text("utf-8")
        assert text.count("==") == len(re.findall(r"^[\w.-]+==\S+ \\\n    --hash=", text, re.M))
        assert not re.search(r"https?:|index-url|find-links", text)
