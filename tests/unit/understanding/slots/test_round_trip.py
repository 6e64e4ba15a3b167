"""What the line reads back is understood as the same value; and nothing that is said breaks a slot."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivr.dialogue.phrasing import Phrasing
from ivr.dialogue.state import CallState
from ivr.flow.loader import LoadedFlow
from ivr.terms import Language
from ivr.understanding.interpretation import SlotValue
from ivr.understanding.slots import SLOT_TYPES
from ivr.understanding.slots.slot_type import Moment
from ivr.understanding.spec import SlotSpec
from ivr.understanding.text import normalise

EN, ZH = Language.ENGLISH, Language.MANDARIN
TODAY = date(2026, 3, 4)
CHOICES = {EN: "{red: [red], dark green: [dark green, deep green]}", ZH: "{red: [红色], dark green: [深绿色]}"}
FLOW = """\
flow: tiny
language: %s
start: hello
hand_over: {queue: desk}
intents: {}
slots:
%s
nodes:
  hello: {say: Hello., end: true}
"""
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
TIMES = st.times().map(lambda at: f"{at:%H:%M}")
CENTS = st.integers(0, 99_999_999).map(lambda cents: f"{cents // 100}.{cents % 100:02}")
NAMES = {
    EN: st.sampled_from("John Smith,Anna,Mary Jane Watson,O'Brien,Ravi Patel".split(",")),
    ZH: st.sampled_from("李小龙 王芳 欧阳修 张伟".split()),
}
COUNTRIES = "US CN GB DE FR HK SG JP AU IN BR ZA".split()


@cache
def phones() -> st.SearchStrategy[str]:
    """Numbers that exist, of every country."""
    examples = (phonenumbers.example_number(country) for country in COUNTRIES)
    written = {
        phonenumbers.format_number(one, phonenumbers.PhoneNumberFormat.E164)
        for one in examples
        if one is not None and phonenumbers.is_valid_number(one)
    }
    return st.sampled_from(sorted(written))


@cache
def values(kind: str, language: Language) -> st.SearchStrategy[str]:
    """Any value of a type."""
    return {
        "digits": st.text("0123456789", min_size=1, max_size=20),
        "order_number": st.from_regex(r"[A-Z]{1,3}[0-9]{1,6}", fullmatch=True, alphabet=st.characters(codec="ascii")),
        "number": st.decimals(-99999, 99999, places=2).map(lambda number: f"{number.normalize():f}"),
        "money": st.builds("{} {}".format, CENTS, st.sampled_from(["USD", "EUR", "GBP", "CNY", "JPY", "CHF", "HKD"])),
        "date": DAYS.map(str),
        "time": TIMES,
        "date_time": st.builds("{}T{}".format, DAYS, TIMES),
        "phone": phones(),
        "choice": st.sampled_from(["red", "dark green"]),
        "name": NAMES[language],
        "yes_no": st.sampled_from(["yes", "no"]),
        "free_text": st.sampled_from(["the box was open", "the lamp was broken"]),
    }[kind]


@pytest.fixture(scope="module")
def phrasings(load_tiny: Callable[[str], LoadedFlow]) -> dict[Language, Phrasing]:
    """The wording of a flow with a slot of each type, on a known day."""
    made = {}
    for language in Language:
        slots = "".join(
            f"  {kind}: {{type: {kind}, ask: x{f', choices: {CHOICES[language]}' if kind == 'choice' else ''}}}\n"
            for kind in SLOT_TYPES
        )
        state = CallState()
        state.today = TODAY
        made[language] = Phrasing(load_tiny(FLOW % (language, slots.rstrip("\n"))).flow, state)
    return made


@pytest.fixture(scope="module")
def load_tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], LoadedFlow]:
    """Loads a flow from its text."""
    from ivr.flow.loader import load_flow

    def load(text: str) -> LoadedFlow:
        path = tmp_path_factory.mktemp("flow") / "flow.yaml"
        path.write_text(text, "utf-8")
        return load_flow(path)

    return load


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", SLOT_TYPES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_is_read_back_is_understood_as_the_same(
    kind: str, language: Language, phrasings: dict[Language, Phrasing], data: st.DataObject
) -> None:
    """A caller may repeat what the line says, for every value of every type."""
    value = data.draw(values(kind, language))
    read = phrasings[language].read_back(SlotValue(kind, value, "", (0, 0), 1.0))
    ways = (("red", ("red", "红色")), ("dark green", ("dark green", "深绿色"))) if kind == "choice" else ()
    spec = SlotSpec(kind, kind, choices=ways)
    found = SLOT_TYPES[kind].find(normalise(read), spec, Moment(language, TODAY, asked=True))

    assert found, read
    assert value == found[0].value, read


WORDS = (
    "one two hundred thousand half past quarter to three march next monday the third of a and double point dollars "
    "cents b as in bravo plus my name is tomorrow at noon minus 12 3.50 15:30 $5 "
    "一 百 零 点 半 块 毛 号 月 周 三 差 刻 下午 我叫 姓 的 个 字母 😀 \x00 ' 9999999999999999999 ²"
).split(" ")


@settings(max_examples=200, deadline=None)
@given(
    text=st.one_of(
        st.text(), st.lists(st.sampled_from(WORDS)).map(" ".join), st.lists(st.sampled_from(WORDS)).map("".join)
    ),
    kind=st.sampled_from(sorted(SLOT_TYPES)),
    language=st.sampled_from(Language),
    asked=st.booleans(),
    today=st.sampled_from([TODAY, None, date.min, date.max, date(2028, 2, 29)]),
)
@example("word " * 10_000, "name", EN, True, TODAY)
@example("nine " * 10_000, "number", EN, True, TODAY)
@example("一" * 10_000, "money", ZH, True, TODAY)
@example("😀👨‍👩‍👧‍👦", "date_time", ZH, True, TODAY)
@example("in nine thousand nine hundred years", "date", EN, True, date.max)
@example("一万年前", "date", ZH, True, date.min)
@example("the 0 of march", "date", EN, True, TODAY)
def test_nothing_that_can_be_said_breaks_a_slot(
    text: str, kind: str, language: Language, asked: bool, today: date | None
) -> None:
    """And what is found stands where it says, in its canonical form."""
    heard = normalise(text)
    spec = SlotSpec("slot", kind, choices=(("a", ("one two", "一")),) if kind == "choice" else ())

    for found in SLOT_TYPES[kind].find(heard, spec, Moment(language, today, asked)):
        start, end = found.span
        assert 0 <= start < end <= len(heard)
        assert heard[start:end].strip() == heard[start:end]
        assert found.value
        if kind == "date":
            date.fromisoformat(found.value)
        if kind == "date_time" and not found.problem:
            datetime.fromisoformat(found.value)


def test_a_day_far_away_is_read_with_its_year(phrasings: dict[Language, Phrasing]) -> None:
    """And a near one without."""
    near, far = TODAY + timedelta(9), TODAY + timedelta(400)
    read = {
        language: [phrasing.read_back(SlotValue("date", str(day), "", (0, 0), 1.0)) for day in (near, far)]
        for language, phrasing in phrasings.items()
    }

    assert read[EN] == ["Friday, March 13", "Thursday, April 8, 2027"]
    assert read[ZH] == ["3月13日，星期五", "2027年4月8日，星期四"]
