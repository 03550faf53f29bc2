"""How a probability is said."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from speechcls.models.probability import percent

# The table that tests/js/percent.test.js reads, too.
TABLE = json.loads((Path(__file__).parent / "data" / "percentages.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("probability", "said"), TABLE)
def test_a_probability_is_whole_percent_with_a_decimal_where_it_is_near_none_or_all(probability, said):
    assert percent(probability) == said


def test_no_probability_is_said_to_be_none_or_all_and_a_larger_one_never_less():
    values = np.concatenate([np.linspace(0, 1, 10_001), np.linspace(0.985, 1, 5_001), np.linspace(0, 0.02, 5_001)])
    said = [percent(float(value)) for value in np.sort(values)]
    assert not {"0%", "0.0%", "100%", "100.0%"} & set(said)
    assert all(re.fullmatch(r"[<>]?\d{1,2}(\.\d)?%", one) for one in said)
    numbers = [float(one.strip("<>%")) for one in said]
    assert numbers == sorted(numbers)
