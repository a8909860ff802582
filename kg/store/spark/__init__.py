"""The same build on Apache Spark, for what one machine is too small for (extra `spark`; docs/cluster.md)."""
