"""Changes as people read them: on a terminal, and as Markdown."""

from collections.abc import Iterator

from rcaudit.frames.diff import Diff
from rcaudit.frames.wording import Told
from rcaudit.output.plain import count_of, escape_markdown, name_of, one_line

_HEADINGS = {
    "added": "Added",
    "removed": "Removed",
    "changed": "Changed",
    "unseen": "Unseen, perhaps still there",
    "first_seen": "First seen, perhaps there before",
}


def render_table(diff: Diff) -> str:
    """Return the changes for a terminal: by what became of an integration, then by integration."""
    lines = [_headline(diff)]
    for heading, group in _groups(diff):
        lines += ["", f"{heading.upper()} ({count_of(len(group), 'integration')})"]
        for told in group:
            facts = f": {one_line(told.facts)}" if told.facts else ""
            lines.append(f"  {name_of(told.name, told.integration_id)}{facts}")
            lines += [f"    {one_line(sentence)}" for sentence in told.sentences]
    if diff.notes:
        lines += ["", "NOTES", *(f"  {one_line(note)}" for note in diff.notes)]
    return "\n".join(lines) + "\n"


def render_markdown(diff: Diff) -> str:
    """Return the changes as a Markdown page (GitHub's flavour)."""
    lines = ["# Changes", "", escape_markdown(_headline(diff))]
    for heading, group in _groups(diff):
        lines += ["", f"## {heading}", ""]
        for told in group:
            facts = f": {escape_markdown(one_line(told.facts))}" if told.facts else ""
            name = escape_markdown(name_of(told.name, told.integration_id))
            lines.append(f"- **{name}**{facts}")
            lines += [f"  - {escape_markdown(one_line(line))}" for line in told.sentences]
    if diff.notes:
        lines += ["", "## Notes", ""]
        lines += [f"- {escape_markdown(one_line(note))}" for note in diff.notes]
    return "\n".join(lines) + "\n"


def _headline(diff: Diff) -> str:
    return f"{one_line(diff.workspace)}, {diff.new.taken_at:%Y-%m-%d %H:%M} UTC: {diff.summary}"


def _groups(diff: Diff) -> Iterator[tuple[str, list[Told]]]:
    told = diff.in_words()
    for change, heading in _HEADINGS.items():
        group = [one for one in told if one.change == change]
        if group:
            yield heading, group
