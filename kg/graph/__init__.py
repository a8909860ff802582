"""The graph that claims add up to: entities and facts in a networkx graph, each fact with its evidence."""
