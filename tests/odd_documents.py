"""Documents of any shape: likely and unlikely values in every field."""

from hypothesis import strategies as st

from rcaudit.frames.schema import INTEGRATIONS, SCRIPTS

IDS = ["a", "b", "c", ""]
FIELDS = sorted(
    {
        column.source.partition(".")[0]
        for column in (*INTEGRATIONS.columns, *SCRIPTS.columns)
        if column.source and "," not in column.source
    }
)
LIKELY = st.sampled_from(
    [
        *("webhook-incoming", "webhook-outgoing", "sendMessage", "userCreated", "vm2", "a", "u-a"),
        *("all_direct_messages", "all_public_channels", "http://10.0.0.1/x?token=abc", "#ops", ""),
        *("2020-01-01T00:00:00.000Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "true"),
        *("class Script { process_incoming_request() {} }", "password = 'hunter2';", "// only"),
    ]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | LIKELY
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["_id", "username", "name", "message"]), inner)
    ),
    max_leaves=4,
)
DOCUMENTS = st.lists(
    st.builds(
        lambda fields, key: fields | key,
        st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), VALUES, max_size=12),
        st.fixed_dictionaries({}, optional={"_id": st.sampled_from(IDS) | SCALARS}),
    ),
    max_size=12,
)
