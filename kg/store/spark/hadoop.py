"""Files on any path that Hadoop knows: file:, hdfs:, s3a: and others, through the driver's Java."""

from __future__ import annotations

from typing import Any

from pyspark.sql import SparkSession


def file_system(session: SparkSession, path: str) -> tuple[Any, Any]:
    """Java's FileSystem and Path of a path. A path without a scheme is on the cluster's default file system."""
    jvm: Any = session._jvm
    place = jvm.org.apache.hadoop.fs.Path(path)
    jsc: Any = session._jsc
    return place.getFileSystem(jsc.hadoopConfiguration()), place


def delete(session: SparkSession, path: str) -> None:
    """Remove a file, or a folder with all in it, if it is there."""
    files, place = file_system(session, path)
    files.delete(place, True)
