"""The switches of a demo server: how it is set up, and what is wrong with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Behaviour:
    """How a demo server behaves; without arguments, as a healthy one without a rate limit.

    Attributes:
        latency: Seconds that pass before each reply.
        limit: Calls a window, for each route and address; None switches the limit off.
        window: Seconds that a window lasts.
        limit_everyone: Whether holders of `api-bypass-rate-limit` are limited too.
        clock_skew: Seconds that the server's clock is ahead of this machine's.
        page_limit: The server's `API_Upper_Count_Limit`: larger counts are cut down silently.
        allow_infinite_count: Whether `count=0` means all, rather than 50.
        strict: Whether to behave as 9.0: undefined parameters are rejected, and whatever is
            refused for want of permission is a 403 with `error-forbidden`.
        old_errors: Whether 401 and 403 have the bodies of older servers.
        unordered: Whether documents that `sort` leaves equal come in another order each time.
        short_total: How many documents more than there are `total` claims.
        statistics_offset: By how much the stored count of integrations is out of date.
        list_differs: Whether `integrations.get` turns a null `script` into an empty one.
        seed: What the random choices below, and the order, are drawn from.
        fail_first: How many calls fail, from the first one on.
        fail_rate: The share of calls that fail, 0 to 1.
        fail_status: The status of a failed call, whose body is a proxy's HTML.
        fail_ids: Integrations whose `integrations.get` always is a proxy's 503.
        reset_rate: The share of calls whose connection is closed without a reply, 0 to 1.
        forbidden_ids: Integrations that are listed, but refused when asked for.
        vanish_ids: Integrations that are listed, but gone when asked for.
        garbage_ids: Integrations whose reply is a 200 that holds no JSON.
        misshapen: JSON values by route: what is sent, with 200, in place of the right body.
        html: The status of the HTML page that answers everything: not a Rocket.Chat at all.
        redirect_to: The URL to which every call is sent on.
        redirect_status: The status of that redirect.
        drip: Seconds between two bytes of a body; None sends it whole.
        huge: Whether every body is spaces without an end.
    """

    latency: float = 0.0
    limit: int | None = None
    window: float = 60.0
    limit_everyone: bool = False
    clock_skew: float = 0.0
    page_limit: int = 100
    allow_infinite_count: bool = True
    strict: bool = False
    old_errors: bool = False
    unordered: bool = True
    short_total: int = 0
    statistics_offset: int = 0
    list_differs: bool = False
    seed: int = 0
    fail_first: int = 0
    fail_rate: float = 0.0
    fail_status: int = 503
    fail_ids: Collection[str] = frozenset()
    reset_rate: float = 0.0
    forbidden_ids: Collection[str] = frozenset()
    vanish_ids: Collection[str] = frozenset()
    garbage_ids: Collection[str] = frozenset()
    misshapen: Mapping[str, object] = field(default_factory=dict)
    html: int | None = None
    redirect_to: str | None = None
    redirect_status: int = 302
    drip: float | None = None
    huge: bool = False
