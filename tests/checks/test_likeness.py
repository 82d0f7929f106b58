import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rcaudit.checks.likeness import group_alike

SETS = st.lists(st.sets(st.integers(0, 20), min_size=1, max_size=6), max_size=8)


def hashes(*sets: set[int]) -> list[object]:
    """Return sets as what is compared: sorted arrays, spread over all 64 bits."""
    factor = 0x9E3779B97F4A7C15
    return [
        np.array(sorted((n + 1) * factor % 2**64 for n in numbers), dtype=np.uint64)
        for numbers in sets
    ]


def test_like_sets_come_into_one_group() -> None:
    """The first of each group stands for it."""
    whole = set(range(20))
    sets = [whole, {50, 51}, whole - {3}, whole | {99}, {50, 51}]

    assert group_alike(hashes(*sets), 0.8) == [0, 1, 0, 0, 1]


def test_sets_that_share_too_little_stay_apart() -> None:
    """Half is not four fifths."""
    assert group_alike(hashes(set(range(20)), set(range(10))), 0.8) == [0, 1]


def test_nothing_has_no_groups() -> None:
    """An empty list is fine."""
    assert group_alike([], 0.8) == []


@given(SETS)
def test_equal_sets_are_always_found(sets: list[set[int]]) -> None:
    """Two that are the same meet in every band."""
    groups = group_alike(hashes(*sets), 1.0)

    assert groups == [sets.index(numbers) for numbers in sets]


def test_nearly_all_pairs_at_the_threshold_are_found() -> None:
    """Of two hundred pairs that share 0.81 to 0.9, at most one is missed."""
    draw = random.Random(1)  # noqa: S311 - made-up data, the same in every run
    sets = []
    for number in range(200):
        whole = {number * 1000 + n for n in range(40)}
        other = set(draw.sample(sorted(whole), 38)) | {number * 1000 + 500 + n for n in range(3)}
        sets += [whole, other]
    groups = group_alike(hashes(*sets), 0.8)

    assert sum(groups[n] == groups[n + 1] for n in range(0, 400, 2)) >= 199
    assert all(group // 2 == n // 2 for n, group in enumerate(groups))
