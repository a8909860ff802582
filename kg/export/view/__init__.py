"""A graph as one page that opens without a network: `kg view`."""
