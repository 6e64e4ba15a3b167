"""Everything that a line may say, before anybody has called."""

from collections.abc import Iterator

from ivr.flow.model import Flow
from ivr.flow.node import Node
from ivr.prompts.pieces import constant_pieces
from ivr.prompts.wording import fill, house_wording, placeholders


def constants(flow: Flow) -> tuple[str, ...]:
    """The pieces of its prompts that hold no value, those that callers hear first before the others."""
    cut = (piece.strip() for text in templates(flow) for piece in constant_pieces(text, flow.language))
    return tuple(dict.fromkeys(cut))


def templates(flow: Flow) -> Iterator[str]:
    """Every prompt with its placeholders."""
    yield from flow.said_at(flow.start)
    for slot in flow.slots.values():
        yield from slot.asks
    for key, house in house_wording(flow.language).items():
        own = flow.wording.get(key, house)
        yield from (own,) if isinstance(own, str) else own
    for name, node in flow.nodes.items():
        yield from flow.said_at(name)
        yield from _beside(node)
    yield from (slot.help for slot in flow.slots.values() if slot.help)
    if flow.hand_over.say:
        yield flow.hand_over.say
    for entry in flow.knowledge.values():
        known = entry.own_values()
        told = all(name in known for name, _ in placeholders(entry.answer))
        yield fill(entry.answer, known, flow.language) if told else entry.answer


def _beside(node: Node) -> Iterator[str]:
    """What a node says at its end, and when it is asked for help."""
    texts = (
        node.help,
        node.transfer and node.transfer.say,
        node.callback and node.callback.say,
        node.survey and node.survey.thanks,
    )
    yield from (text for text in texts if text)
