"""Flows that cannot take calls: the shop with one mistake each, and where an author must be told of it.

The complaint must stand at the mark `§`, to the line and column; the mark itself is not in the flow. A mistake is made
in the shop of each language, but for those that are made of words.
"""

from dataclasses import dataclass
from typing import TypeAlias

from ivr.terms import Language

MARK = "§"
EN, ZH = (Language.ENGLISH,), (Language.MANDARIN,)
Languages: TypeAlias = tuple[Language, ...]

IDENTITY = """\
subflow: identity
language: LANGUAGE
start: ask
exits: [known, unknown]
slots:
  account: {type: digits, length: 4, ask: "?"}
nodes:
  ask: {collect: [account], go: try}
  try: {say: "?", listen: {to: []}, go: {"yes": known, "no": unknown}}
"""
ENGLISH, MANDARIN = ((("identity.yaml", IDENTITY.replace("LANGUAGE", one)),) for one in Language)
RUNNING = """\
subflows: {identity: identity.yaml}
nodes:
  welcome:
    run: identity
    on: {known: greeting, unknown: hand_over}
  greeting:
"""
"""What stands in the shop instead of its first node's name."""

BOMB = "".join(f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, 12))


@dataclass(frozen=True)
class Broken:
    """The shop with each `old` text as the `new` one (no `old`: all of it), and files beside it."""

    code: str
    edits: tuple[tuple[str, str], ...]
    beside: tuple[tuple[str, str], ...] = ()
    languages: Languages = tuple(Language)

    def __str__(self) -> str:
        return f"{self.code}: {next(new for _, new in (*self.edits, *self.beside) if MARK in new)[-90:]}"


def at(code: str, old: str, new: str, languages: Languages = tuple(Language)) -> Broken:
    """A mistake in what the shop says."""
    return Broken(code, ((old, new),), (), languages)


def put(code: str, lines: str, languages: Languages = tuple(Language), **beside: str) -> Broken:
    """A mistake in what the shop did not say yet; `beside` are YAML files."""
    return Broken(code, (("nodes:\n", f"{lines}\nnodes:\n"),), _files(beside), languages)


def node(code: str, lines: str) -> Broken:
    """A mistake in a node that is put before the others."""
    return at(code, "nodes:\n", f"nodes:\n{lines}\n")


def branch(code: str, text: str) -> Broken:
    """A mistake in a branch where the slot `reason` is known."""
    return at(code, "    say: Order", f"    branch: [{text}]\n    say: Order", EN)


def shared(code: str, old: str, new: str, **beside: str) -> Broken:
    """A mistake in a sub-flow that the shop runs."""
    assert old in IDENTITY, old
    text = IDENTITY.replace(old, new, 1)
    return Broken(
        code,
        (("nodes:\n  welcome:\n", RUNNING),),
        _files({"identity": text, **beside}),
    )


def running(code: str, old: str, new: str) -> Broken:
    """A mistake in how the shop runs the sub-flow."""
    assert old in RUNNING, old
    return Broken(code, (("nodes:\n  welcome:\n", RUNNING.replace(old, new, 1)),), _files({"identity": IDENTITY}))


def _files(texts: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((f"{name}.yaml", text) for name, text in texts.items())


BROKEN = [
    # the file and its YAML
    at("not-yaml", "{queue: general,", "{queue: general, queues: §: x,"),
    at("not-yaml", "  bye:\n", "§\tbye:\n"),
    at("not-yaml", "nodes:\n", "§---\nnodes:\n"),
    at("not-yaml", "when_done: anything_else", "when_done: §*anything_else"),
    at("not-yaml", "say: Goodbye.", "say: Goodbye§: take care.", EN),
    at("not-yaml", "say: 再见。", "say: 再见§: 慢走。", ZH),
    at("not-a-mapping", "", "§- flow\n- shop\n"),
    at("not-a-mapping", "", "§"),
    put("not-a-mapping", "knowledge: parking.yaml", parking="§- parking\n"),
    at("endless-aliases", "", f"§a0: &a0 [x, y]\n{BOMB}"),
    at("too-large", "", "§" + "#" * 2_000_001),
    put("cannot-read", "knowledge: §gone.yaml"),
    running("cannot-read", "identity.yaml", "§gone.yaml"),
    # keys
    at("unknown-key", "start: welcome", "§strat: welcome"),
    at("unknown-key", "help: Say yes", "§hlep: Say yes", EN),
    at("unknown-key", "help: 要取消请", "§帮助: 要取消请", ZH),
    at("unknown-key", "timing: {no_input_ms", "timing: {§no_inptu_ms"),
    at("unknown-key", "type: digits, length", "type: digits, §lenght"),
    put("unknown-key", "knowledge: parking.yaml", parking="parking:\n  questions: [x]\n  answer: y\n  §until: z\n"),
    shared("unknown-key", "exits:", "§exists: [x]\nexits:"),
    at("missing-key", "hand_over: {queue: general, ", "§hand_over: {"),
    at("wrong-value", "orders: {table: orders.csv, key: number}", "orders: §{table: orders.csv}"),
    at(
        "wrong-value",
        "orders: {table: orders.csv, key: number}",
        "orders: {url: §'http://shop.example/{key}', fields: {number: no, status: status}}",
    ),
    put("missing-key", "hours:\n  §shop: {week: {mon: closed}}"),
    # values
    at("wrong-value", "language: en", "language: §fr", EN),
    at("wrong-value", "language: zh", "language: §cn", ZH),
    at("wrong-value", "flow: shop", "flow: §my shop", EN),
    at("wrong-value", "flow: shop", "flow: §商店", ZH),
    at("wrong-value", "start: welcome", "start: §[welcome]"),
    at("wrong-value", "barge_in: never", "barge_in: §always"),
    at("wrong-value", "priority: low", "priority: §lowest"),
    at("wrong-value", "type: digits, length: 4", "type: digits, length: §0"),
    at("wrong-value", "story: {type: free_text", "story: §{type: free"),
    at("wrong-value", "reason:\n    type: choice", "reason:\n    §type: digits"),
    at("wrong-value", "end: true", "end: §perhaps"),
    node("wrong-value", "  extra: §{say: x, go: {'yes': bye}}"),
    node("wrong-value", "  extra: §{say: x, end: true, go: bye}"),
    node("wrong-value", "  extra: §{transfer: {queue: x}, end: true}"),
    put("wrong-value", "limits: {no_input: §9}"),
    put("wrong-value", "costs: {confirm: §0}"),
    put("wrong-value", "voice: {rate: §fast}"),
    put("wrong-value", "hours: {shop: {timezone: §London, week: {mon: '08:00-18:00'}}}"),
    put("wrong-value", "hours: {shop: {timezone: Asia/Shanghai, week: {mon: §8 to 6}}}"),
    put("wrong-value", "knowledge: {park: {questions: [x], answer: §' '}}"),
    put("wrong-value", "knowledge: {park: {questions: [x], answer: y, valid: {until: §soon}}}"),
    put("wrong-value", "knowledge: {park: {questions: [x], answer: y, valid: §{from: 2026-12-24, until: 2026-12-01}}}"),
    branch("wrong-value", "§{value: order.status, go: bye}"),
    branch("wrong-value", "{value: slot.number, above: §a lot, go: bye}"),
    at("needs-quotes", "examples: [", "examples: [§0571, "),
    at("needs-quotes", "examples: [", "examples: [§12.50, "),
    at("needs-quotes", "    means: ", "    means: §true # "),
    at("needs-quotes", "    means: ", "    means: §~ # "),
    put("needs-quotes", "knowledge: parking.yaml", parking="one:\n  questions: [§1e3]\n  answer: x\n"),
    put("needs-quotes", "knowledge: parking.yaml", parking="§~:\n  questions: [x]\n  answer: x\n"),
    shared("needs-quotes", "exits: [known, unknown]", "exits: [known, §0x10]"),
    shared("wrong-value", "length: 4", "length: §'4'"),
    at("wrong-value", "    end: true\n", "    end: §yes\n"),
    put("wrong-value", "limits: {turns: §1e3}"),
    put("wrong-value", "costs: {confirm: §.inf}"),
    at("duplicate-key", "start: welcome", "start: welcome\n§start: order"),
    at("duplicate-key", "{queue: general", "{queue: general, §queue: other"),
    put("duplicate-key", "knowledge: parking.yaml", parking="一:\n  questions: [x]\n  answer: y\n§一: {}\n"),
    shared("duplicate-key", "exits:", "exits: [x]\n§exits:"),
    at("other-yaml", "flow: shop", "# a comment\n§%YAML 1.1\n---\nflow: shop"),
    at("needs-quotes", "choices: {broken", "choices: {§571: [x], broken"),
    branch("needs-quotes", "{value: order.status, is: §571, go: bye}"),
    put("english-only", "understanding: {embeddings: §true}", ZH),
    # names
    at("no-such-node", "start: welcome", "start: §welcom"),
    at("no-such-node", "refund: why,", "refund: §whi,"),
    at("no-such-node", "on_missing: no_order", "on_missing: §none"),
    at("no-such-node", "else: unclear", "else: §nuclear"),
    at("no-such-node", "when_done: anything_else", "when_done: §anything"),
    branch("no-such-node", "{value: order.status, known: true, go: §by}"),
    at("no-such-intent", "{track_order: order,", "{§track_ordr: order,"),
    at("no-such-intent", "to: [refund]", "to: [§refunds]"),
    at("no-such-intent", 'go: {"no": bye}', 'go: {"no": bye, §goodbyes: bye}', EN),
    put("no-such-intent", "costs: {wrong_route_to: {§退款: 12}}", ZH),
    at("no-such-slot", "collect: [number]", "collect: [§numbr]"),
    at("no-such-slot", "forget: [number]", "forget: [§nmber]"),
    at("no-such-slot", "by: number", "by: §nr"),
    at("no-such-slot", '"track order {number}"', '§"track order {numero}"', EN),
    at("no-such-slot", '"查询订单{number}"', '§"查询订单{单号}"', ZH),
    at("no-such-lookup", "from: orders", "from: §order"),
    at("no-such-column", "key: number", "key: §nummer"),
    at("no-such-value", "say: Order {order.number|digits}", "say: §Order {order.nr|digits}", EN),
    at("no-such-value", "say: 订单{order.number|digits}", "say: §订单{order.nr|digits}", ZH),
    branch("no-such-value", "{value: §slot.reson, known: true, go: bye}"),
    put("no-such-value", "wording: {queued: §'{positon}'}"),
    put("no-such-value", "knowledge: {park: {questions: [x], answer: §'{slot.nr}'}}"),
    at("no-such-filter", "say: Order {order.number|digits}", "say: §Order {order.number|digit}", EN),
    at("no-such-filter", "say: 订单{order.number|digits}", "say: §订单{order.number|digit}", ZH),
    put("no-such-voice", "voice: {name: §gmw/fr}"),
    put("no-such-voice", "voice: {name: §gmw/en-us+f33}", EN),
    put("no-such-voice", "voice: {name: §zh_CN-huayan-medium}", EN),
    put("no-such-voice", "voice: {name: §en_US-lessac-medium}", ZH),
    put("no-such-house-wording", "wording: {§no_mtch: x}"),
    Broken("no-such-hours", (("{queue: general,", "{queue: general, hours: §shp, out_of_hours: bye,"),)),
    at(
        "no-such-choice",
        '    say: "I noted',
        '    branch: [{value: slot.reason, is: §brokn, go: bye}]\n    say: "I noted',
        EN,
    ),
    at(
        "no-such-choice",
        "    say: 已记下",
        "    branch: [{value: slot.reason, is: §坏了, go: bye}]\n    say: 已记下",
        ZH,
    ),
    at("no-order", "    say: 已记下", "    branch: [{value: slot.reason, above: §3, go: bye}]\n    say: 已记下", ZH),
    branch("filter-in-branch", "{value: slot.number, is: §'{order.number|digits}', go: bye}"),
    at("no-phone-number", "transfer: {queue: complaints,", "callback: {queue: complaints, number: §number,"),
    node("no-rating", "  extra: {survey: {slot: §story}, go: bye}"),
    at("reserved-name", "  refund:\n", "  §agent:\n"),
    at("reserved-name", "  refund:\n", '  §"yes":\n'),
    node("reserved-name", "  §hand_over: {say: x, end: true}"),
    at("nobody-listens", "when_done: anything_else", "when_done: §bye"),
    at("wrong-table", "table: orders.csv", "table: §gone.csv"),
    # sentences
    at("duplicate-example", "call off my order]", "§Complaint!]", EN),
    at("duplicate-example", "call off my order]", "§Agent!]", EN),
    at("duplicate-example", "撤销订单]", "§投诉！]", ZH),
    at("duplicate-example", "撤销订单]", "§人工]", ZH),
    # values that may be missing
    at("uncertain-value", "say: Goodbye.", "say: §'Goodbye, {slot.number}.'", EN),
    at("uncertain-value", "say: 再见。", "say: §'再见，{slot.number}。'", ZH),
    at("uncertain-value", "{queue: general,", "{queue: general, say: §'{slot.number}',"),
    # answers
    put("question-is-example", "knowledge: {park: {questions: [§Complaint!], answer: x}}", EN),
    put("question-is-example", "knowledge: {park: {questions: [§投诉！], answer: x}}", ZH),
    put(
        "contradicting-answers",
        "knowledge:\n  one: {questions: [may i park], answer: x}\n  two: {questions: [§May i park?], answer: y}",
        EN,
    ),
    put(
        "contradicting-answers",
        "knowledge:\n  one: {questions: [可以停车吗], answer: x}\n  two: {questions: [§可以停车吗？], answer: y}",
        ZH,
    ),
    # ways
    node("dead-end", "  §extra: {listen: {to: []}}"),
    node("unreachable-node", "  §lonely: {say: x, end: true}"),
    Broken("never-ends", (("refund: why", "refund: round"), ("nodes:\n", "nodes:\n  §round: {say: x, go: round}\n"))),
    Broken("no-person", (("start: welcome", "start: cancelled"), ("\n  cancelled:", "\n  §cancelled:"))),
    Broken("loop-without-turn", (("    forget: [number]\n", ""), ("\n  no_order:", "\n  §no_order:"))),
    # sub-flows
    running("no-such-sub-flow", "run: identity", "run: §identiti"),
    running("no-such-exit", "unknown: hand_over", "§unknwn: hand_over"),
    running(
        "missing-exit",
        "welcome:\n    run: identity\n    on: {known: greeting, unknown: hand_over}",
        "§welcome:\n    run: identity\n    on: {known: greeting}",
    ),
    running("no-such-node", "known: greeting", "known: §greting"),
    put("unused-sub-flow", "subflows: {§identity: identity.yaml}", identity=IDENTITY),
    shared("no-such-node", "go: try", "go: §tri"),
    shared("no-such-node", "start: ask", "start: §aks"),
    shared("reserved-name", "unknown]", "unknown, §try]"),
    shared(
        "runs-itself",
        "nodes:\n",
        "subflows: {again: identity.yaml}\nnodes:\n  more: {run: §again, on: {known: ask, unknown: ask}}\n",
    ),
    Broken(
        "other-language", (("nodes:\n  welcome:\n", RUNNING.replace("identity.yaml", "§identity.yaml")),), ENGLISH, ZH
    ),
    Broken(
        "other-language", (("nodes:\n  welcome:\n", RUNNING.replace("identity.yaml", "§identity.yaml")),), MANDARIN, EN
    ),
    shared("conflicting-part", "slots:\n", "slots:\n  §number: {type: digits, length: 5, ask: x}\n"),
    shared(
        "not-yaml", "exits: [known, unknown]\nslots:\n  account: {", "exits: [known, unknown\nslots§:\n  account: {"
    ),
]

UNLIKE = [
    at("missing-here", "routes: {track_order: order, refund: why,", "§routes: {track_order: order,"),
    at("otherwise-there", "queue: complaints", "queue: §complaint"),
    at("otherwise-there", "when_done: anything_else", "when_done: §welcome"),
]
"""What the shop has otherwise in the other language."""
