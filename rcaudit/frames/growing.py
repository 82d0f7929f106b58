"""Columns that grow by some values at a time, each kept as small as its dtype."""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol, TypeVar

import numpy as np
import pandas as pd

from rcaudit.frames.schema import Column

CATEGORY_DTYPE = pd.StringDtype("python", na_value=np.nan)
"""Named with its storage: the plain "str" is another one where pyarrow is installed, and that
cannot hold every text."""
K = TypeVar("K")
_CODES = {False: 0, True: 1, None: 2}


class Numbers(dict[K, int]):
    """Numbers things in the order in which they are first asked for, from 0."""

    def __missing__(self, key: K) -> int:
        """Give the next number to what has none yet."""
        self[key] = number = len(self)
        return number


class Growing(Protocol):
    """A column that grows."""

    def extend(self, values: list[Any]) -> None:
        """Append values."""
        ...

    def skip(self, count: int) -> None:
        """Append so many missing values."""
        ...

    def to_array(self) -> Any:
        """Hand over the values as the column's dtype has them."""
        ...


def grow(column: Column) -> Growing:
    """Return an empty column of the schema's kind."""
    if column.kind == "category":
        return _Categories()
    if column.kind == "integer":
        return _Integers()
    if column.kind == "boolean":
        return _Booleans()
    if column.kind == "time":
        return _Objects(_make_times)
    return _Objects(partial(_make_texts, dtype=column.dtype))


class _Buffer:
    """An array of numpy that grows in place, by an eighth at a time.

    Attributes:
        is_blank: Whether nothing but missing values was added; they take no room until then.
    """

    def __init__(self, dtype: Any, missing: Any) -> None:
        self.is_blank = True
        self._array: Any = np.empty(0, dtype)
        self._missing = missing
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def extend(self, values: Any, count: int | None = None) -> None:
        if self.is_blank:
            self._fill()
        start = self._length
        self._make_room(len(values) if count is None else count)
        self._array[start : self._length] = values

    def skip(self, count: int) -> None:
        if self.is_blank:
            self._length += count
        else:
            self.extend(self._missing, count)

    def to_numpy(self) -> Any:
        if self.is_blank:
            self._fill()
        self._array.resize(self._length, refcheck=False)
        return self._array

    def _fill(self) -> None:
        self._array = np.full(self._length, self._missing, self._array.dtype)
        self.is_blank = False

    def _make_room(self, count: int) -> None:
        self._length += count
        if self._length > len(self._array):
            self._array.resize(self._length + len(self._array) // 8, refcheck=False)


class _Objects:
    def __init__(self, finish: Callable[[_Buffer], Any]) -> None:
        self._finish = finish
        self._objects = _Buffer(object, None)

    def extend(self, values: list[Any]) -> None:
        # A plain list of datetimes would first be tried as an array of times.
        self._objects.extend(np.fromiter(values, object, len(values)))

    def skip(self, count: int) -> None:
        self._objects.skip(count)

    def to_array(self) -> Any:
        return self._finish(self._objects)


def _make_texts(objects: _Buffer, dtype: Any) -> Any:
    if objects.is_blank:
        # Ten times as fast as to let pandas look at each.
        return pd.array([None], dtype=dtype).repeat(len(objects))
    return pd.array(objects.to_numpy(), dtype=dtype, copy=False)


def _make_times(objects: _Buffer) -> Any:
    times = pd.Series(objects.to_numpy(), dtype=object)
    return pd.to_datetime(times, utc=True).dt.as_unit("us").array


class _Integers:
    def __init__(self) -> None:
        self._numbers, self._is_missing = _Buffer(np.int64, 0), _Buffer(np.bool_, True)

    def extend(self, values: list[Any]) -> None:
        try:
            numbers: Any = np.fromiter(values, np.int64, len(values))
            is_missing: Any = False
        except TypeError:
            objects = np.fromiter(values, object, len(values))
            is_missing = objects == None  # noqa: E711 - numpy compares each, and `is` would not
            objects[is_missing] = 0
            numbers = objects.astype(np.int64)
        self._numbers.extend(numbers)
        self._is_missing.extend(is_missing, len(values))

    def skip(self, count: int) -> None:
        self._numbers.skip(count)
        self._is_missing.skip(count)

    def to_array(self) -> Any:
        return pd.arrays.IntegerArray(self._numbers.to_numpy(), self._is_missing.to_numpy())


class _Booleans:
    def __init__(self) -> None:
        self._codes = _Buffer(np.uint8, _CODES[None])

    def extend(self, values: list[Any]) -> None:
        self._codes.extend(np.frombuffer(bytes(map(_CODES.__getitem__, values)), np.uint8))

    def skip(self, count: int) -> None:
        self._codes.skip(count)

    def to_array(self) -> Any:
        codes = self._codes.to_numpy()
        return pd.arrays.BooleanArray(codes == _CODES[True], codes == _CODES[None])


class _Categories:
    def __init__(self) -> None:
        self._numbers: Numbers[str | None] = Numbers()
        self._codes = _Buffer(np.int32, self._numbers[None])

    def extend(self, values: list[Any]) -> None:
        codes = np.fromiter(map(self._numbers.__getitem__, values), np.int32, len(values))
        self._codes.extend(codes)

    def skip(self, count: int) -> None:
        self._codes.skip(count)

    def to_array(self) -> pd.Categorical:
        names = sorted(name for name in self._numbers if name is not None)
        order = np.full(len(self._numbers), -1, dtype=np.int32)
        order[[self._numbers[name] for name in names]] = np.arange(len(names))
        categories = pd.Index(names, dtype=CATEGORY_DTYPE)
        return pd.Categorical.from_codes(order[self._codes.to_numpy()], categories=categories)
