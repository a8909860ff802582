"""Builds that know the last one: what came and what left goes through the steps, and what they made stays."""
