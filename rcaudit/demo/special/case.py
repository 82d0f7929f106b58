"""What is special about an integration; all else is made up around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from rcaudit.demo.script_table import Direction, ScriptText

Deliveries = Literal["fine", "failing", "unreachable", "gone", "broken", "none"]


@dataclass(frozen=True)
class Case:
    """One integration to be made.

    Attributes:
        direction: Incoming or outgoing.
        name: What it is called; None for a believable name.
        department: Whose it is; None for the one that the script's service belongs to, or any.
        script: The name of its script.
        text: The script's text where it is not the table's own.
        creator: The username of who created it; "" for an integration without an owner.
        poster: The username of the account that it posts as.
        created: When it was created.
        updated: When it was last saved.
        deliveries: How its deliveries went; only an outgoing one has any.
        is_untranspiled: Whether the script was saved without Babel.
        fields: Fields of the document, as they are to be.
        absent: Fields that the document does not have.
    """

    direction: Direction = "incoming"
    name: str | None = None
    department: str | None = None
    script: str | None = None
    text: ScriptText | None = None
    creator: str | None = None
    poster: str | None = None
    created: datetime | None = None
    updated: datetime | None = None
    deliveries: Deliveries = "fine"
    is_untranspiled: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
