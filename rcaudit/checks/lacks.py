"""What a snapshot does not show, so that a check cannot look or sees a part only."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from rcaudit.checks.finding import Need, is_false
from rcaudit.frames.frames import Frames


class Lack(NamedTuple):
    """Why a check cannot look, the option that would help, and whether it still sees a part."""

    reason: str
    option: str
    is_partial: bool = False


def find_lack(need: Need, frames: Frames) -> Lack | None:
    """Say what the frames lack of what is needed; None where nothing is missing."""
    return _FINDERS[need](frames)


def major_version(frames: Frames) -> int | None:
    """Return the server's major version; None where it is not known."""
    match = re.match(r"\d{1,4}", frames.manifest.server_version or "")
    return int(match.group()) if match else None


def _accounts(frames: Frames) -> Lack | None:
    option = "rcaudit fetch --accounts"
    if frames.accounts is None:
        return Lack("the accounts were not collected", option)
    unknown = int(frames.accounts["is_active"].isna().sum())
    if not unknown:
        return None
    reason = f"nothing is known of {unknown} of {len(frames.accounts)} accounts"
    return Lack(reason, option, is_partial=True)


def _activity(frames: Frames) -> Lack | None:
    option = "rcaudit fetch --activity"
    if frames.activity is None:
        return Lack("what integrations did was not collected", option)
    integrations = frames.integrations
    judged = integrations[
        (integrations["direction"] == "outgoing") & ~is_false(integrations["is_enabled"])
    ]
    asked = judged["integration_id"].isin(frames.activity["integration_id"])
    if asked.all():
        return None
    reason = f"nobody asked what {int((~asked).sum())} of {len(judged)} integrations did"
    return Lack(reason, option, is_partial=True)


def _fingerprints(frames: Frames) -> Lack | None:
    if frames.manifest.redaction_version:
        return None
    return Lack("the snapshot has no fingerprints of credentials", "rcaudit fetch")


def _script_text(frames: Frames) -> Lack | None:
    if frames.manifest.has_scripts:
        return None
    return Lack("the snapshot was taken without scripts", "rcaudit fetch without --no-scripts")


def _server_version(frames: Frames) -> Lack | None:
    if major_version(frames) is not None:
        return None
    return Lack("the version of the server is not known", "rcaudit fetch")


_FINDERS: Mapping[Need, Callable[[Frames], Lack | None]] = MappingProxyType(
    {
        "accounts": _accounts,
        "activity": _activity,
        "fingerprints": _fingerprints,
        "script_text": _script_text,
        "server_version": _server_version,
    }
)
