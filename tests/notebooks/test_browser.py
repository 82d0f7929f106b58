"""JupyterLab in a browser: what `rcaudit lab` opens runs."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from made_notebooks import read_notebook
from nbformat import NotebookNode

import rcaudit
from rcaudit.output.notebooks import list_notebooks

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
SECONDS = 60
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab."""

    url: str
    token: str
    folder: Path

    def ask(self, path: str) -> Any:
        """Return what the server's API answers."""
        headers = {"Authorization": f"token {self.token}"}
        return requests.get(f"{self.url}{path}", headers=headers, timeout=5).json()

    def is_up(self) -> bool:
        """Whether the server answers."""
        try:
            self.ask("/api/status")
        except requests.RequestException:
            return False
        return True

    def is_idle(self, name: str) -> bool:
        """Whether the notebook's kernel has a browser connected to it and nothing to do."""
        kernels = [
            session["kernel"]
            for session in self.ask("/api/sessions")
            if session["path"] == f"{name}.ipynb"
        ]
        return any(
            kernel["connections"] > 0 and kernel["execution_state"] == "idle" for kernel in kernels
        )


def wait_until(is_so: Any, seconds: float = SECONDS) -> bool:
    """Wait until something is so; say whether it came to be."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.2)
    return False


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """`rcaudit lab`, with a home and settings of its own."""
    home = tmp_path_factory.mktemp("lab")
    places = {
        "HOME": "home",
        "IPYTHONDIR": "home",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
    }
    (home / "home").mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    lab = Lab(f"http://127.0.0.1:{port}", secrets.token_hex(), home / "notebooks")
    command = [
        *(sys.executable, "-m", "rcaudit", "lab", "--dir", str(lab.folder), "--"),
        *("--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"),
    ]
    environment = {
        **os.environ,
        **{name: str(home / folder) for name, folder in places.items()},
        "JUPYTER_TOKEN": lab.token,
        "PYTHONPATH": str(Path(rcaudit.__file__).parents[1]),
    }
    log = home / "log"
    with log.open("w") as file:
        process = subprocess.Popen(
            command, env=environment, cwd=home, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        assert wait_until(lab.is_up), log.read_text()
        yield lab
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


def code_of(path: Path) -> list[NotebookNode]:
    """Return the code cells of a notebook's file, once JupyterLab is not writing it."""
    notebooks: list[NotebookNode] = []

    def is_whole() -> bool:
        try:
            notebooks.append(read_notebook(path))
        except ValueError:
            return False
        return True

    assert wait_until(is_whole), path
    return [cell for cell in notebooks[-1].cells if cell.cell_type == "code"]


def test_opens_the_first_notebook_with_nothing_before_it(lab: Lab, browser: Any):
    """A user who never opened JupyterLab is asked nothing, and no setting of theirs is written."""
    page = browser.new_page()
    page.goto(f"{lab.url}/?token={lab.token}")
    page.locator(".jp-NotebookPanel .jp-RenderedMarkdown h1").first.wait_for()
    assert page.url.endswith("/lab/tree/start_here.ipynb")
    assert wait_until(lambda: lab.is_idle("start_here"))
    # The question about news comes once all is shown.
    page.wait_for_timeout(2000)
    assert page.locator(".Toastify__toast, .jp-Dialog").count() == 0
    assert not (lab.folder.parent / "settings").exists()
    page.close()


@pytest.mark.parametrize("name", [notebook.name for notebook in list_notebooks()])
def test_runs_every_cell_in_jupyterlab(name: str, lab: Lab, browser: Any):
    """Opened, run and saved by its user: no error, a count in each cell, nothing asked outside."""
    saved = lab.folder / f"{name}.ipynb"
    page = browser.new_page()
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url))
    page.goto(f"{lab.url}/lab/tree/{name}.ipynb?token={lab.token}&reset")
    page.locator(".jp-NotebookPanel .jp-RenderedMarkdown h1").first.wait_for()
    assert wait_until(lambda: lab.is_idle(name))

    page.get_by_role("menuitem", name="Edit", exact=True).click()
    page.get_by_text("Clear Outputs of All Cells", exact=True).click()

    def is_run_and_saved() -> bool:
        page.keyboard.press("Control+s")
        code = code_of(saved)
        # A cell has its count before it has its outputs.
        return all(cell.execution_count for cell in code) and all(
            cell.outputs for cell in code[1:]
        )

    def run_and_save() -> bool:
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        # A click before the kernel listens does nothing, and nobody is told: then click again.
        return wait_until(is_run_and_saved, 10)

    assert wait_until(run_and_save)
    kinds = {output.output_type for cell in code_of(saved) for output in cell.outputs}
    assert kinds <= {"execute_result", "display_data"}
    assert [url for url in outside if not url.startswith((lab.url, "data:", "blob:"))] == []
    page.close()
