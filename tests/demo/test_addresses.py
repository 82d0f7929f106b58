import pytest

from rcaudit.demo.addresses import ADDRESSES
from rcaudit.demo.generate import generate_workspace


@pytest.mark.parametrize("kind", ADDRESSES)
def test_every_address_is_used_by_the_sample(kind: str) -> None:
    """Some integration of the sample sends to each address."""
    documents = generate_workspace().integrations
    assert any(ADDRESSES[kind] in document.get("urls", ()) for document in documents)
