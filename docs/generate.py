"""Write the pages that follow from the code: `python docs/generate.py`; with `--check` tell which are out of date."""

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from ivr.cli.main import main as ivr_command
from ivr.dialogue.phrasing import READ_BACK
from ivr.flow.line import Line
from ivr.flow.loader import everywhere
from ivr.flow.model import Flow
from ivr.flow.names import EVERYWHERE
from ivr.prompts.spoken_values import FILTERS
from ivr.prompts.wording import house_wording, placeholders
from ivr.settings import Settings
from ivr.terms import Language
from ivr.understanding.slots import SLOT_TYPES
from ivr.understanding.slots.slot_type import Moment
from ivr.understanding.spec import SlotSpec
from ivr.understanding.text import normalise

HERE = Path(__file__).parent
WIDTH = 100
NOTE = "<!-- Written by docs/generate.py; change the code and run that again. -->\n\n"

USUAL_PLACES = {
    "data_dir": "the user's data folder; on Linux `~/.local/share/ivr`",
    "cache_dir": "the user's cache folder; on Linux `~/.cache/ivr`",
    "flows_dir": "`flows` of the checkout or of the installed package",
    "models_dir": "`models` of the checkout or of the installed package",
}
"""The defaults of folders; the computed ones would name the machine that wrote the page."""

PARTS = {
    "": "The top of the file",
    "hand_over": "Where callers who want a person go",
    "voice": "How the line speaks",
    "limits": "When to stop trying",
    "costs": "What going wrong and asking cost",
    "timing": "Patience; a node may have its own `timing`",
    "understanding": "How sentences are told apart",
    "intents.NAME": "What callers want",
    "slots.NAME": "What callers tell",
    "hours.NAME": "When somebody is there",
    "lookups.NAME": "Where answers are looked up",
    "knowledge.NAME": "Questions with their answers",
    "knowledge.NAME.valid": "The days on which an answer holds",
    "nodes.NAME": "The steps of the flow",
    "nodes.NAME.look_up": "Looking something up at a node",
    "nodes.NAME.survey": "Asking once what the caller thinks",
    "nodes.NAME.branch": "Going on by a value",
    "nodes.NAME.listen": "The caller's turn at a node",
    "nodes.NAME.limits": "When to stop trying at one node",
    "nodes.NAME.callback": "Promising to call back",
    "nodes.NAME.transfer": "Handing the caller to an agent queue",
}
"""Each part of a flow file, in the order of the page, and its heading."""

WHEN_SAID = {
    "noisy": "a turn had no end, or was one long noise, and nothing was understood",
    "no_keys": "keys were pressed where they mean nothing",
    "offer_keys": "digits were asked for and not understood, or not said, a second time",
    "no_match": "an open question was answered with something that was not understood",
    "no_input": "an open question was answered with silence",
    "examples": "inside other wordings, to give two sentences that work here",
    "confirm_intent": "one intent is likely, but not clear enough",
    "implied_intent": "one intent is likely enough to go on, and is named before the next question",
    "confirm_entry": "a question of `knowledge` is likely meant, but it is not clear enough",
    "after_answer": "a question was answered and nothing else says where to go on",
    "not_that": "the caller refused what was asked back",
    "choose": "two intents are too close to choose",
    "several": "a sentence holds two wishes or more, before the first is done",
    "next_wish": "one of them is done, before the next",
    "dropped": "the caller says no to the next wish",
    "also_noted": "a person takes over while others are still to be done",
    "confirm_slot": "a value was heard uncertainly, or its slot says `confirm: always`",
    "slot_again": "the caller refused a value that was read back",
    "too_short": "fewer digits were heard than the slot has",
    "too_long": "more digits were heard than the slot has",
    "wrong_length": "a value has fewer characters than `min_length`, or more than `max_length`",
    "wrong_pattern": "a value does not fit the slot's `pattern`",
    "wrong_checksum": "the check digit of a value is wrong",
    "wrong_phone": "there is no such phone number",
    "wrong_currency": "an amount is in another currency than the slot's",
    "too_small": "a number or amount is less than `min`",
    "too_large": "a number or amount is more than `max`",
    "too_early": "a time is before `min`",
    "too_late": "a time is after `max`",
    "in_the_past": "a day lies behind and the slot says `when: future`",
    "in_the_future": "a day lies ahead and the slot says `when: past`",
    "time_missing": "a `date_time` slot was answered with a day alone",
    "day_missing": "a `date_time` slot was answered with a time alone",
    "slot_no_match": "no value was heard in the answer to a slot's question",
    "slot_no_input": "a slot's question was answered with silence",
    "help": "the caller asked for help; goes round what the node or slot says",
    "help_open": "help where the node has no `help` of its own",
    "help_slot": "help where the slot has no `help` of its own",
    "nothing_to_repeat": "the caller wants to hear again what was never said",
    "looking_up": "a look-up takes longer than 0.8 s, and again every 8 s",
    "hand_over": "the caller asked for a person and `hand_over` has no `say`",
    "hand_over_after_trouble": "the line gives up and gets a person",
    "hand_over_later": "the line gives up after it has led a caller to an `out_of_hours`",
    "callback_noted": "a ticket to call back is written",
    "once_more": "the line would say word for word what it has just said, and was not asked to repeat it",
    "survey_thanks": "a survey was answered and has no `thanks`",
    "survey_skipped": "a survey was not answered, which is no failure",
    "queued_for_later": "the ticket is written then",
    "queued_first": "the caller's ticket is the next one served",
    "queued_somewhere": "the call is replayed, where no place in the queue is told",
    "queued": "the caller's ticket is further back",
    "wait": "a caller begins to [wait](waiting.md) for an agent; `{place}` is *third in line* or 前面还有两位",
    "wait_guess": "the same, where next to nothing is known of how long agents take",
    "wait_unknown": "nobody at the desk can take the caller, at the start or later",
    "wait_shorter": "later in the wait, when it takes much less than was said, or can be told better",
    "wait_longer": "later in the wait, when it takes longer than was said",
    "waiting_place": "a caller begins to wait on the line, or is nearer, and nobody knows how long it takes",
    "waiting_options": "when the wait begins, after the place, and when the caller asks what can be said",
    "waiting_tips": "now and then while the caller waits",
    "waiting_on": "the caller who waits wants to stay, or does not answer",
    "waiting_no_match": "the caller who waits says what is not understood",
    "waiting_number": "the caller wants to be called back, and no phone number was told",
    "waiting_number_again": "no good phone number was heard",
    "waiting_confirm_number": "a phone number is known",
    "waiting_called_back": "the caller is to be called back instead of waiting",
    "waiting_message": "before a voice message is recorded",
    "waiting_message_kept": "a voice message is kept",
    "waiting_message_empty": "nothing was said into a voice message",
    "waiting_self_service": "the caller goes back to the line, and keeps the place in the queue",
    "waiting_left": "the caller who waits says goodbye",
    "waiting_agent_lost": "the agent whom the caller talked to is gone",
    "connected": "an agent takes the caller",
    "agent_finished": "the agent is done with the caller, and the flow has no survey",
    "transfer_failed": "no ticket could be written, or the database failed",
    "silence_end": "the caller was never heard and `on_silence` is `end`",
    "abuse_warning": "the caller insults the line and says nothing else, fewer times than `limits.abuse`",
    "abuse_end": "that has happened as often as `limits.abuse` and `on_abuse` is `end`",
    "nonsense_end": "nothing at all was understood and `on_nonsense` is `end`",
    "too_many_turns": "the call has more turns than `limits.turns`",
    **dict.fromkeys(
        (
            "no_match_short",
            "confirm_intent_short",
            "not_that_short",
            "confirm_slot_short",
            "slot_again_short",
            "slot_no_match_short",
            "hand_over_short",
            "hand_over_after_trouble_short",
        ),
        "instead of the same without `_short`, to a caller who [sounds annoyed](mood.md); where a flow has that one "
        "in words of its own, those are said",
    ),
    "which_language": "the caller's language is not known; it is said in every language of the line",
    "goodbye": "the caller said goodbye and the flow does not lead on from that",
}
"""When the line says each of its own sentences."""


def pages() -> Mapping[str, Callable[[], str]]:
    """The name of each generated page and what writes it."""
    return {"flow-reference.md": flow_reference, "settings.md": settings_page, "commands.md": commands_page}


# --- the flow file ---


def parts(model: type[BaseModel] = Flow, path: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """Each part of a flow file with its path; a part that stands in two places only once."""
    yield path, model
    for name, field in model.model_fields.items():
        for inner, is_many in _models_in(field.annotation):
            step = f"{field.alias or name}.NAME" if is_many else field.alias or name
            if path and step == "timing":
                continue
            yield from parts(inner, f"{path}.{step}" if path else step)


def flow_reference() -> str:
    """Every key of a flow file, and what may stand in one."""
    found = dict(parts())
    text = "# Flow reference\n\n" + NOTE
    text += (
        "A flow is one YAML 1.2 file for one line and one language. Unknown keys are refused. What is wrong is told "
        "with file, line and column: see [checker.md](checker.md). To learn by doing, start with the "
        "[tutorial](tutorial.md).\n\n"
        "A name (`NAME` below) begins with a letter and goes on with letters, digits and `_`.\n\n"
    )
    for path, heading in PARTS.items():
        text += f"## {heading}\n\n" + (f"Keys of `{path}`:\n\n" if path else "") + _key_table(found[path])
    text += (
        "## The line file\n\n"
        "Keys of `line.yaml`, beside the flows of a [line in two languages](lines.md#two-languages):\n\n"
        + _key_table(Line)
        + _route_keys()
        + _branches()
        + _opening_hours()
        + _placeholder_section()
        + _slot_types()
        + _everywhere()
        + _wording()
    )
    return text.rstrip() + "\n"


def _key_table(model: type[BaseModel]) -> str:
    schemas = model.model_json_schema(by_alias=True)
    text = "| key | what may stand there | if left out | meaning |\n|---|---|---|---|\n"
    for name, field in model.model_fields.items():
        key = field.alias or name
        shape = _shape(schemas["properties"][key], schemas.get("$defs", {}))
        left_out = "**required**" if field.is_required() else _default(field.default)
        text += f"| `{key}` | {shape} | {left_out} | {field.description} |\n"
    return text + "\n"


def _shape(schema: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """A JSON schema in words."""
    if "$ref" in schema:
        there = known[schema["$ref"].rsplit("/", 1)[1]]
        return _shape(there, known) if "enum" in there else "keys, see below"
    if "anyOf" in schema:
        return " or ".join(_shape(one, known) for one in schema["anyOf"] if one.get("type") != "null")
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    return SHAPES[schema["type"]](schema, known)


def _inside(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What stands under each name of a mapping."""
    by_pattern: Mapping[str, Mapping[str, Any]] = schema.get("patternProperties", {})
    inner: Mapping[str, Any] = schema.get("additionalProperties") or next(iter(by_pattern.values()))
    return inner


def _number(schema: Mapping[str, Any]) -> str:
    kind = "whole number" if schema["type"] == "integer" else "number"
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    from_low = f"{'above' if 'exclusiveMinimum' in schema else 'from'} {low}" if low is not None else ""
    high = f"to {schema['maximum']}" if "maximum" in schema else ""
    return " ".join(word for word in (kind, from_low, high) if word)


SHAPES: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], str]] = {
    "string": lambda schema, _: "day" if schema.get("format") == "date" else "name" if "pattern" in schema else "text",
    "boolean": lambda _, __: "`true`, `false`",
    "array": lambda schema, known: f"list of {_shape(schema['items'], known)}",
    "object": lambda schema, known: f"for each name: {_shape(_inside(schema), known)}",
    "integer": lambda schema, _: _number(schema),
    "number": lambda schema, _: _number(schema),
}
"""The types of a JSON schema in words."""


def _default(value: Any) -> str:
    if isinstance(value, BaseModel):
        return "the defaults below"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if value not in (None, "", [], {}) else "nothing"


def _models_in(annotation: Any) -> Iterator[tuple[type[BaseModel], bool]]:
    """The parts inside an annotation, and whether there are many of them, each under a name."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, False
    for inner in getattr(annotation, "__args__", ()):
        for model, is_many in _models_in(inner):
            yield model, is_many or getattr(annotation, "__origin__", None) is dict


def _route_keys() -> str:
    return (
        "## Route keys\n\n"
        "The keys of a node's `go` say what must have been heard for each way:\n\n"
        "| key | the way is gone when |\n|---|---|\n"
        "| an intent of the flow | the caller wants that; it goes before the flow's `routes` |\n"
        f"| {', '.join(f'`{name}`' for name in EVERYWHERE)} | the caller says so; it replaces what works everywhere |\n"
        "| `yes`, `no` | the caller says yes or no |\n"
        "| `else` | nothing was understood; the miss still counts towards `limits` |\n\n"
        "A target is a node of the flow, or `hand_over`: a person, in the queue of `hand_over`.\n\n"
    )


def _branches() -> str:
    return (
        "## How values are compared\n\n"
        "    check:\n"
        "      branch:\n"
        '        - {value: account.blocked, is: "yes", go: blocked}\n'
        "        - {value: slot.amount, above: 1000, go: desk}\n"
        '        - {value: slot.birth_date, is_not: "{account.birth_date}", go: not_you}\n'
        "        - {value: slot.phone, known: false, go: ask_phone}\n"
        "      go: balance\n\n"
        "The first branch that holds is taken; why is told with the decision. `is`, `is_not` and `one_of` compare "
        "texts as they are written: `0571` is not `571`. `above`, `below`, `at_least` and `at_most` compare numbers as "
        "numbers, amounts of one currency with each other or with a number, days (`2026-12-24`), times (`15:30`) and "
        "days with times (`2026-12-24T15:30`); a day with a time beside a day counts as that day. Instead of what is "
        "written there may stand another value, `{account.limit}`. A value that is not known, or cannot be compared "
        "so, takes no branch but `known: false`. What a branch looks at and was heard uncertainly is read back "
        "first.\n\n"
    )


def _opening_hours() -> str:
    return (
        "## Opening hours\n\n"
        "    hours:\n"
        "      shop:\n"
        "        timezone: Europe/London\n"
        '        week: {mon-fri: ["08:00-12:00", "13:00-17:00"], sat: "09:00-13:00"}\n'
        '        holidays: {2026-12-25: closed, 2026-12-24: "08:00-12:00"}\n\n'
        "A `branch` may ask whether `hours.shop` is `open` or `closed`, and a prompt may say `{hours.shop.opens}`: "
        "when it opens next, in words (tomorrow at 8 o'clock in the morning, 明天早上8点). Both are as the call began; "
        "a call that goes on over closing time goes on as it began. Hours past midnight belong to the day on which "
        "they begin. The time is that of the machine, told in the hours' time zone; `ivr call --now` names another, "
        "so that a replay gives the same words.\n\n"
        "A transfer, and the flow's `hand_over`, may name `hours` and a node `out_of_hours`. While they are closed, a "
        "caller is led to that node instead of into the queue. Where the line gives up on a caller who has been told "
        "so, a ticket is written all the same, and the caller hears that somebody sees to it later.\n\n"
    )


def _placeholder_section() -> str:
    text = (
        "## Values in a prompt\n\n"
        "`{slot.NAME}` is what the caller told, `{ROW.column}` what was looked up (`ROW` is the look-up's `as`). They "
        "may stand in `say`, `help` and a transfer's `say` of a node, and in an answer of `knowledge`, where also "
        "`{valid.from}` and `{valid.until}` are known. An answer is not given while something that it speaks of is not "
        "known. Behind a bar stands how to read it out:\n\n"
        "| filter | reads |\n|---|---|\n"
    )
    for name, read in FILTERS.items():
        text += f"| `{{...\\|{name}}}` | {_one_line(read)} |\n"
    return text + "\n"


SPOKEN_VALUES: Mapping[str, tuple[str, str]] = {
    "digits": ("double five oh nine; forty two seventeen", "五五零九; 三个八; 幺三八零"),
    "order_number": ("a b one two; b as in bravo, seven; alpha nine nine", "字母A一二; AB一二; 两个A五"),
    "number": ("a hundred and twenty; two and a half; half a dozen", "一百二十; 两个半; 三百五"),
    "money": (
        "a hundred and twenty three dollars and fifty cents; twelve fifty; forty euros",
        "一百二十三块五; 九毛九; 四十欧元",
    ),
    "date": (
        "the day after tomorrow; next wednesday; the third of may; in two weeks",
        "后天; 下周三; 三月五号; 两个星期后",
    ),
    "time": ("half past three; ten oh five; seven in the evening", "三点一刻; 差十分六点; 下午五点半"),
    "date_time": ("tomorrow at half past three; at ten on friday", "明天下午三点半; 下周三三点半"),
    "phone": ("four one five, double five five, two six seven one", "幺三八一二三四五六七八; 加幺四一五五五五二六七一"),
    "name": ("my name is john smith; it's anna; s m y t h", "我叫李小龙; 我姓王; 弓长张"),
    "yes_no": ("yes please; not really", "是的; 不用了"),
}
"""Ways to say a value of each slot type, in English and Mandarin; what comes of them is computed."""

A_DAY = date(2026, 3, 4)
"""The day of the call in the examples, a Wednesday."""


def _slot_types() -> str:
    text = "## Slot types\n\n| `type` | what it takes | more | keys of its own |\n|---|---|---|---|\n"
    modules = {name: _one_line(sys.modules[type(one).__module__]) for name, one in SLOT_TYPES.items()}
    for name, one in SLOT_TYPES.items():
        keys = ", ".join(f"`{key}`" for key in sorted(one.takes))
        text += f"| `{name}` | {modules[name]} | {_one_line(type(one))} | {keys} |\n"
    return text + "\n" + _spoken_values() + SLOT_RULES


SLOT_RULES = """\
Several values may be said in one sentence; no word counts for two of them. A more specific type
goes before a more general one (an amount before a number), and a good value before a flawed one;
but the slot that was asked for never goes empty while there is something it can read. `digits`,
`order_number` and `phone` are taken whenever they are said; values of the other types when the slot
was asked for, or belongs to what the caller wants. Where half of a `date_time` was said, the rest
is asked for.

A value that was told can be changed at any time, while it is read back and later in the call: "no,
five six, not six six", "not Monday, Tuesday", "the last digit is seven", "I meant Wednesday",
不是六六，是五六, 最后一位是七, 把九改成五.
"I meant the other order" (我说的是另一个) takes the value that was told before.
What was changed is read back, unless the slot says `confirm: never`; then the call goes on from the
node that collects the slot.

Of `checksum` there is `luhn` (payment cards and many customer numbers), `ean` (article numbers),
`mod97` (structured references), `iban` (bank accounts) and `resident_id` (Chinese identity cards).

An hour whose half of the day nobody names lies between seven in the morning and seven in the
evening. "Next Wednesday" and 下周三 are that of next week, which begins on Monday; "Wednesday" and 周三
are the next to come, or with `when: past` the last that was.

"""


def _spoken_values() -> str:
    """What is understood, and how it is read back."""
    text = f"Understood on Wednesday, {A_DAY}, when the slot was asked for, and read back:\n\n"
    text += "| `type` | said | value | read back |\n|---|---|---|---|\n"
    for name, examples in SPOKEN_VALUES.items():
        for language, said in zip((Language.ENGLISH, Language.MANDARIN), examples, strict=True):
            for one in said.split("; "):
                moment = Moment(language, A_DAY, asked=True)
                value = SLOT_TYPES[name].find(normalise(one), SlotSpec(name, name), moment)[0].value
                read = FILTERS[READ_BACK[name]](value, language) if name in READ_BACK else value
                text += f"| `{name}` | {one} | `{value}` | {read} |\n"
    return text + "\n"


def _everywhere() -> str:
    text = (
        "## What works everywhere\n\n"
        "Callers may say these at every moment, without a line in the flow. A flow cannot have intents of these "
        "names.\n\n"
        "| intent | the caller wants to | for example | in Mandarin |\n|---|---|---|---|\n"
    )
    english, chinese = everywhere(Language.ENGLISH), everywhere(Language.MANDARIN)
    for name in EVERYWHERE:
        said, said_in_chinese = ", ".join(english[name].examples[:3]), "；".join(chinese[name].examples[:3])
        text += f"| `{name}` | {english[name].means} | {said} | {said_in_chinese} |\n"
    return text + "\n"


def _wording() -> str:
    text = (
        "## House wording\n\n"
        "What the line says of its own accord. Under `wording` a flow may replace any of it, with one text or a list. "
        "Of several variants each is used once in a call; when an error prompt has none left, a person takes over. A "
        "replacement may hold the placeholders of the wording it replaces.\n\n"
        "| key | said when | placeholders | English variants | Mandarin variants |\n|---|---|---|---|---|\n"
    )
    english, chinese = house_wording(Language.ENGLISH), house_wording(Language.MANDARIN)
    for key, variants in english.items():
        names = sorted({name for variant in (*variants, *chinese[key]) for name, _ in placeholders(variant)})
        inside = ", ".join(f"`{{{name}}}`" for name in names)
        text += f"| `{key}` | {WHEN_SAID.get(key, '')} | {inside} | {len(variants)} | {len(chinese[key])} |\n"
    text += "\nThe first variant of each:\n\n| key | English | Mandarin |\n|---|---|---|\n"
    return text + "".join(f"| `{key}` | {variants[0]} | {chinese[key][0]} |\n" for key, variants in english.items())


def _one_line(thing: Any) -> str:
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


# --- settings and commands ---


def settings_page() -> str:
    """Every setting of a machine."""
    text = "# Settings\n\n" + NOTE
    text += (
        "Settings belong to a machine, not to a flow. They are environment variables, each with a default that works. "
        "A value that cannot be used ends the command with exit code 3 and names the variable.\n\n"
        "| variable | default | meaning |\n|---|---|---|\n"
    )
    prefix = Settings.model_config["env_prefix"]
    for name, field in Settings.model_fields.items():
        default = USUAL_PLACES[name] if isinstance(field.default, Path) else _default(field.default)
        text += f"| `{prefix}{name.upper()}` | {default} | {field.description} |\n"
    return text + (
        "\nThe options `--model`, `--input` and `--output` of `ivr call` go before `IVR_MODEL`, `IVR_INPUT` and "
        "`IVR_OUTPUT`. SQLite needs nothing; for a database that "
        "several machines share, install the extra `postgresql` (`pip install '.[postgresql]'`).\n\n"
        "    IVR_DATA_DIR=./calls ivr call --text\n"
        "    IVR_DATABASE=sqlite:///calls.sqlite ivr queue list\n"
        "    IVR_DATABASE=postgresql+psycopg://me@db.example.org/ivr ivr doctor --only database\n"
    )


def commands_page() -> str:
    """The `--help` of every command."""
    text = "# Commands\n\n" + NOTE
    text += (
        "In a checkout the command is `.venv/bin/ivr` (after `./run demo`), or `ivr` once you have typed "
        "`. .venv/bin/activate`. What `--json` prints is in [events.md](events.md).\n\n"
    )
    for name, command in walk(ivr_command, "ivr"):
        text += f"## {name}\n\n```text\n{_help(name, command)}\n```\n\n"
    return text.rstrip() + "\n"


def walk(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """The command and all below it, each with its whole name."""
    yield name, command
    if isinstance(command, click.Group):
        for below, one in sorted(command.commands.items()):
            yield from walk(one, f"{name} {below}")


def _help(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH, color=False)
    context.help_option_names = ["-h", "--help"]
    return command.get_help(context).rstrip()


# --- the program ---


def out_of_date() -> list[Path]:
    """The generated pages whose text is not what the code gives now."""
    stale = []
    for name, write in pages().items():
        path = HERE / name
        if not path.exists() or path.read_text("utf-8") != write():
            stale.append(path)
    return stale


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 when a page is out of date.")
def main(check: bool) -> None:
    """Write the generated pages of the documentation."""
    stale = out_of_date()
    for path in stale:
        if not check:
            path.write_text(pages()[path.name](), "utf-8")
        click.echo(f"{'out of date' if check else 'written'}: docs/{path.name}")
    if check and stale:
        click.echo("run: python docs/generate.py", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
