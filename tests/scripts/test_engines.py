import pytest

from rcaudit.scripts.engines import engine_globals


@pytest.mark.parametrize(
    ("engine", "has", "lacks"),
    [
        pytest.param(
            "isolated-vm", {"s", "serverFetch", "JSON"}, {"_", "HTTP", "require"}, id="new"
        ),
        pytest.param("vm2", {"s", "_", "HTTP", "Users"}, {"serverFetch", "require"}, id="old"),
        pytest.param(None, {"serverFetch"}, {"moment"}, id="missing: what runs since 7.0"),
        pytest.param("other", {"serverFetch"}, {"moment"}, id="unknown: what runs since 7.0"),
    ],
)
def test_knows_the_globals_of_an_engine(engine: str | None, has: set[str], lacks: set[str]) -> None:
    """Each engine has its own global names."""
    names = engine_globals(engine)
    assert has <= names
    assert names.isdisjoint(lacks)
