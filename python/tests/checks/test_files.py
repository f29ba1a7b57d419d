import os
import stat
from pathlib import Path

import pytest

from onehidden import OneHiddenError
from onehidden.checks.files import check_path, read_file, write_file

MOST = 1000


def refused(call):
    with pytest.raises(OneHiddenError) as caught:
        call()
    assert (caught.value.code, caught.value.argument) == ("unreadable_file", "path")
    return str(caught.value)


def test_a_path_is_text_or_a_path():
    assert check_path("a/b", "c") == check_path(Path("a/b"), "c") == Path("a/b")
    assert check_path("~", "c") == Path.home()
    for path in (None, 1, b"a", "", "a\0b", ["a"]):
        message = refused(lambda path=path: check_path(path, "c.json"))
        assert "must be the name of a file" in message
        assert message.endswith('Give for example "c.json".')


def test_what_was_written_is_read(tmp_path):
    path = tmp_path / "file"
    for content in (bytes(range(256)), b"", b"again"):
        write_file(path, content, MOST)
        assert read_file(path, MOST) == content
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_what_cannot_be_read_is_rejected(tmp_path):
    assert "there is no file" in refused(lambda: read_file(tmp_path / "a", MOST))
    assert "is a folder" in refused(lambda: read_file(tmp_path, MOST))
    (tmp_path / "large").write_bytes(bytes(MOST + 1))
    assert "a file of at most 0 MiB, but there are 0.0 MiB" in refused(lambda: read_file(tmp_path / "large", MOST))


def test_a_file_that_must_not_be_read_is_rejected(tmp_path, monkeypatch):
    (tmp_path / "secret").write_bytes(b"x")

    def forbidden(*_, **__):
        raise PermissionError

    monkeypatch.setattr(Path, "open", forbidden)
    assert "cannot be read" in refused(lambda: read_file(tmp_path / "secret", MOST))
    assert "cannot be written" in refused(lambda: write_file(tmp_path / "secret", b"y", MOST))


@pytest.mark.skipif(os.name != "posix", reason="Windows has no pipes with names")
def test_pipes_are_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert read_file(tmp_path / "pipe", MOST) == b""
    assert "is a device" in refused(lambda: write_file(tmp_path / "pipe", b"x", MOST))
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_places_where_no_file_can_be_are_rejected(tmp_path):
    assert "there is no folder" in refused(lambda: write_file(tmp_path / "a" / "b", b"x", MOST))
    assert "is a folder" in refused(lambda: write_file(tmp_path, b"x", MOST))
    assert "a file of at most" in refused(lambda: write_file(tmp_path / "a", bytes(MOST + 1), MOST))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_no_other(failing, tmp_path, monkeypatch):
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr(*{"fsync": (os, "fsync"), "replace": (Path, "replace")}[failing], fail)
    assert "Check free space" in refused(lambda: write_file(path, b"new", MOST))
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has other permissions, and seldom links")
def test_permissions_stay_and_so_do_links(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_file(link, b"new", MOST)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
