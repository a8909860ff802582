"""A graph over HTTP: SPARQL 1.1 Protocol, linked data and pages, read-only. Needs the extra `web`."""
