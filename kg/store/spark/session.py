"""A session of Spark that is quiet and stays on this machine, or one on a cluster as the cluster's settings say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local[*]"
_OPTIONS = "spark.driver.extraJavaOptions"
JAVA = 17  # the oldest that Spark 4 runs on
_JAVA_VERSION = re.compile(r'version "(?:1\.)?(\d+)')
# For any master: batches are bounded in rows and bytes, as a document has some 50 kB and a file may have 64 MB.
_ALWAYS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "2048",
    "spark.sql.execution.arrow.maxBytesPerBatch": str(16 << 20),
    # Rows that a reader of Parquet holds at once: 4096 documents or rows of lines, as is usual, fill Java's memory.
    "spark.sql.parquet.columnarReaderBatchSize": "128",
    "spark.sql.parquet.compression.codec": "zstd",
}


def check_spark() -> None:
    """Raise UsageError where PySpark, or a Java that it runs on, is missing."""
    if any(find_spec(name) is None for name in ("pyspark", "pandas")):
        raise UsageError("--engine spark needs the extra spark: pip install 'kg[spark]'")
    if "PYSPARK_GATEWAY_PORT" in os.environ:  # started by spark-submit, whose Java runs already
        return
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=os.path.join(home, "bin") if home else None)
    if java is None:
        raise UsageError(f"--engine spark needs Java {JAVA} or newer: install one, or set JAVA_HOME to where it is")
    told = subprocess.run([java, "-version"], capture_output=True, encoding="utf-8", errors="replace", check=False)
    found = _JAVA_VERSION.search(told.stderr + told.stdout)
    if found is None or int(found[1]) < JAVA:
        raise UsageError(f"--engine spark needs Java {JAVA} or newer, and {java} is {found[1] if found else 'none'}")


@contextmanager
def spark_session(master: str | None = None, *, settings: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """A session on `master`, ended afterwards.

    Without `master` it is the one that spark-submit was given, else all cores of this machine (`local[*]`). On this
    machine (`local…`) Spark listens to itself only, shows no pages, and writes to a temporary folder only. `settings`
    win over what is set here; on a cluster, what spark-submit or spark-defaults.conf say wins too.

    Raises UsageError where PySpark or Java is missing, or Spark does not come up there.
    """
    check_spark()
    from pyspark.sql import SparkSession

    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    chosen = master or (None if submitted else LOCAL)
    with tempfile.TemporaryDirectory(prefix="kg-spark-") as scratch, warnings.catch_warnings(), _quiet() as log:
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        builder = SparkSession.builder.appName("kg build")
        if chosen is not None:
            builder = builder.master(chosen)
        local = chosen is not None and chosen.startswith("local")
        given = {**(_on_this_machine(Path(scratch), log) if local else {}), **(settings or {})}
        if local and settings and _OPTIONS in settings:
            given[_OPTIONS] = f"{_on_this_machine(Path(scratch), log)[_OPTIONS]} {settings[_OPTIONS]}"
        for name, value in given.items():
            builder = builder.config(name, value)
        try:
            session = builder.getOrCreate()
        except Exception as error:  # from Java, through the bridge, of many classes
            words = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
            raise UsageError(f"Spark does not start on {chosen or 'the given master'}: {words[:300]}") from error
        try:
            _complete(session)
            yield session
        finally:
            session.stop()


def _on_this_machine(scratch: Path, log: Path) -> dict[str, str]:
    options = f"-Djava.io.tmpdir={scratch} -XX:-UsePerfData -Dlog4j2.configurationFile={log.as_uri()}"
    return {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "localhost",
        _OPTIONS: options,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(scratch),
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
        "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
        "spark.pyspark.python": sys.executable,
        # What this process can import, its workers can: they unpickle functions by name.
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
    }


def _complete(session: SparkSession) -> None:
    """Settings that the user has not made otherwise."""
    context = session.sparkContext
    made = context.getConf()
    wanted = {
        **_ALWAYS,
        # The same files are cut in the same places each time, however many executors there are by then.
        "spark.sql.files.minPartitionNum": str(max(2, context.defaultParallelism)),
    }
    for name, value in wanted.items():
        if not made.contains(name):
            session.conf.set(name, value)


@contextmanager
def _quiet() -> Iterator[Path]:
    """The settings of Spark's log, as a file: errors only."""
    with as_file(files("kg.store.spark") / "log4j2.properties") as path:
        yield path
