"""How well a build reads: its graph of one article against what a careful reader wrote down of it."""
