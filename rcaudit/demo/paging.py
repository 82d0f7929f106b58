"""The server's pages: how `count`, `offset` and `sort` choose from a list of documents."""

import json
import random
from collections.abc import Mapping, Sequence

from rcaudit.demo.behaviour import Behaviour
from rcaudit.demo.model import Document
from rcaudit.demo.replies import ReplyError, bad_parameters, failure

DEFAULT_COUNT = 50
_DIGITS = 15
PAGE_PARAMETERS = frozenset({"count", "offset", "sort"})
_RANKS = (type(None), int | float, str, dict, list, bool)


def page(
    name: str,
    documents: Sequence[Document],
    params: Mapping[str, str],
    behaviour: Behaviour,
    draw: random.Random,
    default_sort: Mapping[str, int],
) -> dict[str, object]:
    """Return one page of documents, which are given in the order of their ids.

    Args:
        name: The field of the reply that holds the documents.
        documents: Everything that there is to page through.
        params: The call's parameters.
        behaviour: Sets the page's upper limit, and whether ties come in any order.
        draw: Where that order is drawn from.
        default_sort: What the route sorts by when it is not told.

    Raises:
        ReplyError: A parameter is not what the server takes.
    """
    count = _page_size(_number(params, "count"), behaviour)
    offset = _number(params, "offset") or 0
    order = _sort_order(params.get("sort")) or default_sort
    end = offset + count if count else None
    chosen = _ordered(documents, order, behaviour, draw)[offset:end]
    return {
        name: chosen,
        "count": len(chosen),
        "offset": offset,
        "items": len(chosen),
        "total": len(documents) + behaviour.short_total,
    }


def _number(params: Mapping[str, str], name: str) -> int | None:
    text = params.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise ReplyError(bad_parameters("must be number"))
    return int(text)


def _page_size(count: int | None, behaviour: Behaviour) -> int:
    """Return how many documents a page has; 0 stands for all."""
    if count == 0:
        return 0 if behaviour.allow_infinite_count else DEFAULT_COUNT
    return min(DEFAULT_COUNT if count is None else count, behaviour.page_limit)


def _sort_order(text: str | None) -> dict[str, int]:
    if text is None:
        return {}
    try:
        order = json.loads(text)
    except (ValueError, RecursionError):
        order = None
    if isinstance(order, dict) and all(way in (1, -1) for way in order.values()):
        return order
    complaint = f'Invalid sort parameter provided: "{text}"'
    raise ReplyError(failure(complaint, error_type="error-invalid-sort"))


def _ordered(
    documents: Sequence[Document],
    order: Mapping[str, int],
    behaviour: Behaviour,
    draw: random.Random,
) -> Sequence[Document]:
    if next(iter(order.items())) == ("_id", 1):  # they come so: large lists need no sorting
        return documents
    ordered = list(documents)
    if behaviour.unordered:
        draw.shuffle(ordered)
    for name, way in reversed(list(order.items())):
        ordered.sort(key=lambda document: _sort_key(document.get(name)), reverse=way < 0)
    return ordered


def _sort_key(value: object) -> tuple[int, object]:
    """Return what puts values of all types in the database's order: null, numbers, text, ..."""
    rank = next(
        rank
        for rank, kind in reversed(list(enumerate(_RANKS)))  # bool first: it is an int as well
        if isinstance(value, kind)
    )
    if value is None:
        return rank, 0
    return rank, json.dumps(value) if isinstance(value, dict | list) else value
