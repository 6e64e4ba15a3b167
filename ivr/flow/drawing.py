"""A picture of a flow in the languages of programs that lay it out: DOT (Graphviz) and Mermaid."""

from collections.abc import Iterator, Mapping

from ivr.flow.diagram import Box, Diagram, Way

LOOKS = {
    "anywhere": ("oval", "dashed", "#ffffff"),
    "listen": ("box", "rounded,filled", "#dbeafe"),
    "collect": ("box", "rounded,filled", "#ede9fe"),
    "say": ("box", "filled", "#f3f4f6"),
    "transfer": ("cds", "filled", "#fef3c7"),
    "end": ("doubleoctagon", "filled", "#dcfce7"),
}
"""Shape, style and colour of each kind of node in Graphviz."""

SHAPES = {
    "anywhere": ("([", "])"),
    "listen": ("(", ")"),
    "collect": ("[/", "/]"),
    "say": ("[", "]"),
    "transfer": (">", "]"),
    "end": ("([", "])"),
}
"""The brackets that stand for the same in Mermaid."""

WIDEST = 6.0
PLAIN = frozenset(" .,:-_+'/()?!…")


def as_dot(diagram: Diagram) -> str:
    """The picture for Graphviz."""
    ids = _ids(diagram)
    most = max(diagram.taken.values(), default=0)
    lines = [
        "digraph {",
        f'  label="{_dot(diagram.title)}"; labelloc=t; rankdir=LR; ranksep=1.0; nodesep=0.25;',
        '  node [margin="0.16,0.09", fontname="Helvetica,Arial,Noto Sans CJK SC,sans-serif", fontsize=11];',
        '  edge [fontname="Helvetica,Arial,Noto Sans CJK SC,sans-serif", fontsize=9, color="#6b7280"];',
    ]
    for group, boxes in _groups(diagram).items():
        pad = "    " if group else "  "
        lines += [f'  subgraph "cluster_{_dot(group)}" {{', f'    label="{_dot(group)}";'] if group else []
        for box in boxes:
            shape, style, colour = LOOKS[box.kind]
            label = "\\n".join(_dot(line) for line in _text(box))
            look = f'shape={shape}, style="{style}", fillcolor="{colour}"'
            lines.append(f'{pad}{ids[box.name]} [label="{label}", {look}];')
        lines += ["  }"] if group else []
    for way, labels in _drawn(diagram):
        text = "\\n".join(map(_dot, labels))
        width = f", penwidth={1 + WIDEST * diagram.taken[way] / most:.1f}" if diagram.taken.get(way) else ""
        lines.append(f'  {ids[way.source]} -> {ids[way.target]} [label="{text}"{width}];')
    return "\n".join([*lines, "}", ""])


def as_mermaid(diagram: Diagram) -> str:
    """The picture for Mermaid, which many wikis and code hosts draw."""
    ids = _ids(diagram)
    lines = ["---", f"title: {_mermaid(diagram.title)}", "---", "flowchart LR"]
    for group, boxes in _groups(diagram).items():
        pad = "    " if group else "  "
        lines += [f'  subgraph g{ids[boxes[0].name]}["{_mermaid(group)}"]'] if group else []
        for box in boxes:
            left, right = SHAPES[box.kind]
            lines.append(f'{pad}{ids[box.name]}{left}"{"<br/>".join(map(_mermaid, _text(box)))}"{right}')
        lines += ["  end"] if group else []
    for way, labels in _drawn(diagram):
        text = f'|"{"<br/>".join(map(_mermaid, labels))}"|' if labels else ""
        lines.append(f"  {ids[way.source]} -->{text} {ids[way.target]}")
    return "\n".join([*lines, ""])


def _text(box: Box) -> tuple[str, ...]:
    return box.lines if box.kind == "anywhere" else (box.name.rpartition(".")[2], *box.lines)


def _ids(diagram: Diagram) -> Mapping[str, str]:
    """A name for each node that no program takes for a word of its own."""
    return {box.name: f"n{at}" for at, box in enumerate(diagram.boxes)}


def _groups(diagram: Diagram) -> Mapping[str, list[Box]]:
    """The boxes by the node that runs them as a sub-flow; those of the flow itself first, under no name."""
    groups: dict[str, list[Box]] = {"": []}
    for box in diagram.boxes:
        groups.setdefault(box.name.rpartition(".")[0], []).append(box)
    return groups


def _drawn(diagram: Diagram) -> Iterator[tuple[Way, list[str]]]:
    """Each way between two nodes of the picture, with its label a line for each thing that leads along it."""
    names = {box.name for box in diagram.boxes}
    for way, labels in diagram.ways.items():
        if way.target in names:
            count = diagram.taken.get(way)
            yield way, [*labels, *([f"× {count}"] if count else [])]


def _dot(text: str) -> str:
    """Text inside the quotes of DOT."""
    return "".join(one for one in text if one.isprintable()).replace("\\", "\\\\").replace('"', '\\"')


def _mermaid(text: str) -> str:
    """Text inside the quotes of Mermaid: all that could mean something there by its number."""
    return "".join(one if one.isalnum() or one in PLAIN else f"#{ord(one)};" for one in text if one.isprintable())
