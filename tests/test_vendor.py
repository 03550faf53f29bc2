"""Others' code that the page brings along: unchanged, with version and licence, and named where licences are told."""

import shutil
from pathlib import Path

from tools import vendor

ROOT = Path(__file__).parents[1]


def test_vendored_files_are_what_their_checksums_say():
    assert vendor.packages()
    assert vendor.differing() == []


def test_a_changed_a_missing_and_an_unlisted_file_are_named(monkeypatch, tmp_path):
    folder = tmp_path / "vendor"
    shutil.copytree(vendor.FOLDER, folder)
    monkeypatch.setattr(vendor, "FOLDER", folder)
    monkeypatch.setattr(vendor, "LIST", folder / vendor.LIST.name)
    assert vendor.differing() == []
    missing, changed = sorted(folder.rglob("*.mjs"))[:2]
    changed.write_text("changed")
    missing.unlink()
    unlisted = folder / "unlisted.js"
    unlisted.touch()
    named = {str(file.relative_to(folder)) for file in (changed, missing, unlisted)}
    assert set(vendor.differing()) == named


def test_each_vendored_package_is_named_with_its_version_and_comes_with_its_licence():
    notice = (ROOT / "NOTICE").read_text()
    for folder, package in vendor.packages().items():
        assert f"{package['package']} {package['version']}" in notice
        assert "LICENSE" in package["files"] and (vendor.FOLDER / folder / "LICENSE").read_text().strip()
