"""The report: one page, and what is in it."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import pytest
from audit_frames import incoming, make_frames, outgoing
from matplotlib import pyplot as plt

import rcaudit
from rcaudit.checks.catalogue import run_checks
from rcaudit.demo.sample import sample_folder
from rcaudit.output.chapters import CHAPTERS
from rcaudit.output.report import render_report
from rcaudit.snapshot.manifest import Gap
from rcaudit.snapshot.snapshot import Snapshot

SCRIPT = "]]><script>alert(1)</script>"
TAGS_OF_ONE = {"meta", "link", "br", "wbr", "path", "use", "image", "img"}


class Page(HTMLParser):
    """The tags of a page, its ids, its addresses, and whether its tags are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in TAGS_OF_ONE:
            self.open.pop()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        self.tags.append(tag)
        if tag not in TAGS_OF_ONE:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), "an attribute that runs a script"
            if name == "id":
                self.ids.append(str(value))
            if name in {"href", "src", "xlink:href", "action", "data"}:
                self.targets.append(str(value))

    def handle_endtag(self, tag: str) -> None:
        """Close the tag."""
        if tag not in TAGS_OF_ONE:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.words.append(data)


@pytest.fixture(scope="module")
def sample() -> Snapshot:
    """The sample."""
    return rcaudit.load_snapshot(sample_folder())


@pytest.fixture(scope="module")
def page(sample: Snapshot) -> str:
    """The sample's report, with what the checks found."""
    mpl.use("agg")
    return render_report(sample, run_checks(sample.frames))


def snapshot_of(*documents: dict[str, object], **manifest: object) -> Snapshot:
    """Return a snapshot of these integrations."""
    frames = make_frames(*documents, **manifest)
    snapshot = Snapshot.from_documents([])
    snapshot.manifest, snapshot.frames = frames.manifest, frames
    return snapshot


def report_of(*documents: dict[str, object], **manifest: object) -> str:
    """Return the report of these integrations."""
    return render_report(snapshot_of(*documents, **manifest))


def test_stands_alone(page: str):
    """It loads nothing, runs nothing, and is small enough to be sent by mail."""
    parsed = Page(page)
    assert not parsed.open
    assert not {"script", "link", "iframe", "object", "embed", "base", "form"} & set(parsed.tags)
    assert all(target.startswith(("#", "data:")) for target in parsed.targets)
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)
    assert len(page.encode()) < 1_000_000


def test_forbids_what_it_does_not_need(page: str):
    """Should a text of the workspace ever get through, the browser stops it."""
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in page


def test_has_every_figure_and_table_of_the_notebooks(page: str):
    """A template that loses a table must not pass for a report."""
    parsed = Page(page)
    sections = [section for chapter in CHAPTERS for section in chapter.sections]
    assert parsed.tags.count("svg") == sum(section.figure is not None for section in sections)
    findings = page[page.index('<section id="findings"') : page.index('id="start_here"')]
    tables = sum(section.table is not None for section in sections)
    assert parsed.tags.count("table") == tables + findings.count("<table")
    assert parsed.tags.count("h3") == len(sections) + findings.count("<h3")
    assert {chapter.notebook for chapter in CHAPTERS} < set(parsed.ids)


def test_gives_every_part_an_id_of_its_own(page: str):
    """Two figures of one page would else take each other's clips and markers."""
    ids = Page(page).ids
    assert len(ids) == len(set(ids))
    references = set(re.findall(r"url\(#([^)]*)\)", page))
    references |= {target[1:] for target in Page(page).targets if target.startswith("#")}
    assert references <= set(ids)


def test_follows_the_reader_into_the_dark(page: str):
    """Figures have no colour of text or paper of their own."""
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert not re.search(r"(?:fill|stroke): #(?:262626|e0e0e0|8c8c8c|bdbdbd)", page)
    assert "var(--ink)" in re.search(r"<svg.*?</svg>", page, re.DOTALL).group()


def test_keeps_the_texts_of_figures_as_texts(page: str):
    """They can be found, read out and copied."""
    figure = re.search(r"<figure>(.*?)</figure>", page, re.DOTALL).group(1)
    assert ">enabled</text>" in figure
    assert 'role="img" aria-label="The median age is' in figure


def test_is_the_same_for_the_same_snapshot():
    """It can be compared with last month's."""
    assert report_of(outgoing()) == report_of(outgoing())


def test_leaves_no_figure_open(page: str):
    """Nothing is left in the caller's notebook or memory."""
    assert plt.get_fignums() == []


def test_puts_findings_first():
    """What is wrong comes before what there is."""
    snapshot = snapshot_of(outgoing("b", name=""))
    page = render_report(snapshot, run_checks(snapshot.frames))
    assert page.index('id="findings"') < page.index('id="start_here"')


@pytest.mark.parametrize(
    ("workspace", "footer"),
    [
        pytest.param("chat", "chat", id="a plain name"),
        pytest.param(
            '"}</style>', "\\000022\\00007d\\00003c\\00002fstyle\\00003e", id="the end of a style"
        ),
    ],
)
def test_has_title_and_number_at_the_foot_of_each_page_on_paper(workspace: str, footer: str):
    """A sheet that was laid aside can be put back."""
    page = report_of(outgoing(), workspace=workspace)
    style = page[page.index("<style>") : page.index("</head>")]
    assert style.count("</style>") == 1
    assert f"Integrations\\000020of\\000020{footer}\\00002c" in style
    assert 'counter(page) " / " counter(pages)' in style


def test_has_a_title_without_markup():
    """A long host may be broken on the page, but not in the browser's tab."""
    page = report_of(outgoing(), workspace="chat." + "x" * 40 + ".example.com")
    assert "<wbr>" not in page[page.index("<title>") : page.index("</title>")]


def test_has_headings_in_order(page: str):
    """A reader who cannot see steps through them, and misses no level."""
    levels = [int(tag[1]) for tag in Page(page).tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.count("<th") - page.count("<thead") == page.count('<th scope="')


def test_has_no_findings_where_no_checks_ran():
    """A report without checks must not look like one without findings."""
    assert "Findings" not in report_of(outgoing())


def test_begins_with_what_is_missing():
    """The reader must know it before the first number."""
    page = report_of(incoming(), gaps=(Gap(code="visibility", message="you see 1 of 2 <of all>"),))
    assert page.index("This report is incomplete") < page.index("<nav")
    assert "you see 1 of 2 &lt;of all&gt;" in page
    assert "This report is incomplete" not in report_of(incoming())


def test_says_that_a_workspace_is_empty():
    """No integrations: every figure says so, every list has none."""
    page = report_of()
    assert "This snapshot has no integrations" in page
    assert not Page(page).open


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        pytest.param(SCRIPT, SCRIPT, id="the end of a section"),
        pytest.param('" onload="alert(1)', '" onload="alert(1)', id="the end of an attribute"),
        pytest.param("</svg></text>", "</svg></text>", id="the end of a figure"),
        pytest.param("a\ud83d\x00b", "a\N{REPLACEMENT CHARACTER}[U+0000]b", id="no file's text"),
        pytest.param("$\\alpha$", "$\\alpha$", id="a formula"),
    ],
)
def test_holds_whatever_an_integration_is_called(text: str, seen: str):
    """Names, accounts, hosts, channels and words are the workspace's."""
    account = {"_id": text, "username": text}
    page = report_of(
        outgoing(
            name=text,
            _createdBy=account,
            username=text,
            channel=[text],
            triggerWords=[text],
            event=text,
            urls=[f"https://{text}/"],
            enabled=False,
            _updatedAt="2020-01-01T00:00:00.000Z",
        )
    )
    parsed = Page(page)
    assert not parsed.open
    assert "script" not in parsed.tags
    assert "".join(parsed.words).count(seen) > 3
    page.encode("utf-8")


def test_writes_the_file(tmp_path: Path):
    """The library's function is what the command calls."""
    out = tmp_path / "report.html"
    assert rcaudit.write_report(snapshot_of(outgoing()), out) == [out]
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_prints_a_pdf_beside_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The browser that is configured prints the page that was written."""
    browser = tmp_path / "browser"
    copy = 'for a; do case $a in --print-to-pdf=*) echo new > "${a#--print-to-pdf=}";; esac; done'
    browser.write_text(f"#!/bin/sh\n{copy}\n")
    browser.chmod(0o755)
    monkeypatch.setenv("RCAUDIT_CHROMIUM", str(browser))
    out = tmp_path / "report.html"
    written = rcaudit.write_report(snapshot_of(outgoing()), out, pdf=True)
    assert written == [out, tmp_path / "report.pdf"]
    assert (tmp_path / "report.pdf").read_text() == "new\n"


def test_cuts_the_tables_of_large_workspaces():
    """Tables are cut, and say by how much."""
    page = report_of(*(incoming(f"i{n:04}", _createdBy=None) for n in range(300)))
    assert "and 275 more" in page
