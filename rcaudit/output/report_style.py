"""How the report looks: on a light or a dark screen, and on paper."""

UNBROKEN_ROWS = 10
"""A table of so many rows stays on one page of paper."""
WHOLE = ' class="whole"'
"""Marks what is not broken between two pages."""

STYLE = """
:root { color-scheme: light dark; --page: #ffffff; --ink: #262626; --faint: #6f6f6f;
  --grid: #e0e0e0; --band: #f5f6f8; --link: #005a8c; --off: #bdbdbd;
  --worst: #a50f15; --warn: #fff3d6; --warn-ink: #5c4100;
  --text: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
@media (prefers-color-scheme: dark) {
  :root { --page: #15181c; --ink: #e6e6e6; --faint: #9da3aa; --grid: #3a3f45; --band: #1e2227;
    --link: #6cb6e8; --off: #5c636b; --worst: #ff5c5c; --warn: #43350f; --warn-ink: #ffe3a3; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 var(--text); }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 3rem 0 .5rem; padding-top: 1rem;
  border-top: 1px solid var(--grid); }
h3 { font-size: 1rem; margin: 2rem 0 .5rem; }
p { margin: .5rem 0; max-width: 46rem; }
a { color: var(--link); }
header p, footer, .lead { color: var(--faint); }
footer { margin-top: 4rem; font-size: .85rem; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .9em;
  background: var(--band); padding: 0 .25em; border-radius: 3px; }
nav ul { margin: 1rem 0; padding-left: 1.2rem; }
figure { margin: .5rem 0; max-width: 48rem; }
svg { display: block; width: 100%; height: auto; }
svg * { stroke-linejoin: round; stroke-linecap: butt; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .9rem .3rem 0; vertical-align: top; border-bottom: 1px solid var(--grid); }
td { overflow-wrap: break-word; max-width: 32rem; }
th { color: var(--faint); font-weight: 600; text-align: left; vertical-align: bottom; }
.number { text-align: right; } td.wide { min-width: 13rem; }
.severity { font-size: .8rem; font-weight: 600; white-space: nowrap; color: var(--ink);
  background: var(--band); border-left: 4px solid var(--grid); border-radius: 3px;
  padding: .1rem .45rem; }
td .severity { font-size: inherit; }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.5rem 0; }
.tiles div { background: var(--band); border-radius: 6px; padding: .6rem .9rem; min-width: 7rem;
  color: var(--faint); font-size: .85rem; border-left: 4px solid var(--grid); }
.tiles b { display: block; color: var(--ink); font-size: 1.5rem; line-height: 1.2; }
.tiles .critical, .severity.critical { border-left-color: var(--worst); }
.tiles .high, .severity.high { border-left-color: #d55e00; }
.tiles .medium, .severity.medium { border-left-color: #e69f00; }
.tiles .low, .severity.low { border-left-color: #56b4e9; }
.gaps { background: var(--warn); color: var(--warn-ink); border-radius: 6px;
  padding: .75rem 1.25rem; margin: 1.5rem 0; }
.gaps h2 { border: 0; margin: 0; padding: 0; font-size: 1.1rem; }
@page { margin: 15mm 15mm 18mm; }
@media print {
  :root { color-scheme: light; --page: #ffffff; --ink: #262626; --faint: #6f6f6f; --grid: #e0e0e0;
    --band: #f5f6f8; --link: #262626; --off: #bdbdbd; --worst: #a50f15; --warn: #fff3d6;
    --warn-ink: #5c4100; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 9.5pt; } main { max-width: none; padding: 0; } p { max-width: none; }
  .table { overflow: visible; } table { font-size: 7.5pt; }
  h3 { margin-top: 1.4rem; } th, td { padding: .15rem .8em .15rem 0; line-height: 1.35; }
  td { max-width: none; }
  .tiles { gap: 2mm; } .tiles div { min-width: 0; flex: 1; }
  .chapter { break-before: page; } .chapter h2 { margin-top: 0; border: 0; padding: 0; }
  figure, tr, li, .tiles, .gaps, .lead, .head, .whole { break-inside: avoid; }
  h2, h3, thead, .lead, .head { break-after: avoid; }
  p { orphans: 3; widows: 3; } .table + p { break-before: avoid; }
  thead { display: table-header-group; } footer { margin-top: 2rem; } }
"""


def footer_style(text: str) -> str:
    """Return the style that puts a text and the page's number at the foot of each page on paper."""
    # Every character but the plainest by its number: a style sheet has no other escape for all.
    safe = "".join(
        char if char.isascii() and char.isalnum() else f"\\{ord(char):06x}" for char in text
    )
    look = 'font: 8pt system-ui, "DejaVu Sans", sans-serif; color: #6f6f6f;'
    return (
        f'@page {{ @bottom-left {{ content: "{safe}"; {look} }} '
        f'@bottom-right {{ content: counter(page) " / " counter(pages); {look} }} }}\n'
    )
