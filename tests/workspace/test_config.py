import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import TOKEN, USER_ID

from rcaudit.errors import ConfigError, InsecureURLError, MissingCredentialsError
from rcaudit.workspace.config import (
    TEMPLATE,
    VARIABLES,
    config_path,
    describe_config,
    load_profile,
    read_config,
)

PROD = f"""\
[profiles.prod]
url = "https://chat.example.com"
user_id = "{USER_ID}"
token = {{ env = "PROD_TOKEN" }}
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The configuration file, not there yet, and a token in PROD_TOKEN."""
    path = tmp_path / "config.toml"
    monkeypatch.setenv("RCAUDIT_CONFIG", str(path))
    monkeypatch.setenv("PROD_TOKEN", TOKEN)
    return path


def set_environment(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    """Set the three variables, with these values instead of the usual ones."""
    usual = {"url": "https://env.example.com", "user_id": USER_ID, "token": TOKEN}
    for key, value in {**usual, **values}.items():
        monkeypatch.setenv(VARIABLES[key], value)


class TestWhichProfile:
    """The name, the environment, the default, or the only one."""

    def test_the_environment_goes_before_the_file(self, config, monkeypatch):
        """Where no profile is named."""
        config.write_text(PROD)
        set_environment(monkeypatch)
        assert load_profile().url == "https://env.example.com"
        assert load_profile().name is None
        assert load_profile("prod").url == "https://chat.example.com"

    def test_the_only_profile_needs_no_name(self, config):
        """It is called by its name in the file."""
        config.write_text(PROD)
        found = load_profile()
        assert (found.name, found.workspace) == ("prod", "chat.example.com")
        assert found.token.reveal() == TOKEN

    def test_the_default_is_taken_among_several(self, config):
        """As the file says."""
        config.write_text('default_profile = "test"\n' + PROD + PROD.replace("prod", "test"))
        assert load_profile().name == "test"

    def test_several_without_a_default_want_a_name(self, config):
        """The message has their names."""
        config.write_text(PROD + PROD.replace("prod", "test"))
        with pytest.raises(MissingCredentialsError, match=r"several profiles.*prod, test"):
            load_profile()

    @pytest.mark.parametrize(
        ("text", "known"), [(PROD, "prod"), ("", "none")], ids=["one", "no profile at all"]
    )
    def test_an_unknown_name_lists_the_known_ones(self, config, text, known):
        """It may be a slip of the pen."""
        config.write_text(text)
        with pytest.raises(ConfigError, match=rf"no profile 'prd'.*known are {known}"):
            load_profile("prd")

    def test_nothing_at_all_names_the_variables(self, config):
        """And the file that could be written."""
        with pytest.raises(MissingCredentialsError) as caught:
            load_profile()
        for part in (*VARIABLES.values(), "rcaudit config init", str(config)):
            assert part in str(caught.value)

    @pytest.mark.parametrize("missing", list(VARIABLES))
    def test_half_an_environment_names_the_other_half(self, monkeypatch, missing):
        """The file is not looked at: what is set says what is meant."""
        set_environment(monkeypatch, **{missing: ""})
        with pytest.raises(MissingCredentialsError) as caught:
            load_profile()
        named = [variable for variable in VARIABLES.values() if variable in str(caught.value)]
        assert named == [VARIABLES[missing]]

    def test_an_insecure_url_in_the_environment_is_refused(self, monkeypatch):
        """No variable allows cleartext."""
        set_environment(monkeypatch, url="http://chat.example.com")
        with pytest.raises(InsecureURLError):
            load_profile()


class TestTheFile:
    """What may stand in it, and where it is."""

    def test_is_where_the_variable_says_or_in_the_platforms_folder(self, monkeypatch, tmp_path):
        """Without the variable it is called config.toml."""
        monkeypatch.setenv("RCAUDIT_CONFIG", str(tmp_path / "own.toml"))
        assert config_path() == tmp_path / "own.toml"
        monkeypatch.delenv("RCAUDIT_CONFIG")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
        assert config_path().name == "config.toml"
        assert config_path().parent.name == "rcaudit"

    @pytest.mark.usefixtures("config")
    def test_may_be_absent(self):
        """The configuration is then empty."""
        assert read_config() == {}
        assert "rcaudit config init" in describe_config()

    def test_may_begin_with_a_byte_order_mark(self, config):
        """Editors on Windows write one."""
        config.write_bytes(b"\xef\xbb\xbf" + PROD.replace("\n", "\r\n").encode())
        assert load_profile().name == "prod"

    def test_takes_every_setting(self, config, tmp_path):
        """A relative bundle is beside the file, wherever the command runs."""
        (tmp_path / "own.pem").write_text("")
        config.write_text(
            PROD.replace("https", "http")
            + 'ca_bundle = "own.pem"\ninsecure_http = true\nconnect_timeout = 3\n'
            "read_timeout = 4.5\nlargest_reply = 4096\nworkers = 2\nretries = 0\nbackoff = 1\n"
            "longest_wait = inf\n"
        )
        found = load_profile()
        assert found.ca_bundle == tmp_path / "own.pem"
        assert found.insecure_http
        assert (found.connect_timeout, found.read_timeout) == (3, 4.5)
        assert (found.largest_reply, found.workers, found.retries) == (4096, 2, 0)
        assert (found.backoff, found.longest_wait) == (1, float("inf"))

    def test_the_template_is_a_configuration_once_its_marks_are_taken_away(self, config):
        """Every line of it that is commented out is one that can stand there."""
        lines = [line.removeprefix("# ") for line in TEMPLATE.splitlines()[1:]]
        tokens = [line for line in lines if line.startswith("token")]
        assert len(tokens) == 3
        for token in tokens:
            kept = [line for line in lines if line not in tokens or line == token]
            config.write_text("\n".join(kept))
            assert list(read_config()["profiles"]) == ["prod"]

    @pytest.mark.parametrize(
        ("text", "line", "part"),
        [
            pytest.param("a = 1\n", 1, "unknown key 'a'; known are checks, default", id="top"),
            pytest.param("\n\n[profile.x]\n", 3, "unknown key 'profile'", id="top table"),
            pytest.param("default_profile = 3\n", 1, "must be a profile's name", id="default"),
            pytest.param("# x\nprofiles = 3\n", 2, "must be tables", id="profiles"),
            pytest.param("[profiles]\n# x\nprod = 3\n", 3, "'prod' must be a table", id="profile"),
            pytest.param(PROD + "user = 1\n", 5, "unknown key 'user'; known are back", id="key"),
            pytest.param(
                PROD + '[profiles."te st"]\nurl = "a"\nurls = 1\n', 7, "'urls'", id="second one"
            ),
            pytest.param(
                PROD.replace('"https://chat.example.com"', "3"), 2, "url must be text", id="url"
            ),
            pytest.param(PROD + "workers = 1.5\n", 5, "workers must be a whole number", id="int"),
            pytest.param(PROD + "workers = true\n", 5, "must be a whole number", id="bool as int"),
            pytest.param(PROD + "backoff = '1'\n", 5, "backoff must be a number", id="number"),
            pytest.param(PROD + "backoff = true\n", 5, "must be a number", id="bool as number"),
            pytest.param(PROD + "insecure_http = 1\n", 5, "be true or false", id="int as bool"),
            pytest.param(
                PROD.replace('{ env = "PROD_TOKEN" }', "5"), 4, "be text or a table", id="token"
            ),
            pytest.param(
                'profiles = { a = { url = "x" }, b = { url = 1 } }', 1, "url must", id="inline"
            ),
            pytest.param('profiles.a.user_id = "x"\nprofiles.a.url = 1\n', 2, "url", id="dotted"),
            pytest.param(
                '[profiles.a]\nuser_id = """\nurl = 1\n"""\nurl = [\n1,\n2]\n',
                5,
                "url must",
                id="decoys",
            ),
            pytest.param(
                '[profiles.a]\r\nuser_id = "x"\r\nurl = 1\r\n', 3, "url must", id="Windows"
            ),
        ],
    )  # fmt: skip
    def test_what_cannot_stand_there_is_named_with_its_line(self, config, text, line, part):
        """The line on which the wrong statement begins."""
        config.write_bytes(text.encode())
        with pytest.raises(ConfigError) as caught:
            read_config()
        assert str(caught.value).startswith(f"{config}, line {line}: ")
        assert part in str(caught.value)

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            pytest.param("[profiles\n", r"line 1", id="broken"),
            pytest.param("a = " + "1" * 5000, "no TOML", id="a number that is too long"),
            pytest.param("a = " + "[" * 5000, "no TOML", id="too deep"),
        ],
    )
    def test_what_is_no_toml_is_told_with_its_line(self, config, text, part):
        """As the parser says."""
        config.write_text(text)
        with pytest.raises(ConfigError, match=part):
            read_config()

    def test_what_is_no_text_is_told(self, config):
        """Without showing any of it."""
        config.write_bytes(b"\xff\xfe")
        with pytest.raises(ConfigError, match="not UTF-8"):
            read_config()

    def test_what_cannot_be_read_is_told(self, config):
        """For instance a folder of that name."""
        config.mkdir()
        with pytest.raises(ConfigError, match=rf"Cannot read {config}: .+\."):
            read_config()

    @pytest.mark.parametrize("missing", ["url", "user_id", "token"])
    def test_half_a_profile_names_the_other_half(self, config, missing):
        """And the file, and the profile."""
        lines = [line for line in PROD.splitlines() if not line.startswith(missing)]
        config.write_text("\n".join(lines))
        with pytest.raises(MissingCredentialsError, match=rf"profile 'prod': {missing} missing"):
            load_profile()

    @pytest.mark.parametrize(
        ("line", "error"),
        [("workers = 0", ConfigError), ('url = "http://chat.example.com"', InsecureURLError)],
    )
    def test_a_value_that_cannot_be_names_file_and_profile(self, config, line, error):
        """It is of the right type, but of no use."""
        kept = [old for old in PROD.splitlines() if old.split()[0] != line.split()[0]]
        config.write_text("\n".join([*kept, line]))
        with pytest.raises(error, match=r"config\.toml, profile 'prod': ") as caught:
            load_profile()
        assert type(caught.value) is error


class TestDescription:
    """`rcaudit config show`."""

    def test_is_toml_and_says_what_the_file_says(self, config):
        """But for what is left out."""
        text = (
            'default_profile = "prod"\n\n' + PROD + 'workers = 2\n[profiles."a b"]\nretries = 1\n'
        )
        config.write_text(text)
        assert tomllib.loads(describe_config()) == tomllib.loads(text)

    @given(token=st.text("abcdefXYZ0123456789-_", min_size=12, max_size=50))
    def test_has_no_token_and_no_password(self, token, tmp_path_factory):
        """Not even those that should not stand there."""
        path = tmp_path_factory.mktemp("config") / "config.toml"
        path.write_text(
            f'[profiles.prod]\nurl = "https://me:{token}@chat.example.com"\n'
            f"token = {json.dumps(token)}\n"
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("RCAUDIT_CONFIG", str(path))
            described = describe_config()
            config = read_config()
        assert token not in described
        assert token not in repr(config["profiles"]["prod"]["token"])
