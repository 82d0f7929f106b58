"""Which of many scripts are nearly the same, without comparing each with each."""

from typing import Any

import numpy as np

_ROWS = 3
_BANDS = 10
"""Two scripts that share 0.8 of their statements meet in one of the bands in 999 of 1000 cases,
two that share 0.3 in one of four: 1 - (1 - share ** rows) ** bands."""
_SEED = 0x5EED
_SETS_AT_A_TIME = 1000


class Groups:
    """Things that are joined into groups; each is known by its least member."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def root(self, member: int) -> int:
        """Return the least member of the member's group."""
        while self._parents[member] != member:
            self._parents[member] = self._parents[self._parents[member]]
            member = self._parents[member]
        return member

    def join(self, one: int, other: int) -> None:
        """Make one group of the groups of two members."""
        low, high = sorted((self.root(one), self.root(other)))
        self._parents[high] = low


def group_alike(features: list[Any], least: float) -> list[int]:
    """Return for each set of hashes the first one of its group.

    Two sets that share at least this part of their union (Jaccard) come into one group. They are
    found by MinHash and banding (Broder 1997; Leskovec, Rajaraman and Ullman, "Mining of Massive
    Datasets", chapter 3), so the work grows with the number of sets, not with its square; then
    the sets themselves are compared.

    Args:
        features: For each thing its distinct hashes, none of them empty; numpy arrays of uint64.
        least: The part that two must share, from 0 to 1.
    """
    groups = Groups(len(features))
    for pair in _candidates(features):
        one, other = divmod(int(pair), len(features))
        if (
            groups.root(one) != groups.root(other)
            and _share(features[one], features[other]) >= least
        ):
            groups.join(one, other)
    return [groups.root(member) for member in range(len(features))]


def _candidates(features: list[Any]) -> Any:
    """Return the pairs to compare, each as one number: the first times how many, plus the other."""
    # In a band that many share, each is compared with the first and with the one before it: so a
    # band gives two pairs a member, however many members it has.
    pairs = [np.empty(0, dtype=np.int64)]
    for band in _bands(features) if features else ():
        order = np.argsort(band, kind="stable")
        keys = band[order]
        is_new = np.concatenate(([True], keys[1:] != keys[:-1]))
        firsts = order[np.maximum.accumulate(np.where(is_new, np.arange(len(order)), 0))]
        repeated = np.flatnonzero(~is_new)
        others = np.concatenate([firsts[repeated], order[repeated - 1]])
        pairs.append(np.unique(others * len(features) + np.tile(order[repeated], 2)))
    return np.unique(np.concatenate(pairs))


def _bands(features: list[Any]) -> Any:
    """Return for each band the key of each set; two that are alike share one."""
    numbers = np.random.default_rng(_SEED)
    draws = numbers.integers(1, 2**63, size=(_BANDS, _ROWS, 2), dtype=np.uint64)
    keys = np.zeros((_BANDS, len(features)), dtype=np.uint64)
    # Some at a time: the hashes of all sets together are a large part of what was read.
    for start in range(0, len(features), _SETS_AT_A_TIME):
        some = features[start : start + _SETS_AT_A_TIME]
        starts = np.cumsum([0, *(len(hashes) for hashes in some[:-1])])
        hashes = np.concatenate(some)
        for band, rows in zip(keys[:, start : start + len(some)], draws, strict=True):
            for factor, mask in rows:
                mixed = (hashes ^ mask) * (factor | np.uint64(1))
                least = np.minimum.reduceat(mixed, starts)
                band[:] = band * np.uint64(0x9E3779B97F4A7C15) + least
    return keys


def _share(one: Any, other: Any) -> float:
    common = np.intersect1d(one, other, assume_unique=True).size
    return float(common / (one.size + other.size - common))
