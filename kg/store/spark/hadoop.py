"""Files on any path that Hadoop knows: file:, hdfs:, s3a: and others, through the driver's Java."""

from __future__ import annotations

import os
from typing import Any

from pyspark.sql import SparkSession

from kg.errors import OutputError


def file_system(session: SparkSession, path: str) -> tuple[Any, Any]:
    """Java's FileSystem and Path of a path. One without a scheme is on the cluster's default file system.

    Where that is this machine's, it is relative to the folder that Python is in, which Java does not follow.
    """
    jvm: Any = session._jvm
    settings: Any = session.sparkContext._jsc.hadoopConfiguration()
    place = jvm.org.apache.hadoop.fs.Path(path)
    files = place.getFileSystem(settings)
    if not place.isAbsolute() and files.getScheme() == "file":
        place = jvm.org.apache.hadoop.fs.Path(os.path.abspath(path))
    return files, files.makeQualified(place)


def move(session: SparkSession, path: str, to: str) -> None:
    """Rename a file or folder, in place of what is there. Raises OutputError."""
    files, place = file_system(session, path)
    _, target = file_system(session, to)
    files.delete(target, True)
    if not files.rename(place, target):
        raise OutputError(f"{to}: cannot be written: {path} could not be renamed to it")


def write_bytes(session: SparkSession, path: str, data: bytes) -> None:
    """Write a small file, in place of what is there."""
    files, place = file_system(session, path)
    stream = files.create(place, True)
    try:
        stream.write(data)
    finally:
        stream.close()


def delete_empty(session: SparkSession, path: str) -> None:
    """Remove a folder if there is nothing in it."""
    files, place = file_system(session, path)
    if files.exists(place) and len(files.listStatus(place)) == 0:
        files.delete(place, False)


def delete(session: SparkSession, path: str) -> None:
    """Remove a file, or a folder with all in it, if it is there."""
    files, place = file_system(session, path)
    files.delete(place, True)
