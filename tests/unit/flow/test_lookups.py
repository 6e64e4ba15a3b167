"""Look-ups as authors write them: in tables, and in services."""

from collections.abc import Callable
from datetime import date

import pytest

from ivr.errors import Problem
from ivr.flow.graph import certain_values
from ivr.flow.linter import warnings
from ivr.flow.loader import LoadedFlow
from ivr.flow.lookup import LONGEST_MS, Lookup
from ivr.terms import Language
from tests.conftest import ENGLISH, MANDARIN

Load = Callable[[str], LoadedFlow]
Problems = Callable[[str], list[Problem]]
TODAY = date(2026, 3, 2)
TABLE = "orders: {table: orders.csv, key: number}"
FIELDS = "{number: no, status: state.text, gift: gift.text?}"
SERVICE = f'orders: {{url: "https://shop.example/orders/{{key}}", fields: {FIELDS}}}'
SHOPS = {Language.ENGLISH: ENGLISH.replace(TABLE, SERVICE), Language.MANDARIN: MANDARIN.replace(TABLE, SERVICE)}
PLAIN = {"url": "https://bank.example/{key}", "fields": {"balance": "balance"}}


@pytest.mark.parametrize("shop", SHOPS.values(), ids=SHOPS)
def test_a_service_takes_the_place_of_a_table(problems: Problems, load: Load, shop: str) -> None:
    """Its fields are what a table's columns are; no file belongs to it."""
    assert problems(shop) == []
    assert [path.name for path in load(shop).files()] == ["flow.yaml"]


@pytest.mark.parametrize("shop", SHOPS.values(), ids=SHOPS)
def test_a_field_that_an_answer_has_not_is_no_value(problems: Problems, shop: str) -> None:
    """And the nearest one is named."""
    found = problems(shop.replace("{order.status}", "{order.staus}"))

    assert [problem.code for problem in found] == ["no-such-value"]
    assert found[0].fix == "Did you mean 'order.status'?"


@pytest.mark.parametrize("shop", SHOPS.values(), ids=SHOPS)
def test_a_field_that_may_be_missing_is_not_certain(problems: Problems, shop: str) -> None:
    """It is spoken of only where a branch has found that it is there."""
    spoken = shop.replace("{order.status}", "{order.gift}")
    asked = "on_missing: no_order}\n    branch: [{value: order.gift, known: "
    told = "  no_order:\n    say: '{order.gift}'\n    go: anything_else\n  missed:\n"

    assert [problem.code for problem in problems(spoken)] == ["uncertain-value"]
    assert problems(spoken.replace("on_missing: no_order}", f"{asked}false, go: anything_else}}]")) == []
    there = shop.replace(
        "on_missing: no_order}", f"on_missing: missed}}\n    {asked.split('    ')[1]}true, go: no_order}}]"
    )
    assert problems(there.replace("  no_order:\n", told)) == []


def test_another_row_takes_back_what_the_first_one_had(load: Load) -> None:
    """After a second look-up under the same name nobody knows whether this row has the field."""
    again = "look_up: {from: orders, by: number, as: order, on_missing: bye}"
    nodes = f"  g: {{say: '{{order.gift}}', go: h}}\n  h: {{{again}, say: x, go: bye}}\n  no_order:\n"
    branch = "on_missing: no_order}\n    branch: [{value: order.gift, known: true, go: g}]"
    shop = SHOPS[Language.ENGLISH].replace("on_missing: no_order}", branch)
    flow = load(shop.replace("  no_order:\n", nodes)).flow
    certain = certain_values(flow, {"orders": ["number", "status", "gift"]})

    assert {"order.gift", "order.status"} <= certain["g"]
    assert "order.gift" not in certain["h"]
    assert "order.status" in certain["h"]


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://bank.example/accounts/{key}", True),
        ("https://bank.example:8443/accounts?number={key}&lang=zh", True),
        ("http://localhost:8080/{key}", True),
        ("http://127.0.0.1/{key}", True),
        ("http://127.8.9.1/{key}", True),
        ("http://[::1]:8080/{key}", True),
        ("http://bank.example/{key}", False),
        ("http://localhost.bank.example/{key}", False),
        ("http://127.0.0.1.bank.example/{key}", False),
        ("http://localhost@bank.example/{key}", False),
        ("http://10.0.0.1/{key}", False),
        ("https://{key}.bank.example/x", False),
        ("https://bank.example/accounts", False),
        ("https://bank.example/accounts#{key}", False),
        ("https://me:secret@bank.example/{key}", False),
        ("https://bank.example:99999/{key}", False),
        ("https://[bank/{key}", False),
        ("https:///{key}", False),
        ("ftp://bank.example/{key}", False),
        ("bank.example/{key}", False),
        ("https://bank.example/a b/{key}", False),
        ("https://bank.example/{key}\r\nX: y", False),
        ("https://银行.example/{key}", False),
        ("", False),
    ],
)
def test_an_address_is_safe_on_the_way_and_says_where_the_key_goes(url: str, good: bool) -> None:
    """Unencrypted only on this machine, and no secret in it."""
    if good:
        assert Lookup.model_validate(PLAIN | {"url": url}).url == url
        return
    with pytest.raises(ValueError, match="url") as refused:
        Lookup.model_validate(PLAIN | {"url": url})
    assert refused.value.errors()[0]["loc"][0] == "url" or not url  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("header", "value", "sent"),
    [
        ("Authorization", "env:TOKEN", "s3cr3t"),
        ("Authorization", "Bearer env:TOKEN", "Bearer s3cr3t"),
        ("X-Api-Key", "env:TOKEN", "s3cr3t"),
        ("X-Line", "shop", "shop"),
        ("Authorization", "env:", None),
        ("Authorization", "env:1TOKEN", None),
        ("Authorization", "env:TOKEN please", None),
        ("Authorization", "the token env:TOKEN", None),
        ("X-Line", "店", None),
        ("X-Line", "a\nb", None),
        ("X Line", "shop", None),
        ("", "shop", None),
        ("Host", "elsewhere.example", None),
        ("content-length", "0", None),
    ],
)
def test_headers_are_sent_as_written_or_from_the_environment(header: str, value: str, sent: str | None) -> None:
    """One line each, and none that would change what is asked of whom."""
    raw = PLAIN | {"headers": {header: value}}
    if sent is None:
        with pytest.raises(ValueError, match="headers"):
            Lookup.model_validate(raw)
        return
    lookup = Lookup.model_validate(raw)
    assert lookup.headers_with({"TOKEN": "s3cr3t"}) == {header: sent}
    assert lookup.variables == ({"TOKEN"} if "env:" in value else set())


@pytest.mark.parametrize("steps", ["", ".", "a.", ".a", "a..b", "a b", "a?.b", "a??"])
def test_a_place_in_an_answer_has_steps(steps: str) -> None:
    """Joined by dots, none of them empty."""
    with pytest.raises(ValueError, match="no place in an answer"):
        Lookup.model_validate(PLAIN | {"fields": {"balance": steps}})


@pytest.mark.parametrize(
    ("timeout_ms", "retries", "good"), [(10_000, 0, True), (4900, 1, True), (4901, 1, False), (2350, 3, True)]
)
def test_a_caller_waits_ten_seconds_at_most(timeout_ms: int, retries: int, good: bool) -> None:
    """With all attempts and the pauses between them."""
    raw = PLAIN | {"timeout_ms": timeout_ms, "retries": retries}
    if good:
        assert Lookup.model_validate(raw).longest_ms <= LONGEST_MS
        return
    with pytest.raises(ValueError, match="ten seconds"):
        Lookup.model_validate(raw)


@pytest.mark.parametrize(
    ("header", "value", "warned"),
    [
        ("Authorization", "Bearer s3cr3t", True),
        ("X-Api-Key", "s3cr3t", True),
        ("Cookie", "session=s3cr3t", True),
        ("X-Auth-Token", "env:TOKEN", False),
        ("X-Line", "shop", False),
        ("Accept-Language", "zh", False),
    ],
)
@pytest.mark.parametrize("language", SHOPS)
def test_a_secret_that_is_written_out_is_warned_of(
    load: Load, language: Language, header: str, value: str, warned: bool
) -> None:
    """Where it stands, and without being repeated."""
    text = SHOPS[language].replace(FIELDS, f"{FIELDS}, headers: {{{header}: '{value}'}}")
    found = [problem for problem in warnings(load(text), TODAY) if problem.code == "written-secret"]

    assert len(found) == warned
    if found:
        line, column = found[0].line, found[0].column
        assert text.splitlines()[line - 1][column - 1 :].startswith(f"'{value}'")
        assert "s3cr3t" not in str(found[0])


def test_a_secret_in_an_address_is_warned_of(load: Load) -> None:
    """The key that is searched for is none."""
    plain = SHOPS[Language.ENGLISH].replace("/orders/{key}", "/orders?orderkey={key}&lang=en")
    leaky = plain.replace("lang=en", "api_key=s3cr3t")

    assert [[one.code for one in warnings(load(text), TODAY)] for text in (plain, leaky)] == [[], ["written-secret"]]
