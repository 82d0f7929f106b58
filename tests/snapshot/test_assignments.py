import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted import kept, redacted, redacted_script

SECRETS = ["hunter2zebra", "Tr0ub4dor!3", "my-secret-token", "mysecretpassword", "swordfish"]

ASSIGNED = {
    "single quotes": "const password = '§';",
    "double quotes": 'const password = "§";',
    "a template literal": "const password = `§`;",
    "no spaces": "x={password:'§'}",
    "a quoted name": "x = { 'api-key': '§' };",
    "double quotes around both": 'x = { "apiKey": "§" };',
    "a computed name": "headers['X-Auth-Token'] = '§';",
    "a setter of headers": "request.headers.set('X-Api-Key', '§');",
    "another setter": 'xhr.setRequestHeader("Private-Token", "§")',
    "a setter of its own": "client.setToken('§')",
    "a comparison": "if (request.url.query.token !== '§') return;",
    "a comparison the other way round": "if ('§' === request.headers['x-token']) return;",
    "an equals sign less": 'if ("§"==token) return;',
    "a call before the comparison": "if (headers.get('token') === '§') return;",
    "a default": "const token = process.env.TOKEN || '§';",
    "another default": "const token = settings.token ?? '§';",
    "a default that is assigned": "let token = settings.token;\ntoken ??= '§';",
    "a default of a call that is assigned": "let token;\ntoken ??= read(1) || '§';",
    "a default of something else": "const token = settings['gitlab'].value || '§';",
    "a default of a call": "const token = read('gitlab', 1) ?? '§';",
    "a default in an object": "x = { url: u, token: env.GITLAB || '§', name: 'deploy bot' };",
    "a choice": "const token = env === 'live' ? '§' : readToken();",
    "the other choice": "const token = isLive() ? settings.live : '§';",
    "the last of many choices": "const token = a ? 'x' : b ? 'y' : '§';",
    "a choice over lines": "const password = isLive\n  ? load()\n  : '§'\nconst color = 'green'",
    "a parameter": "function f(token = '§') {}",
    "an addition": "let password = '';\npassword += '§';",
    "the second of two literals": "const token = 'ab' + '§';",
    "a list": "const tokens = ['x', '§'];",
    "a set": "const TOKENS = new Set([\n  '§',\n]);",
    "the next line": "const clientSecret =\n    '§';",
    "tabs": "token\t:\t'§'",
    "JSON in a literal": 'const body = \'{"password":"§"}\';',
    "escaped JSON in a literal": 'const body = "{\\"password\\": \\"§\\"}";',
    "a form in a literal": "const body = 'user=bob&password=§&x=1';",
    "a line comment": "// password: §",
    "a block comment": "/*\n * token=§\n */",
    "a comment behind code": "f(x); // api key: §",
    "a header in a literal": "exec('curl -H \"Authorization: §\"');",
    "Authorization": "headers = { Authorization: 'Bearer §' };",
    "Authorization of another scheme": 'headers["authorization"] = "Sesame §";',
    "a cookie": "headers.Cookie = 'sid=§; path=/';",
    "a pass beside a user": "auth: { user: 'bob', pass: '§' }",
    "an underscore": "var _accessToken_ = '§';",
    "a constant": "const JIRA_API_TOKEN = '§';",
    "an object's member": "this.config.token = '§';",
    "after a template with quotes": "const a = `x${b ? `y` : 'z'}`; const token = '§';",
    "after a regular expression with quotes": "x.replace(/['\"`]/g, ''); const token = '§';",
    "after an address": "const u = 'https://example.com'; const token = '§';",
    "a connection's string": "connect('Server=db;User Id=sa;Password=§;Encrypt=yes')",
    "a property": "const p = 'spring.datasource.password=§';",
}


@pytest.mark.parametrize("source", ASSIGNED.values(), ids=ASSIGNED.keys())
@pytest.mark.parametrize("secret", SECRETS)
def test_what_a_speaking_name_is_given_goes(source: str, secret: str) -> None:
    """Whatever the form, the secret is overwritten and the rest stays."""
    text = source.replace("§", secret)
    result = redacted(script=text)
    new = result.document["script"]
    assert secret not in kept(result)
    assert len(new) == len(text)
    before, _, after = source.replace("sid=§; path=/", "§").partition("§")
    assert new.startswith(before)
    assert new.endswith(after)


@pytest.mark.parametrize(
    "source",
    [
        "function getToken() { return '§'; }",
        "class A { get password() {\n    return '§';\n  } }",
        "const token = () => '§';",
        "const secret = async (request, id) => {\n  return '§';\n};",
        "x = { apiToken: function () { return '§'; } };",
    ],
)
@pytest.mark.parametrize("secret", ["hunter2zebra", "Tr0ub4dor!3"])
def test_what_a_speaking_function_returns_goes(source: str, secret: str) -> None:
    """It is looked at as the value of a name is, but words stay."""
    assert redacted_script(source.replace("§", "swordfish")) == source.replace("§", "swordfish")
    new = redacted_script(source.replace("§", secret))
    assert secret not in new
    assert len(new) == len(source.replace("§", secret))


ORDINARY = {
    "a header's name": "const token = request.headers['x-gitlab-token'];",
    "another header's name": "if (request.headers['X-Gitlab-Token'] !== token) return;",
    "a constant with a header's name": "const TOKEN_HEADER = 'X-Gitlab-Token';",
    "a name for a name": "const token = 'X-Auth-Token'; const param = { token: 'access_token' };",
    "a member": "const token = request.headers.token; const key = data.key;",
    "a member behind an address": "const u = 'http://x.example'; const token = request.token.x;",
    "minified members": "var a='http://x.example',token=request.token,key=this.keys[0];",
    "a short literal": "if (token !== 'x') return;",
    "an empty literal": "let password = '';",
    "functions": "function tokenHandler(token) { return validateToken(token, 'strict'); }",
    "arrows": "tokens.map(token => 'word'); tokens.filter((token) => 'word');",
    "lists of names": "pick(data, ['token', 'team_id', 'channel_id', 'md5sum']);",
    "keys of objects": "Object.keys(x).forEach(key => { if (key === 'title') f('keyword'); });",
    "kinds of tokens": "if (tokenType === 'refresh' && token_type != 'implicit') f();",
    "results": "const colors = { pass: 'green', fail: 'red' };",
    "authors": "const a = { author: 'rocket.cat', author_name: 'bob', authority: 'none at all' };",
    "prose": "return { error: 'Token expired, please log in', token: 'Unexpected end of file' };",
    "sentences": "labels = { password: 'Please enter your password.', pwd: 'Your secret' };",
    "nothing": "token = 'null'; secret = 'undefined'; auth = 'none';",
    "texts put together": 'const s = "token: \'" + token + "\', channel: \'" + channel + "\'";',
    "minified texts": 'var s="token:\'"+token+"\',key:\'"+request.key+"\'";',
    "templates": "const h = { Authorization: `Bearer ${token}`, 'X-Token': `${prefix}-${token}` };",
    "an address in a template": "fetch(`https://${user}:${password}@${host}/api?token=${token}`);",
    "defaults": "const token = request.headers['x-token'] || 'none', color = c || 'green';",
    "what follows": "const token = read()\nconst color = ok ? 'green1shade' : 'red1shade'",
    "members that follow": "x = { token: request.token, color: ok ? 'green1shade' : 'red1shade' };",
    "a block that follows": "if (token = read()) { color = ok ? 'green1shade' : 'red1shade' }",
    "checks": "function checkToken(t) { return 'strict'; } const isToken = t => 'word';",
    "a choice": "const t = ok ? request.token : 'guest user';\nconst u = ok ? token : 'guest';",
    "hashes": "crypto.createHmac('sha256', secret).update(body, 'utf8').digest('base64');",
    "ids": "const room = 'GENERAL', rid = 'ByehQjC44FwMeiLbX', uid = '507f1f77bcf86cd799439011';",
    "a commit": "const commit = '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12';",
    "paths": "f('/api/v1/projects/deploy-notifications', './lib/tokens/index.js');",
    "times": "const at = '2024-01-31T12:34:56.789Z', ping = 'bob:10@noon';",
    "mail": "const to = 'mailto:bob@example.com', cc = 'bob@example.com';",
    "emoji": "const e = ':key:', f = ':closed_lock_with_key:';",
    "labels": "token: for (const key of keys) { continue token; }",
    "divisions": "const share = tokens / total; const s = 'token / total';",
    "a comment": "// The token is checked below. See https://docs.example.com/tokens/overview\n",
    "JSDoc": "/**\n * @param {string} token - what the sender sends along\n */",
    "a literal that is not closed": "const token = 'abc def\nconst x = 1;",
    "escapes": "f('\\ntoken\\tkey', \"it's the token's\");",
    "a quote too few": "f(x' === token)",
    "a long text": f"x = {{ token: '{'word ' * 60}' }};",
    "an address without a scheme": "f('://token', \"//token.example.com/x\");",
    "nested quotes": "const s = 'password=' + encodeURIComponent(password) + '&x=' + x;",
}


@pytest.mark.parametrize("source", ORDINARY.values(), ids=ORDINARY.keys())
def test_scripts_without_secrets_stay_as_they_are(source: str) -> None:
    """Names, members, headers and prose are not touched."""
    assert redacted_script(source) == source


IDENTIFIERS = st.sampled_from(
    [
        *("token", "tokenHandler", "request.headers.token", "msg", "data.key", "keys", "passCount"),
        *("this.secretStore", "author", "apiKey", "authorize(user)", "x", "i.password"),
        *("request.content['token']", "Object.keys(data)"),
    ]
)
LITERALS = st.sampled_from(
    [
        *(
            "'x'",
            "''",
            '"channel"',
            "`text`",
            "'X-Gitlab-Token'",
            "'#general'",
            '"it\'s"',
            "':key:'",
        ),
        *(
            "'say \"hi\"'",
            "/['\"`]token=/g",
            "`Hello ${user.name}, your token`",
            "42",
            "null",
            "{}",
        ),
        *("'https://example.com/api/v1/hooks'", "[]", "true", "'application/json'", "'#36a64f'"),
    ]
)
STATEMENTS = st.one_of(
    st.builds("const {} = {};".format, st.sampled_from(["a", "value", "color"]), LITERALS),
    st.builds("const {} = {};".format, st.sampled_from(["token", "apiKey", "pwd"]), IDENTIFIERS),
    st.builds("if ({} === {}) {{ return {}; }}".format, IDENTIFIERS, IDENTIFIERS, LITERALS),
    st.builds("f({}, {});".format, IDENTIFIERS, LITERALS),
    st.builds("x = {{ token: {}, text: {} }};".format, IDENTIFIERS, LITERALS),
    st.builds("{} = {} + {};".format, st.sampled_from(["text", "s"]), LITERALS, IDENTIFIERS),
    st.sampled_from(["/* don't touch the token */", "/* key: */", "class Script {", "}", ""]),
)


@given(st.lists(STATEMENTS, max_size=12), st.sampled_from(["\n", "\r\n", " ", "\u2028"]))
def test_any_script_without_secrets_stays_as_it_is(statements: list[str], joint: str) -> None:
    """However statements follow each other, no code is taken for a value."""
    source = joint.join(statements)
    assert redacted_script(source) == source


PIECES = st.sampled_from(
    [*ASSIGNED.values(), *ORDINARY.values(), "'", '"', "`", "/*", "*/", "//", "\n", "${", "}", "\\"]
)


@given(st.lists(PIECES, max_size=6), st.sampled_from(SECRETS))
def test_lines_and_columns_stay_whatever_a_script_is(pieces: list[str], secret: str) -> None:
    """The script keeps its length and its line ends, and loses what is noted as removed."""
    source = "\r\n".join(pieces).replace("§", secret)
    result = redacted(script=source)
    new = result.document["script"]
    assert len(new) == len(source)
    assert [i for i, c in enumerate(new) if c in "\r\n\u2028\u2029"] == [
        i for i, c in enumerate(source) if c in "\r\n\u2028\u2029"
    ]
    untouched = list(source)
    lines = source.split("\n")
    for removed in result.removed:
        start = sum(len(line) + 1 for line in lines[: removed.line - 1]) + removed.column - 1
        untouched[start : start + removed.length] = new[start : start + removed.length]
    assert "".join(untouched) == new


TEXTS = [
    *("password: {}", "token={}", "API key: {}", "(secret: {})", '{{"token":"{}"}}', "pwd = '{}'"),
    *("see https://bob:{}@example.com/x", "https://example.com/?q={}", "sa:{}@db.example.com"),
    *("Authorization: {}", "Authorization: Bearer {}", "X-Auth-Token: {}", "hook secret={};"),
    *("postgres://bob:{}@10.0.0.7/db", "bob:{}@tcp(10.0.0.7:3306)/db", "root:{}@localhost"),
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("secret", ["hunter2zebra", "swordfish", "Tr0ub4dor", "my-secret-token"])
@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(lambda text: {"name": text}, id="name"),
        pytest.param(lambda text: {"alias": f"{text} "}, id="alias"),
        pytest.param(lambda text: {"triggerWords": [f"go {text}"]}, id="trigger word"),
        pytest.param(lambda text: {"scriptError": {"message": text}}, id="message"),
        pytest.param(lambda text: {"unknown": [[{"note": text}]]}, id="unknown field"),
    ],
)
def test_running_text_loses_what_it_says_of_secrets(fields, text: str, secret: str) -> None:
    """Names, words and messages are read as prose that may give a password away."""
    assert secret not in kept(redacted(**fields(text.format(secret))))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Token service",
            "deploy: production",
            "GitLab: key events",
            "Unexpected token: identifier",
        ),
        *("#deploy-notifications", "@bob", ":key:", "Monkey: business", "bob@example.com:8080"),
        *("sip:bob@example.com", "10:30@noon", "see https://example.com/api/v1/projects", "a=b"),
        *(
            "key: value",
            "pass: green",
            "Author: Bob Token",
            "password?",
            "token",
            "T\u00f6ken = \u00e4",
        ),
    ],
)
def test_ordinary_texts_stay(text: str) -> None:
    """Plain words, channels and addresses are no secrets."""
    for fields in ({"name": text}, {"channel": [text]}, {"scriptError": {"message": text}}):
        assert redacted(**fields).document == {"_id": "tTz5ssEHCsGkHJ8Jc", **fields}


@pytest.mark.parametrize(
    "source",
    [
        "const k = 'q8Zk3vT9xYb2LmN7pR4sW6dF';",
        'f("q8Zk3vT9xYb2LmN7pR4sW6dF\\n")',
        "x = `q8Zk3vT9xYb2LmN7pR4sW6dF`;",
        "f('/hooks/q8Zk3vT9xYb2LmN7pR4sW6dF/send')",
        "f('api/q8Zk3vT9xYb2LmN7pR4sW6dF')",
        "x = 'EXAMPLEq8Zk/3vT9xYb2LmN7/pR4sW6dFq8Zk3v+T9xY=';",
        "y = '9f86d081884c7d659a2feaa0c55ad015';",
        "z = 'https://example.com/x/q8Zk3vT9xYb2LmN7pR4sW6dF'",
    ],
)
def test_random_literals_go(source: str) -> None:
    """A literal that is one random string is a token, whatever its name."""
    new = redacted_script(source)
    assert "q8Zk3v" not in new
    assert "9f86d0" not in new
    assert len(new) == len(source)
    assert "example.com" in new or "example.com" not in source
    assert ("/hooks/" in new) is ("/hooks/" in source)


@pytest.mark.parametrize(
    "source",
    [
        "btoa('bob:hunter2')",
        'Buffer.from("bob:hunter2")',
        "new Buffer(`bob:hunter2`)",
        "Base64.encode('bob:hunter2')",
        "x = { auth: 'bob:hunter2' }",
        "HTTP.call('GET', u, {auth:\"bob:hunter2\"})",
    ],
)
def test_users_and_passwords_go_before_they_are_encoded(source: str) -> None:
    """What basic authentication is made of is a pair with a colon."""
    assert "hunter2" not in redacted_script(source)


@pytest.mark.parametrize(
    "source",
    ["x = {{ token: '{}' }};", "// key: {}\n", "/* token={} */", "const privateKey = `{}`;"],
)
def test_very_long_secrets_go_as_a_whole(source: str) -> None:
    """However long a value is, its end goes too."""
    secret = "0aB-" * 500 + "end"
    new = redacted_script(source.format(secret))
    assert "0aB-" not in new
    assert "end" not in new
    assert len(new) == len(source.format(secret))


@pytest.mark.parametrize(
    "address",
    [
        "https://bob:hunter2@example.com/x",
        "postgres://bob:hunter2@db/x",
        "https:\\/\\/bob:hunter2@example.com\\/x",
        "https://example.com/?api_key=hunter2",
        "https://example.com/#access_token=hunter2",
        "https://example.com/?u=https://bob:hunter2@example.com",
        "https://${user}:hunter2@${host}/x",
        "https://hooks.zapier.com/hooks/catch/1/hunter2/",
    ],
)
@pytest.mark.parametrize("source", ["f('{}');", "/* {} */", "x = `{}`;", "// see {}\n"])
def test_addresses_in_scripts_lose_their_secrets(source: str, address: str) -> None:
    """The rest of the address stays, and its place."""
    new = redacted_script(source.replace("{}", address))
    assert "hunter2" not in new
    assert new[:9] == source.replace("{}", address)[:9]
    assert len(new) == len(source.replace("{}", address))
