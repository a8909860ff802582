"""Which of the files to read are pages that a sitemap beside them lists."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from kg.read.budget import RefusedError
from kg.read.draft import Part
from kg.read.files import File, open_file
from kg.read.sitemap import Page, is_sitemap_name, pages_of_files, read_sitemap
from kg.read.unpack import parts_of


def saved_pages(files: Sequence[File]) -> dict[str, Page]:
    """What the sitemaps among `files` say, by the label of the file that each of their pages was saved in.

    A sitemap speaks for its own folder and all below; where two speak of one file, the one nearer to it counts.
    """
    found: dict[str, Page] = {}
    maps = [file for file in files if file.path is not None and is_sitemap_name(file.label)]
    for sitemap in sorted(maps, key=lambda file: (file.label.count("/"), file.label)):
        folder = PurePosixPath(sitemap.label).parent
        below = {_inside(file.label, folder): file.label for file in files}
        below.pop("", None)
        for name, page in pages_of_files(_pages(sitemap), below).items():
            found[below[name]] = page
    return found


def _pages(sitemap: File) -> tuple[Page, ...]:
    """Empty where it cannot be read: the reading of the file itself says why."""
    try:
        with open_file(sitemap, None) as stream:
            for part in parts_of(stream, sitemap.label, 0):
                if isinstance(part, Part):
                    return read_sitemap(part.raw)
    except (OSError, RefusedError):
        pass
    return ()


def _inside(label: str, folder: PurePosixPath) -> str:
    path = PurePosixPath(label)
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else ""
