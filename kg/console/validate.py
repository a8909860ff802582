"""`kg validate`."""

from __future__ import annotations

from argparse import Namespace

from kg.console.streams import console, visible
from kg.console.violations import tell_violations
from kg.errors import ShapeError
from kg.rdf.validate import validate_files


def run(arguments: Namespace) -> int:
    """Check a written graph against its shapes."""
    violations, namespaces = validate_files(arguments.graph, engine=arguments.engine)
    if violations:
        tell_violations(violations, namespaces)
        raise ShapeError(f"{arguments.graph}: the graph breaks its shapes in {len(violations)} places")
    console().print(visible(f"{arguments.graph}: the graph keeps all its shapes"))
    return 0
