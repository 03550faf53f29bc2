"""Which Chromium the browser tests take, and what they say where there is none."""

import subprocess

import pytest

from browser import chromium


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine without any browser; gives a function that installs one, working or not, and returns its path."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "fetched", lambda: str(tmp_path / "fetched"))

    def install(name: str, works: bool = True) -> str:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\nexit {0 if works else 127}\n")
        path.chmod(0o755)
        return str(path)

    return install


def test_the_one_named_by_the_environment_comes_first_then_the_path_then_playwrights_own(machine, monkeypatch):
    assert chromium.find() is None
    for name in ("fetched", "google-chrome", "chromium-browser", "chromium"):
        path = machine(name)
        assert chromium.find() == path
    monkeypatch.setenv("CHROMIUM", machine("own"))
    assert chromium.find() == machine("own")


def test_one_that_does_not_start_is_passed_over(machine, monkeypatch, tmp_path):
    machine("chromium", works=False)
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "missing"))
    assert chromium.find() is None
    path = machine("google-chrome")
    assert chromium.find() == path


def test_without_one_a_test_is_reported_as_not_run_with_the_line_that_installs_it(machine):
    with pytest.raises(pytest.skip.Exception, match=f"Not run: .* {chromium.INSTALL}"):
        chromium.required()


def test_without_one_a_test_fails_in_continuous_integration(machine, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=chromium.INSTALL):
        chromium.required()


def test_with_one_nothing_is_fetched_and_a_failed_fetch_says_how_to_install(machine, monkeypatch, capsys):
    asked = []

    def no_network(command, **options):
        asked.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(chromium, "starts", lambda path: path.endswith("chromium"))
    monkeypatch.setattr(chromium.subprocess, "run", no_network)
    chromium.fetch()
    assert [command[1:] for command in asked] == [["-m", "playwright", "install", "chromium"]]
    assert chromium.INSTALL in capsys.readouterr().err
    machine("chromium")
    chromium.fetch()
    assert len(asked) == 1
