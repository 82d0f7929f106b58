"""`rcaudit report`."""

import shutil
from pathlib import Path

import pytest

from rcaudit.demo.sample import sample_folder


def test_writes_the_demo_workspaces_report(run, home, tmp_path):
    """It needs no server and no settings, and leaves nothing else behind."""
    done = run("report", "--demo")
    assert (done.status, done.out) == (0, "report.html\n")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Findings" in page
    assert "<b>120</b> integrations" in page
    assert not list(home.rglob("documents.jsonl.gz"))


def test_writes_a_saved_snapshots_report_offline(run, serve):
    """--from is the offline half."""
    server = serve()
    assert run("report", "--from", sample_folder(), "--out", "new/page.html").status == 0
    assert Path("new/page.html").exists()
    assert len(server.calls) == 0


def test_exits_6_for_a_partial_view_and_says_so_in_the_page(run, serve):
    """Neither the scheduler nor the reader takes it for the whole."""
    serve("incoming")
    done = run("report")
    assert done.status == 6
    assert "lacks manage-outgoing-integrations" in done.err
    page = Path("report.html").read_text(encoding="utf-8").replace("<wbr>", "")
    assert "This report is incomplete" in page
    assert "lacks manage-outgoing-integrations" in page


def test_refuses_to_mix_a_snapshot_and_a_workspace(run):
    """--from with --demo has no meaning."""
    done = run("report", "--from", sample_folder(), "--demo")
    assert done.status == 2
    assert "--from excludes --demo" in done.err


def test_says_that_there_is_no_browser_before_anything_is_asked(run, serve, monkeypatch):
    """A fetch may take an hour; the missing program is known at once."""
    server = serve()
    monkeypatch.setenv("RCAUDIT_CHROMIUM", "/nowhere")
    done = run("report", "--pdf")
    assert done.status == 2
    assert "RCAUDIT_CHROMIUM" in done.err
    assert len(server.calls) == 0


def test_refuses_a_page_that_is_called_a_pdf_before_anything_is_asked(run, serve):
    """--pdf prints one beside the page; --out names the page."""
    server = serve()
    done = run("report", "--pdf", "--out", "report.pdf")
    assert done.status == 2
    assert "name it report.html" in done.err
    assert len(server.calls) == 0
    assert not Path("report.pdf").exists()


def test_says_where_it_cannot_write(run, tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "file").touch()
    done = run("report", "--from", sample_folder(), "--out", "file/report.html")
    assert done.status == 2
    assert "file" in done.err


@pytest.mark.browser
@pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")
def test_prints_a_pdf_beside_the_page(run, tmp_path):
    """Both paths are printed."""
    done = run("report", "--from", sample_folder(), "--out", "page.html", "--pdf")
    assert done.out.splitlines() == ["page.html", "page.pdf"]
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")
