"""The graph as RDF: the ontology, Turtle in and out, SHACL checks, SPARQL."""
