"""Speech Commands is read as it is laid out; parts never overlap; clips are decoded once."""

import shutil

import numpy as np
import pytest
import soundfile
import torch
from torch.utils.data import DataLoader

from speechcls import audio
from speechcls.audio import AudioError, to_float
from speechcls.data import waves as waves_module
from speechcls.data.corpus import (
    Corpus,
    DatasetError,
    balance,
    count_clips,
    count_voices,
    read_corpus,
    repeat_rare,
    split,
)
from speechcls.data.waves import Waves, load_noises, load_waves
from synthetic import LONG, RATE, RESTORED, SEEN, SHORT, TESTED, WATCHED, WORDS, say, write_corpus

SEEDS = pytest.mark.parametrize("seed", range(5))


@pytest.fixture
def many(tmp_path) -> Corpus:
    """1,000 clips of four words and 100 voices, in no file; every tenth is pseudo-labelled."""
    labels = np.repeat(np.arange(4), 250)
    voices = np.array([f"v{i % 100:02}" for i in range(1000)])
    return Corpus(
        root=tmp_path,
        words=("a", "b", "c", "d"),
        paths=tuple(f"{'abcd'[labels[i]]}/{voices[i]}_nohash_{i}.wav" for i in range(1000)),
        labels=labels,
        voices=voices,
        official=np.where(np.arange(1000) % 100 < 80, 0, np.where(np.arange(1000) % 100 < 90, 1, 2)).astype(np.int8),
        pseudo_labelled=np.arange(1000) % 10 == 3,
    )


def test_words_are_the_folders_in_order_and_noise_is_none(corpus):
    assert corpus.words == WORDS
    assert len(corpus) == len(WORDS) * 14 + len(RESTORED)
    assert list(corpus.paths) == sorted(corpus.paths)
    assert [corpus.words[label] for label in corpus.labels] == [path.split("/")[0] for path in corpus.paths]
    assert list(corpus.voices) == [path.split("/")[1].split("_")[0] for path in corpus.paths]
    assert {path for path, guessed in zip(corpus.paths, corpus.pseudo_labelled, strict=True) if guessed} == set(
        RESTORED
    )


@pytest.mark.parametrize("partition", ["speaker", "random"])
def test_a_word_left_out_is_in_no_part_and_moves_no_other_clip(corpus, partition):
    less, out = corpus.without(["go"]), corpus.words.index("go")
    assert less.words == tuple(word for word in corpus.words if word != "go")
    whole, parts = split(corpus, partition, 0), split(less, partition, 0)
    for name, indices in parts.items():
        assert list(indices) == [place for place in whole[name] if corpus.labels[place] != out]
        assert [less.words[i] for i in less.labels[indices]] == [corpus.words[i] for i in corpus.labels[indices]]
    assert load_waves(less).shape == load_waves(corpus).shape


def test_a_word_that_is_not_there_cannot_be_left_out(corpus):
    with pytest.raises(DatasetError, match="no word 'nosuch'"):
        corpus.without(["nosuch"])


@pytest.mark.parametrize("inside", ["speech_commands_v0.01", "speech_commands_v0.02", "."])
def test_the_folder_or_the_archives_folder_in_it_can_be_named(tmp_path, inside):
    write_corpus(tmp_path / inside if inside != "." else tmp_path)
    assert read_corpus(tmp_path).words == WORDS
    assert read_corpus(tmp_path).root == tmp_path / inside


def test_version_0_02_with_its_other_words_is_read(tmp_path):
    words = (*WORDS, "backward", "visual")
    root = write_corpus(tmp_path / "speech_commands_v0.02", words, restored=())
    (root / "restored_list.txt").unlink()
    corpus = read_corpus(tmp_path)
    assert corpus.words == tuple(sorted(words))
    assert not corpus.pseudo_labelled.any()
    assert [len(part) for part in split(corpus, "speaker", 0).values()] == [50, 10, 10]


def test_hidden_files_and_other_files_are_no_clips(tmp_path):
    write_corpus(tmp_path)
    before = read_corpus(tmp_path).paths
    for name in ("go/._a1_nohash_0.wav", ".go/a1_nohash_0.wav", "go/note.txt", "go/list"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert read_corpus(tmp_path).paths == before


def test_a_folder_without_clips_is_refused_with_the_command_that_fetches_them(tmp_path):
    for folder in (tmp_path, tmp_path / "nosuch"):
        with pytest.raises(DatasetError, match="python -m speechcls data"):
            read_corpus(folder)


def test_the_split_by_voice_is_the_lists_and_shares_no_voice(corpus):
    parts = split(corpus, "speaker", 0)
    own = {name: indices[~corpus.pseudo_labelled[indices]] for name, indices in parts.items()}
    assert {name: set(corpus.voices[indices]) for name, indices in own.items()} == {
        "train": set(SEEN),
        "validation": set(WATCHED),
        "test": set(TESTED),
    }
    assert [len(indices) for indices in parts.values()] == [30 + len(RESTORED), 6, 6]


def test_the_split_by_voice_needs_the_lists(tmp_path):
    write_corpus(tmp_path)
    for part in ("validation", "testing"):
        (tmp_path / f"{part}_list.txt").unlink()
    with pytest.raises(DatasetError, match=r"validation_list\.txt.*<word>/<file> a line.*--partition random"):
        split(read_corpus(tmp_path), "speaker", 0)
    (tmp_path / "testing_list.txt").write_text(next(tmp_path.glob("[a-z]*/*.wav")).relative_to(tmp_path).as_posix())
    assert len(split(read_corpus(tmp_path), "speaker", 0)["test"]) == 1  # as it was told


def test_a_folder_that_is_not_there_is_told_as_such(tmp_path):
    with pytest.raises(DatasetError, match=r"There is no folder .*nowhere"):
        read_corpus(tmp_path / "nowhere")


@SEEDS
@pytest.mark.parametrize("partition", ["speaker", "random"])
def test_every_clip_is_in_one_part_and_pseudo_labelled_ones_train(many, partition, seed):
    parts = split(many, partition, seed)
    assert list(parts) == ["train", "validation", "test"]
    assert sorted(np.concatenate(list(parts.values()))) == list(range(1000))
    assert set(np.flatnonzero(many.pseudo_labelled)) <= set(parts["train"])


@SEEDS
def test_the_random_split_is_60_20_20_and_repeats_with_its_seed(many, seed):
    many.pseudo_labelled[:] = False
    parts = split(many, "random", seed)
    assert [len(indices) for indices in parts.values()] == [600, 200, 200]
    again, other = split(many, "random", seed), split(many, "random", seed + 1)
    assert all((parts[name] == again[name]).all() for name in parts)
    assert (parts["test"] != other["test"]).any()
    assert np.bincount(many.labels[parts["test"]]).min() > 30  # mixed, not cut from the sorted list


def test_the_split_by_voice_does_not_depend_on_the_seed(many):
    first, second = split(many, "speaker", 0), split(many, "speaker", 1)
    assert all((first[name] == second[name]).all() for name in first)


def test_a_balanced_part_has_at_most_so_many_clips_a_word(many):
    indices = np.concatenate((np.arange(0, 250, 2), np.arange(250, 260), np.arange(500, 1000)))
    kept = balance(many, indices, 50)
    assert np.bincount(many.labels[kept]).tolist() == [50, 10, 50, 50]
    assert set(kept) <= set(indices) and len(set(kept)) == len(kept)
    np.testing.assert_array_equal(kept, balance(many, indices, 50))
    assert kept[:50].max() > 150  # drawn from all, not the first ones


def test_balancing_by_nothing_keeps_all(many):
    indices = np.array([5, 3, 999])
    assert balance(many, indices, 0).tolist() == [5, 3, 999]


def test_clips_are_counted_without_pseudo_labelled_ones(many):
    indices = np.concatenate((np.arange(20), np.arange(250, 255)))
    assert count_clips(many, indices) == {"a": 18, "b": 4, "c": 0, "d": 0}


def test_clips_are_cut_or_padded_on_the_right_to_one_second(corpus):
    waves = load_waves(corpus)
    assert waves.shape == (len(corpus), RATE) and waves.dtype == np.int16
    short, long, whole = (waves[corpus.paths.index(path)] for path in (SHORT, LONG, "go/a1_nohash_0.wav"))
    np.testing.assert_array_equal(short, np.pad(say(SHORT), (0, RATE // 2)))
    np.testing.assert_array_equal(long, np.round(audio.from_array(say(LONG), RATE).second() * 2**15))  # as predict
    np.testing.assert_array_equal(whole, say("go/a1_nohash_0.wav"))


def test_clips_are_decoded_once(corpus, monkeypatch):
    first = np.array(load_waves(corpus))
    monkeypatch.setattr(waves_module, "_decode", lambda file: pytest.fail("decoded again"))
    np.testing.assert_array_equal(load_waves(corpus), first)


def test_changed_files_are_decoded_anew(tmp_path):
    before = load_waves(read_corpus(write_corpus(tmp_path / "data")))
    soundfile.write(tmp_path / "data" / SHORT, np.ones(RATE, np.int16), RATE)
    after = load_waves(read_corpus(tmp_path / "data"))
    assert not before[0, -1] and after[0].all()


def test_an_interrupted_decoding_leaves_nothing_behind(corpus, home, monkeypatch):
    decode, decoded = waves_module._decode, []

    def interrupted(file):
        if len(decoded) == 3:
            raise KeyboardInterrupt
        decoded.append(file)
        return decode(file)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(waves_module, "_decode", interrupted)
        load_waves(corpus)
    assert list((home / "waves").iterdir()) == []
    assert load_waves(corpus).any(axis=1).all()


def test_two_trainings_may_decode_at_once(corpus, monkeypatch):
    decode, others = waves_module._decode, []

    def with_another_process(file):
        if not others:  # the other one decodes all while this one has just begun
            others.append(file)
            with monkeypatch.context() as patch:
                patch.setattr("os.getpid", lambda: 1)
                load_waves(corpus)
        return decode(file)

    monkeypatch.setattr(waves_module, "_decode", with_another_process)
    assert load_waves(corpus).any(axis=1).all()


def test_a_damaged_file_is_told_by_name(tmp_path):
    file = write_corpus(tmp_path) / SHORT
    file.write_bytes(b"RIFF?")
    with pytest.raises(DatasetError) as caught:
        load_waves(read_corpus(tmp_path))
    assert str(file) in str(caught.value)


def test_own_clips_of_any_kind_are_read_as_predict_reads_them_and_counted(tmp_path, caplog):
    write_corpus(tmp_path)
    long = np.concatenate((np.zeros(2 * RATE), 0.5 * np.sin(np.arange(RATE // 2)))).astype(np.float32)
    for name, samples, rate in (
        ("stereo.flac", np.stack([long, long], axis=1), RATE),
        ("fast.WAV", long, 44_100),
        ("a1_nohash_9.ogg", long, 48_000),
    ):
        soundfile.write(tmp_path / "go" / name, samples, rate, format=name.split(".")[1].upper())
    (tmp_path / "go" / "note.txt").touch()
    own = read_corpus(tmp_path)
    waves = load_waves(own)
    for name in ("stereo.flac", "fast.WAV", "a1_nohash_9.ogg"):
        clip = audio.read(tmp_path / "go" / name)
        expected = np.round((clip.second() if clip.duration > 1 else audio.pad_right(clip.samples)) * 2**15)
        np.testing.assert_array_equal(waves[own.paths.index(f"go/{name}")], expected)
        assert expected.any()
    voices = dict(zip(own.paths, own.voices, strict=True))
    assert (voices["go/fast.WAV"], voices["go/a1_nohash_9.ogg"]) == ("go/fast.WAV", "a1")
    assert f"2 of {len(own)} name no voice" in caplog.text
    assert f"4 of {len(own)} clips last longer" in caplog.text
    assert "1 files in" in caplog.text


@pytest.mark.parametrize("subtype", ["PCM_U8", "FLOAT", "PCM_24", "ULAW"])
def test_a_short_wav_of_any_samples_is_decoded_at_its_level(tmp_path, subtype):
    write_corpus(tmp_path)
    sound = 0.5 * np.sin(np.arange(4_000) / 5)
    soundfile.write(tmp_path / "go" / "mine.wav", sound, RATE, subtype=subtype)
    own = read_corpus(tmp_path)
    wave = load_waves(own)[own.paths.index("go/mine.wav")]
    assert to_float(torch.tensor(wave)).numpy()[:4_000] == pytest.approx(sound, abs=0.02)


def test_lists_with_backslashes_are_lists(tmp_path):
    before = read_corpus(write_corpus(tmp_path)).official
    for part in ("validation", "testing"):
        file = tmp_path / f"{part}_list.txt"
        file.write_bytes(file.read_bytes().replace(b"/", b"\\").replace(b"\n", b"\r\n"))
    np.testing.assert_array_equal(read_corpus(tmp_path).official, before)


def test_lists_that_name_other_files_are_not_called_missing(tmp_path):
    write_corpus(tmp_path)
    for part in ("validation", "testing"):
        (tmp_path / f"{part}_list.txt").write_text("no/such_nohash_0.wav\n")
    with pytest.raises(DatasetError, match="No line of the lists"):
        split(read_corpus(tmp_path), "speaker", 0)


def test_a_batch_is_fetched_whole_with_its_labels(corpus):
    waves, indices = load_waves(corpus), np.array([40, 3, 20])
    loader = DataLoader(Waves(waves, corpus.labels, indices, torch.device("cpu")), 2, collate_fn=lambda batch: batch)
    (first, labels), (last, _) = loader
    assert first.dtype == torch.int16 and first.shape == (2, RATE)
    np.testing.assert_array_equal(first, waves[[40, 3]])
    np.testing.assert_array_equal(last, waves[[20]])
    assert labels.tolist() == corpus.labels[[40, 3]].tolist()


def test_samples_become_floats_of_full_scale_one():
    extremes = torch.tensor([-32768, 0, 16384, 32767], dtype=torch.int16)
    assert to_float(extremes).tolist() == [-1.0, 0.0, 0.5, 32767 / 32768]


def test_recordings_of_noise_are_held_out_whole(data, tmp_path):
    shutil.copytree(data, tmp_path / "data")
    folder = tmp_path / "data" / "_background_noise_"
    for number, name in enumerate([*waves_module.NOISES["train"], *waves_module.NOISES["test"]]):
        soundfile.write(folder / f"{name}.wav", np.full(2 * RATE, 0.1 * (number + 1)), RATE)
    corpus = read_corpus(tmp_path / "data")
    heard = {part: {round(float(noise[0]), 1) for noise in load_noises(corpus, part)} for part in waves_module.NOISES}
    assert heard == {"train": {0.1, 0.2, 0.3, 0.4}, "test": {0.5, 0.6}}


@pytest.mark.parametrize(
    ("shape", "rate"),
    [((2 * RATE, 2), RATE), ((2 * RATE,), 2 * RATE), ((RATE,), RATE)],
    ids=["stereo", "fast", "short"],
)
def test_noise_of_another_form_is_refused_rather_than_mixed_in(data, tmp_path, shape, rate):
    shutil.copytree(data, tmp_path / "data")
    for name in waves_module.NOISES["test"]:
        soundfile.write(tmp_path / "data" / "_background_noise_" / f"{name}.wav", np.full(shape, 0.1), rate)
    with pytest.raises(AudioError, match=r"dude_miaowing\.wav has shape .* must be mono at 16000 Hz"):
        load_noises(read_corpus(tmp_path / "data"), "test")


def test_missing_noise_is_told_with_what_to_do(corpus):
    with pytest.raises(DatasetError, match="--noise"):
        load_noises(corpus, "train")


def test_clips_of_rare_words_are_repeated_in_turn_until_there_are_enough(many):
    indices = np.concatenate([np.arange(0, 250), np.arange(250, 253)])
    more = repeat_rare(many, indices, 7)
    assert list(more[: len(indices)]) == list(indices)
    assert list(more[len(indices) :]) == [250, 251, 252, 250]
    assert list(repeat_rare(many, indices, 3)) == list(repeat_rare(many, indices, 0)) == list(indices)


def test_voices_are_people_and_pseudo_labelled_clips_are_not_counted(many):
    assert count_voices(many, np.arange(0, 10)) == {"a": 9, "b": 0, "c": 0, "d": 0}
    assert count_voices(many, np.array([0, 100, 200])) == {"a": 1, "b": 0, "c": 0, "d": 0}


def test_clips_can_be_added_to_those_in_memory(corpus):
    waves = np.array(load_waves(corpus))
    items = Waves(waves, corpus.labels, np.arange(4), torch.device("cpu"))
    items.add(np.full((3, 2, RATE), 7, np.int16))
    heard, labels = items.__getitems__(range(len(items)))
    assert len(items) == 10 and labels[4:].tolist() == [0, 0, 1, 1, 2, 2]
    assert (heard[:4].numpy() == waves[:4]).all() and (heard[4:] == 7).all()
