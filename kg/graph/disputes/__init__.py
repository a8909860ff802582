"""What articles give different answers to: figures, dates and other single values, roles."""
