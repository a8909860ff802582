"""Resolution in rounds of map and group over records, for more documents than one memory holds.

The same functions decide as in `kg.resolve.resolve`, each on a part that holds all it looks at: nodes are compared
within a component, that is, all nodes that a chain of shared names (or whatever else is compared) joins. So the result
is the same, whatever the engine.
"""

from kg.resolve.rounds.run import Resolved, resolve_rounds

__all__ = ["Resolved", "resolve_rounds"]
