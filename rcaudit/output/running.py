"""Notebooks run from start to end, without a browser."""

import asyncio
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config

from rcaudit.errors import ConfigError, NotebookError
from rcaudit.output.notebooks import find_notebook
from rcaudit.output.parameters import check_parameters, inject, read_parameters
from rcaudit.output.whole_file import write_whole
from rcaudit.snapshot.files import make_folder

CELL_SECONDS = 600
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_CONFIG = Config(KernelManager={"transport": "tcp" if sys.platform == "win32" else "ipc"})
"""Sockets in the file system, which nobody else can listen to, where there are such."""
_FAILURES = (CellExecutionError, CellTimeoutError, DeadKernelError)
_LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}


def run_notebook(
    notebook: str | Path,
    out: str | Path,
    parameters: Mapping[str, Any] | None = None,
    *,
    cell_timeout: float = CELL_SECONDS,
    progress: bool = False,
) -> Path:
    """Run a notebook in a kernel of its own, in the present folder, and save it with its outputs.

    Args:
        notebook: The name of one of rcaudit's notebooks, or the path of any.
        out: The file to write; it is written also when a cell fails.
        parameters: Values for what the notebook's cell tagged `parameters` declares; they are kept
            in the file, in a cell tagged `injected-parameters`. Never a secret.
        cell_timeout: How many seconds one cell may take.
        progress: Whether to show a bar on stderr, where that is a terminal.

    Returns:
        The file written.

    Raises:
        ConfigError: There is no such notebook or parameter, or a value looks like a secret.
        NotebookError: A cell failed, took too long, or ended the kernel.
        OutputError: The file cannot be written.
        KeyboardInterrupt: The user interrupted it, or a signal asked it to end; the file is
            written and the kernel has ended all the same.
    """
    source, out = find_notebook(notebook), Path(out)
    content = read_notebook(source)
    values = dict(parameters or {})
    check_parameters(values, read_parameters(content))
    inject(content, values)
    # Said before a run that may take an hour.
    make_folder(out.parent)
    try:
        _execute(content, source.name, cell_timeout, is_shown=progress)
    finally:
        write_whole(out, _to_text(content))
    return out


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook's file.

    Raises:
        ConfigError: It is no notebook.
    """
    try:
        content: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call] # nbformat has no types here
        nbformat.validate(content)
    except (OSError, ValueError, TypeError, AttributeError, nbformat.ValidationError) as error:
        raise ConfigError(f"{path} is no notebook ({type(error).__name__}).") from error
    return content


class _Client(NotebookClient):
    """A client whose run ends as it should when it is interrupted.

    nbclient 0.11 ends the kernel at a signal, and then fails on an assertion, for it is gone.
    """

    is_interrupted = False

    async def async_start_new_kernel(self, **arguments: Any) -> None:
        """Take the signals over, which nbclient has just taken, and start the kernel."""
        loop = asyncio.get_running_loop()

        def stop() -> None:
            self.is_interrupted = True
            for task in asyncio.all_tasks(loop):
                task.cancel()

        # Only the main thread has signals, and Windows none of these.
        with suppress(RuntimeError, NotImplementedError):
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, stop)
        await super().async_start_new_kernel(**arguments)


def _execute(content: NotebookNode, name: str, cell_timeout: float, *, is_shown: bool) -> None:
    code = [cell for cell in content.cells if cell.cell_type == "code" and cell.source.strip()]
    for cell in code:
        # What a cell showed before must not stand there when the run ends above it.
        cell.outputs, cell.execution_count = [], None
    client = _Client(
        content,
        timeout=cell_timeout,
        kernel_name=_KERNEL["name"],
        record_timing=False,
        config=_CONFIG,
        resources={"metadata": {"path": str(Path.cwd())}},
    )
    begun = 0

    def count(**_: Any) -> None:
        nonlocal begun
        begun += 1

    client.on_cell_execute = count
    with _bar(len(code), name, is_shown=is_shown) as bar:
        client.on_cell_executed = lambda **_: bar.update()
        try:
            client.execute()
        except (*_FAILURES, asyncio.CancelledError) as error:
            if client.is_interrupted or isinstance(error, asyncio.CancelledError):
                raise KeyboardInterrupt from None
            raise NotebookError(f"Code cell {begun} of {name} {_describe(error)}") from error
    _normalise(content)


def _bar(total: int, name: str, *, is_shown: bool) -> Any:
    from tqdm import tqdm  # noqa: PLC0415 - 40 ms that only a run is worth

    # `None` switches it off where stderr is no terminal.
    return tqdm(
        total=total, desc=name, unit="cell", leave=False, disable=None if is_shown else True
    )


def _describe(error: Exception) -> str:
    if isinstance(error, CellExecutionError):
        last = error.evalue.strip().splitlines()[-1:]
        return f"failed: {': '.join([error.ename, *last])}"
    return "took too long." if isinstance(error, CellTimeoutError) else "ended the kernel."


def _normalise(content: NotebookNode) -> None:
    # Which Python ran it, and when, would make every run another file.
    content.metadata.kernelspec = dict(_KERNEL)
    content.metadata.language_info = dict(_LANGUAGE)
    for cell in content.cells:
        cell.metadata.pop("execution", None)


def _to_text(content: NotebookNode) -> str:
    return str(nbformat.writes(content)) + "\n"  # type: ignore[no-untyped-call] # likewise
