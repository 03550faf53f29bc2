"""The doctor answers on any machine, and tells needed from optional."""

import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from speechcls import doctor
from speechcls.audio import workers
from speechcls.doctor import Check, looks, machine, packages


@pytest.fixture
def module(monkeypatch):
    """Put something else in a module's place, or None for one that is not installed."""

    def put(name: str, fake: object) -> None:
        monkeypatch.setitem(sys.modules, name, fake)

    return put


def look(name: str) -> Check:
    return doctor._guarded(name, doctor.LOOKS[name])


def unloadable(monkeypatch, name: str, message: str) -> None:
    real = looks.load

    def load(wanted: str) -> object:
        if wanted == name:
            raise OSError(message)
        return real(wanted)

    monkeypatch.setattr(looks, "load", load)


def test_it_starts_where_no_package_is_installed():
    start = [sys.executable, "-S", "-c", "import speechcls.doctor"]
    found = subprocess.run(start, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")


def test_everything_is_looked_at_once_and_in_a_fixed_order():
    found = doctor.checks()
    assert [check.name for check in found] == list(doctor.LOOKS)
    assert all(check.found for check in found)


def test_nothing_raises_where_every_package_is_missing(module, monkeypatch):
    for name in (
        "numpy",
        "packaging.requirements",
        "torch",
        "torchaudio",
        "soundfile",
        "av",
        "soxr",
        "sounddevice",
        "platformdirs",
        "speechcls.models.variants",
    ):
        module(name, None)
    monkeypatch.delenv("SPEECHCLS_HOME", raising=False)
    found = {check.name: check for check in doctor.checks()}
    for name in ("torch, torchaudio", "decoder soundfile", "decoder PyAV", "resampler", "variants", "cache folder"):
        assert found[name].ok is False and found[name].remedy
    assert found["PortAudio"].ok is None and found["microphones"].ok is None


def test_nothing_raises_where_every_look_fails(monkeypatch):
    def fails() -> looks.Answer:
        raise RuntimeError("out of order")

    monkeypatch.setattr(doctor, "LOOKS", dict.fromkeys(doctor.LOOKS, fails))
    assert {check.found for check in doctor.checks()} == {"RuntimeError: out of order"}


@pytest.mark.parametrize(
    "name",
    ["Python", "torch, torchaudio", "decoder soundfile", "decoder PyAV", "resampler", "decoding", "ONNX Runtime"],
)
def test_what_these_tests_run_on_is_found_to_work(name):
    assert look(name).ok is True, look(name).found


def test_a_package_that_is_missing_or_too_old_is_named_with_what_is_needed(monkeypatch, tmp_path):
    listed = tmp_path / "requirements.txt"
    listed.write_text(
        "# the list\n--extra-index-url https://example.org\nnumpy<1  # why\nno-such-package>=2\nsoxr\n"
        "no-such-other; python_version < '3'\n"
    )
    monkeypatch.setattr(packages, "REQUIREMENTS", listed)
    check = look("packages")
    assert check.ok is False
    assert (
        "numpy" in check.found and "(needs <1)" in check.found and "no-such-package missing (needs >=2)" in check.found
    )
    assert "soxr" not in check.found and "no-such-other" not in check.found
    listed.write_text("numpy>1\nsoxr\n")
    assert look("packages").ok is True


def test_a_torchaudio_built_for_another_torch_is_no_with_the_reason(monkeypatch):
    unloadable(monkeypatch, "torchaudio", "libcudart.so.13: cannot open shared object file")
    check = look("torch, torchaudio")
    assert check.ok is False
    assert "libcudart.so.13" in check.found and "same release" in check.remedy


def test_torch_and_torchaudio_of_different_releases_are_no(module, monkeypatch):
    import torchaudio

    module("torchaudio", SimpleNamespace(__version__="2.10.0+cpu", transforms=torchaudio.transforms))
    assert look("torch, torchaudio").ok is False
    release = looks.load("torch").__version__.split("+")[0]
    module("torchaudio", SimpleNamespace(__version__=f"{release}+cpu", transforms=torchaudio.transforms))
    assert look("torch, torchaudio").ok is True


def test_a_libsndfile_without_mp3_is_no(module):
    import soundfile

    fake = SimpleNamespace(**vars(soundfile))
    fake.available_formats = lambda: {"WAV": "", "FLAC": "", "OGG": ""}
    module("soundfile", fake)
    assert look("decoder soundfile").ok is False
    assert "lacks MP3" in look("decoder soundfile").found


def test_a_missing_portaudio_library_is_told_with_the_line_that_installs_it(monkeypatch):
    unloadable(monkeypatch, "sounddevice", "PortAudio library not found")
    check = look("PortAudio")
    assert check.ok is None  # only listening without a browser needs it
    assert "apt-get install libportaudio2" in check.remedy
    assert look("microphones").ok is None


def test_microphones_are_named_and_loudspeakers_are_not(module):
    devices = [{"name": "Built-in", "max_input_channels": 2}, {"name": "Loudspeaker", "max_input_channels": 0}]
    module("sounddevice", SimpleNamespace(query_devices=lambda: devices))
    assert look("microphones") == Check("microphones", True, "Built-in", look("microphones").remedy)


def test_no_microphone_is_no_failure(module):
    module("sounddevice", SimpleNamespace(query_devices=list))
    assert look("microphones").ok is None


@pytest.mark.parametrize(("cuda", "mps", "ok"), [(True, False, True), (False, True, True), (False, False, None)])
def test_a_gpu_is_named_and_none_is_no_failure(module, cuda, mps, ok):
    card = SimpleNamespace(is_available=lambda: cuda, get_device_name=lambda: "Card 1")
    backends = SimpleNamespace(mps=SimpleNamespace(is_available=lambda: mps))
    module("torch", SimpleNamespace(cuda=card, backends=backends, version=SimpleNamespace(cuda="13.0")))
    check = look("GPU")
    assert check.ok is ok
    assert ("Card 1" in check.found) == cuda


def test_a_browser_is_found_on_the_path_and_none_is_no_failure(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "fetched"))
    monkeypatch.setattr(machine, "FETCHED", ())
    assert look("browser").ok is None
    (tmp_path / "fetched" / "chromium-1200").mkdir(parents=True)
    assert look("browser").ok is True
    program = tmp_path / "chromium"
    program.touch(mode=0o755)
    assert look("browser").found == str(program)


def test_each_variant_that_does_not_load_is_named_with_the_reason(fake):
    for name in ("compact", "mel", "power"):
        folder = fake(name)
        if name != "mel":
            (folder / "weights.safetensors").write_bytes(b"torn")
    check = look("variants")
    assert check.ok is False
    assert "'compact' can't be used" in check.found and "'power' can't be used" in check.found
    assert "'mel'" not in check.found


def test_a_variant_whose_answering_file_is_gone_is_a_failure(fake):
    fake("deaf", onnx_sha256="0" * 64)
    assert look("variants").ok is False and "model.onnx" in look("variants").found


def test_a_variant_whose_card_cannot_be_read_is_a_failure_that_names_it(fake):
    fake("sound")
    (fake("torn") / "card.json").write_text("{")
    check = look("variants")
    assert check.ok is False
    assert "The variant 'torn' can't be read" in check.found and "'sound'" not in check.found


def test_variants_that_load_are_listed_and_none_at_all_is_a_failure(fake, tmp_path):
    fake("complex")
    fake("mel", seed=1)
    assert (look("variants").ok, look("variants").found) == (True, "complex, mel")
    (tmp_path / "none").mkdir()
    (check,) = (check for check in doctor.checks(tmp_path / "none") if check.name == "variants")
    assert (check.ok, check.found) == (False, "none")


def test_sounds_that_no_process_can_decode_are_a_failure_with_the_way_out(monkeypatch):
    monkeypatch.setattr(workers, "_pool", workers.Pool(size=1, module="no_such_worker"))
    assert look("decoding").ok is False and "does not start" in look("decoding").found


def test_the_cache_folder_is_looked_at_and_not_made(monkeypatch, tmp_path):
    monkeypatch.setenv("SPEECHCLS_HOME", str(tmp_path / "not" / "yet"))
    assert look("cache folder") == Check("cache folder", True, str(tmp_path / "not" / "yet"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "setting"), [("cache folder", "SPEECHCLS_HOME"), ("temporary folder", "GRADIO_TEMP_DIR")]
)
def test_a_folder_that_cannot_be_written_is_no_with_the_way_out(monkeypatch, tmp_path, name, setting):
    (tmp_path / "file").touch()
    monkeypatch.setenv(setting, str(tmp_path / "file"))
    check = look(name)
    assert check.ok is False
    assert str(tmp_path / "file") in check.found and setting in check.remedy


def test_the_temporary_folder_is_tried_and_left_as_it_was(monkeypatch, tmp_path):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    assert look("temporary folder") == Check("temporary folder", True, str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_computer_without_any_temporary_folder_is_told(monkeypatch, tmp_path):
    monkeypatch.delenv("GRADIO_TEMP_DIR", raising=False)
    monkeypatch.setattr(machine.tempfile, "gettempdir", (tmp_path / "none").read_bytes)
    assert look("temporary folder").ok is False and "TMPDIR" in look("temporary folder").remedy


@pytest.mark.parametrize(("free", "ok"), [(1e9, None), (100e9, True)])
def test_little_room_is_told_but_is_no_failure(monkeypatch, free, ok):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert (look("disk").ok, look("disk").found) == (ok, f"{free / 1e9:.1f} GB free")


def test_the_report_is_a_table_with_marks_in_words():
    found = [Check("a", True, "1", "unsaid"), Check("longer", None, "2", "Could be."), Check("c", False, "3", "Do it.")]
    assert doctor.report(found).split("\n") == [
        "a       ok  1",
        "longer  --  2",
        "            > Could be.",
        "c       no  3",
        "            > Do it.",
        "",
        "To mend: c.",
    ]


def test_the_report_without_failures_says_so():
    assert doctor.report([Check("a", True, "1"), Check("b", None, "")]).endswith("Everything that is needed works.")


def test_long_findings_are_wrapped_within_their_column():
    lines = doctor.report([Check("name", False, "word " * 60, "mend " * 60)]).split("\n")[:-2]
    assert max(map(len, lines)) <= doctor.WIDTH
    assert all(line.startswith(" " * 10) for line in lines[1:])
