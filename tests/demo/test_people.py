from rcaudit.demo.people import make_staff

FIELDS = {"_id", "username", "name", "active", "roles", "type"}


def test_accounts_have_the_servers_fields() -> None:
    """Each account has what `users.list` gives, and a believable mix of kinds."""
    staff = make_staff(8, 120)
    assert {frozenset(user) for user in staff.users} == {frozenset(FIELDS)}
    assert {user["type"] for user in staff.users} == {"user", "bot"}
    assert sum(not user["active"] for user in staff.users) == 3
    assert sum("admin" in user["roles"] for user in staff.users) == 2


def test_the_cat_has_its_own_id() -> None:
    """The account that every server has is named by its id."""
    assert make_staff(8, 0).by_name["rocket.cat"]["_id"] == "rocket.cat"


def test_names_are_of_several_alphabets() -> None:
    """Latin with and without accents, Cyrillic, Greek, Hebrew, Arabic, Devanagari, CJK, Hangul."""
    text = "".join(user["name"] for user in make_staff(8, 0).users)
    samples = {"ö", "ễ", "в", "π", "נ", "ف", "अ", "王", "花", "김"}
    assert samples <= set(text)


def test_only_active_accounts_work_for_a_department() -> None:
    """Whoever is gone creates nothing new, and administrators belong to no department."""
    staff = make_staff(8, 5000)
    for names in (*staff.bots.values(), *staff.people.values()):
        assert names
        assert all(staff.by_name[name]["active"] for name in names)
        assert not any("admin" in staff.by_name[name]["roles"] for name in names)
