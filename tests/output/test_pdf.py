"""Pages printed to PDF."""

import shutil
import stat
from pathlib import Path

import pytest

from rcaudit.errors import ConfigError, OutputError
from rcaudit.output.pdf import find_chromium, pdf_beside, print_pdf


def write_program(path: Path, body: str) -> Path:
    """Write a program that stands in for a browser."""
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_takes_the_browser_that_is_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The variable comes before whatever is on the path."""
    program = write_program(tmp_path / "browser", "exit 0")
    monkeypatch.setenv("RCAUDIT_CHROMIUM", str(program))
    assert find_chromium() == str(program)


def test_finds_a_browser_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Debian calls it chromium, others otherwise."""
    program = write_program(tmp_path / "google-chrome", "exit 0")
    monkeypatch.delenv("RCAUDIT_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium() == str(program)


def test_says_what_to_do_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The page can be printed by hand."""
    monkeypatch.setenv("RCAUDIT_CHROMIUM", str(tmp_path / "gone"))
    with pytest.raises(ConfigError, match=r"needs Chromium.*RCAUDIT_CHROMIUM"):
        find_chromium()


def test_puts_the_pdf_beside_the_page():
    """The names differ in their ends."""
    assert pdf_beside(Path("a/report.html")) == Path("a/report.pdf")
    assert pdf_beside(Path("report")) == Path("report.pdf")


@pytest.mark.parametrize("name", ["report.pdf", "report.PDF"])
def test_refuses_a_page_that_is_called_a_pdf(name: str):
    """The page would be lost, and no viewer would open what stands there."""
    with pytest.raises(ConfigError, match=r"name it report\.html"):
        pdf_beside(Path(name))


def test_prints_a_page(tmp_path: Path):
    """The PDF takes the place of the one that was there."""
    (tmp_path / "page.html").write_text("<p>hello")
    out = tmp_path / "page.pdf"
    out.write_text("old")
    copy = 'for a; do case $a in --print-to-pdf=*) echo new > "${a#--print-to-pdf=}";; esac; done'
    program = write_program(tmp_path / "browser", copy)
    assert print_pdf(str(program), tmp_path / "page.html", out) == out
    assert out.read_text() == "new\n"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("exit 3", id="it fails"),
        pytest.param("exit 0", id="it prints nothing"),
    ],
)
def test_says_that_a_page_was_not_printed(tmp_path: Path, body: str):
    """What was there stays, and no draft is left."""
    (tmp_path / "page.html").touch()
    (tmp_path / "page.pdf").write_text("old")
    program = write_program(tmp_path / "browser", body)
    with pytest.raises(OutputError, match=r"did not print .*page\.html"):
        print_pdf(str(program), tmp_path / "page.html", tmp_path / "page.pdf")
    assert {path.name for path in tmp_path.iterdir()} == {"browser", "page.html", "page.pdf"}
    assert (tmp_path / "page.pdf").read_text() == "old"


@pytest.mark.browser
@pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")
def test_prints_with_chromium(tmp_path: Path):
    """The real browser takes the arguments, and the page for HTML whatever it is called."""
    (tmp_path / "page").write_text("<title>Report</title><h1>One</h1>")
    out = print_pdf("chromium", tmp_path / "page", tmp_path / "page.pdf")
    printed = out.read_bytes()
    assert printed.startswith(b"%PDF-")
    assert b"/Title (Report)" in printed
    assert b"/Outlines" in printed
