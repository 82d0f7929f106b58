import sys
import time
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked
from profiles import TOKEN, USER_ID

from rcaudit.errors import ConfigError, MissingCredentialsError, RcauditError
from rcaudit.workspace.config import load_profile


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Write a configuration whose only profile has this token."""
    path = tmp_path / "config.toml"
    monkeypatch.setenv("RCAUDIT_CONFIG", str(path))

    def write(token: str, mode: int = 0o644) -> None:
        path.write_text(
            f'[profiles.prod]\nurl = "https://chat.example.com"\nuser_id = "{USER_ID}"\n'
            f"token = {token}\n"
        )
        path.chmod(mode)

    return write


def refused(error: type[RcauditError], part: str) -> None:
    """Check that the profile is refused for this reason, named with file and profile."""
    with pytest.raises(error) as caught:
        load_profile()
    assert part in str(caught.value)
    assert "config.toml, profile 'prod': " in str(caught.value)
    assert TOKEN not in str(caught.value)


def python(code: str) -> str:
    """Return a token table whose command runs this code."""
    return f"{{ command = ['{sys.executable}', '-c', '''{code}'''] }}"


class TestVariable:
    """token = { env = "…" }."""

    def test_gives_the_token(self, write, monkeypatch):
        """As it is."""
        monkeypatch.setenv("PROD_TOKEN", TOKEN)
        write('{ env = "PROD_TOKEN" }')
        assert load_profile().token.reveal() == TOKEN

    @pytest.mark.parametrize("value", [None, ""])
    def test_that_is_not_set_is_named(self, write, monkeypatch, value):
        """An empty one counts as not set."""
        if value is not None:
            monkeypatch.setenv("PROD_TOKEN", value)
        write('{ env = "PROD_TOKEN" }')
        refused(MissingCredentialsError, "PROD_TOKEN, is not set")

    def test_that_is_the_token_by_mistake_is_not_shown(self, write):
        """What looks like no variable's name may be the secret."""
        write(f'{{ env = "{TOKEN}" }}')
        refused(MissingCredentialsError, "the variable that it names, is not set")

    @pytest.mark.parametrize("value", ["3", '""', '"A=B"', '"A\\u0000"'])
    def test_that_is_no_name_is_refused(self, write, value):
        """The environment could not have it."""
        write(f"{{ env = {value} }}")
        refused(ConfigError, "must be a variable's name")


class TestCommand:
    """token = { command = ["…"] }."""

    @pytest.mark.parametrize(
        "printed",
        [TOKEN, TOKEN + "\\n", "\\n  " + TOKEN + " \\r\\n", TOKEN + "\\nurl: https://x\\n"],
        ids=["as it is", "with a line end", "with white space", "with more below"],
    )
    def test_gives_the_first_line_that_it_prints(self, write, printed):
        """Password stores put the password there, and other things below."""
        write(python(f'print("{printed}", end="")'))
        assert load_profile().token.reveal() == TOKEN

    @pytest.mark.parametrize(
        ("command", "part"),
        [
            pytest.param(python("raise SystemExit(3)"), "failed with exit status 3", id="failing"),
            pytest.param(python(f'print("{TOKEN}"); exit(1)'), "exit status 1", id="but printing"),
            pytest.param(python("pass"), "printed nothing", id="printing nothing"),
            pytest.param('{ command = ["/no/such/program"] }', "cannot be run: No", id="missing"),
            pytest.param('{ command = ["a\\u0000b"] }', "its name is not possible", id="no name"),
        ],
    )
    def test_that_goes_wrong_is_told_with_its_reason(self, write, command, part):
        """Nothing that it printed is shown."""
        write(command)
        refused(MissingCredentialsError, part)

    def test_that_hangs_is_given_up(self, write):
        """After as many seconds as the table says."""
        write(python("import time; time.sleep(60)").replace(" }", ", timeout = 0.3 }"))
        began = time.monotonic()
        refused(MissingCredentialsError, "has not ended after 0.3 seconds")
        assert time.monotonic() - began < 30

    @pytest.mark.parametrize(
        ("table", "part"),
        [
            ('{ command = "pass show x" }', "a list of texts"),
            ("{ command = [] }", "a list of texts"),
            ('{ command = ["pass", 3] }', "a list of texts"),
            ('{ command = ["pass"], timeout = "1" }', "must be seconds"),
            ('{ command = ["pass"], timeout = true }', "must be seconds"),
            ('{ command = ["pass"], timeout = 0 }', "must be seconds"),
        ],
    )
    def test_that_is_none_is_refused(self, write, table, part):
        """No shell takes it apart."""
        write(table)
        refused(ConfigError, part)


class FakeKeyring(KeyringBackend):
    """A keyring in memory, which can be locked."""

    priority = 1
    token: str | None = None
    is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        """Give the token to whom it belongs."""
        if self.is_locked:
            raise KeyringLocked(TOKEN)
        return self.token if (service, username) == ("rcaudit", USER_ID) else None

    def set_password(self, service: str, username: str, password: str) -> None:
        """Nobody sets one here."""
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        """Nobody deletes one here."""
        raise NotImplementedError


class TestKeyring:
    """token = { keyring = true }."""

    @pytest.fixture(autouse=True)
    def fake(self):
        """A keyring of the test's own, in place of the system's."""
        old = keyring.get_keyring()
        fake = FakeKeyring()
        keyring.set_keyring(fake)
        yield fake
        keyring.set_keyring(old)

    def test_gives_the_token_of_the_user_id(self, write, fake):
        """Under the service rcaudit."""
        fake.token = TOKEN
        write("{ keyring = true }")
        assert load_profile().token.reveal() == TOKEN

    def test_without_the_token_says_how_to_put_it_there(self, write):
        """With keyring's own command."""
        write("{ keyring = true }")
        refused(MissingCredentialsError, f"keyring set rcaudit {USER_ID}")

    def test_that_is_locked_is_told(self, write, fake):
        """So is a machine that has none."""
        fake.is_locked = True
        write("{ keyring = true }")
        refused(MissingCredentialsError, "KeyringLocked")

    def test_that_is_not_installed_is_told(self, write, monkeypatch):
        """It is an extra."""
        monkeypatch.setitem(sys.modules, "keyring", None)
        write("{ keyring = true }")
        refused(ConfigError, "pip install 'rcaudit[keyring]'")

    @pytest.mark.parametrize("value", ["false", "1", '"yes"'])
    def test_can_only_be_true(self, write, value):
        """Anything else is a slip."""
        write(f"{{ keyring = {value} }}")
        refused(ConfigError, "can only be true")


class TestInTheFile:
    """token = "…"."""

    def test_is_taken_where_nobody_else_reads_it(self, write):
        """Mode 0600."""
        write(f'"{TOKEN}"', mode=0o600)
        assert load_profile().token.reveal() == TOKEN

    @pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
    def test_is_refused_where_others_may_read_it(self, write, mode):
        """The message says what to do."""
        write(f'"{TOKEN}"', mode=mode)
        with pytest.raises(ConfigError, match="chmod 600") as caught:
            load_profile()
        assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    "table",
    ["{}", '{ file = "x" }', '{ env = "A", keyring = true }', '{ env = "A", timeout = 3 }',
     '{ command = ["a"], env = "A" }', "{ timeout = 3 }"],
)  # fmt: skip
def test_a_table_of_another_shape_is_refused_with_the_right_ones(write, table):
    """One source, and no guess."""
    write(table)
    refused(ConfigError, "token must be one of")
