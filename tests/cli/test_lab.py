"""`rcaudit lab`."""


def test_copies_the_notebooks_and_becomes_jupyterlab(start, tmp_path):
    """Arguments after -- are JupyterLab's; asked for its version, it prints that and ends."""
    process = start("lab", "--dir", "mine", "--", "--version")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.strip().replace(".", "").isalnum()
    assert "mine/start_here.ipynb: copied." in err
    assert (tmp_path / "mine" / "start_here.ipynb").exists()


def test_refuses_options_that_are_not_its_own(run):
    """Without -- an option is rcaudit's."""
    done = run("lab", "--no-browser")
    assert done.status == 2
    assert "--no-browser" in done.err
