"""The files of a graph that does not fit in memory, made from an engine's records; see `kg.store.large.write`."""
