"""Parts of `kg.extract.quotations`."""
