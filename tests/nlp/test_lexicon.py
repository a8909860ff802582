"""Reading the seed lexicons and finding known names."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.nlp.lexicon import Lexicon, load_lexicon
from kg.resources import lexicon_dir


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(lexicon_dir())


def _write(folder: Path, names: str = "name\ttype\taliases\tpart_of\n甲馆\tVenue\t甲\t\n") -> Path:
    (folder / "names").mkdir()
    (folder / "names" / "venues.tsv").write_text(names, encoding="utf-8")
    (folder / "suffixes.tsv").write_text("suffix\ttype\tweak\n馆\tVenue\tweak\n", encoding="utf-8")
    (folder / "titles.tsv").write_text("title\tkind\n馆长\tpost\n", encoding="utf-8")
    (folder / "surnames.txt").write_text("张 王\n", encoding="utf-8")
    return folder


def test_an_alias_leads_to_its_entry(lexicon: Lexicon) -> None:
    entry = lexicon.get("服贸会")
    assert entry is not None
    assert (entry.name, entry.type) == ("中国国际服务贸易交易会", "EventSeries")


def test_the_longest_name_is_found(lexicon: Lexicon) -> None:
    assert [f.entry.name for f in lexicon.find("走进国家会议中心二期")] == ["国家会议中心二期"]


def test_the_longest_opening_name_of_a_class(lexicon: Lexicon) -> None:
    found = lexicon.opening("北京市商务局", 0, 6, "AdministrativeArea")
    assert found is not None
    assert (found[0].name, found[1]) == ("北京", 3)
    assert lexicon.opening("北京市商务局", 0, 6, "Venue") is None


def test_a_small_lexicon_of_ones_own(tmp_path: Path) -> None:
    lexicon = load_lexicon(_write(tmp_path))
    assert lexicon.suffix_types["馆"].weak
    assert list(lexicon.title_spans("甲馆馆长张三")) == [(2, 4)]
    shipped = load_lexicon(lexicon_dir())
    assert list(shipped.title_spans("甲院心内科主任医师张三")) == [(5, 9)]
    assert list(shipped.title_spans("甲院科主任张三")) == [(2, 5)]
    assert lexicon.words("no-such-list") == frozenset()


def test_a_row_with_too_many_columns_names_file_and_line(tmp_path: Path) -> None:
    folder = _write(tmp_path, "name\ttype\taliases\tpart_of\n甲馆\tVenue\t甲\t\t多余\n")
    with pytest.raises(ResourceError, match=r"venues\.tsv:2"):
        load_lexicon(folder)


def test_a_folder_without_names_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="no names"):
        load_lexicon(tmp_path)
