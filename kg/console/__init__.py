"""What the commands print. Arguments come in through `kg.cli`; the work is done further down the line."""
