"""Where in the flow a call is: the flow's nodes as the states of a `transitions` machine."""

from dataclasses import dataclass
from functools import lru_cache

from transitions import Machine, MachineError

from ivr.errors import ContractError
from ivr.flow.model import Flow
from ivr.flow.names import HAND_OVER

ON = ""
"""The route key of a node that leads on by itself."""

MACHINES = 32
"""Machines that are kept: one serves all calls of a flow, and each draft of it has its own."""


@dataclass(frozen=True, slots=True)
class Step:
    """A way that a call went, from a node to a node: by a route key, or (None) without one."""

    source: str
    by: str | None
    target: str


class _Place:
    """The machine's model; private, so that no trigger name can clash with a method of ours."""

    state: str


class Cursor:
    """One call's place in its flow. `HAND_OVER` is a place too: with a person."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        ways = ((name, key, target) for name in flow.nodes for key, target in flow.ways(name).items())
        self._machine = _machine((*flow.nodes, HAND_OVER), tuple(ways))
        self._place = _Place()
        self._place.state = flow.start
        self.steps: list[Step] = []
        """Every step of the call, in order."""

    @property
    def node(self) -> str:
        return self._place.state

    def note(self, by: str, target: str) -> None:
        """Keep for the record that the next jump is by this."""
        self.steps.append(Step(self.node, by, target))

    def leads_by(self, key: str) -> bool:
        """Whether the node has a way on for this intent or answer."""
        return self.node in self._flow.nodes and key in self._flow.ways(self.node)

    def follow(self, key: str) -> str:
        """Go the way of `key` and return the new node. Raises ContractError when there is none."""
        source = self.node
        try:
            self._machine.events[f"by:{key}"].trigger(self._place)
        except (MachineError, KeyError) as error:
            raise ContractError(f"the flow has no way '{key}' at node '{source}'") from error
        self.steps.append(Step(source, key, self.node))
        return self.node

    def jump(self, node: str, by: str | None = None) -> str:
        """Go to a node wherever it is, `by` one of the flow's routes or none.

        Raises ContractError when the flow has none of that name.
        """
        source = self.node
        try:
            self._machine.set_state(node, self._place)
        except ValueError as error:
            raise ContractError(f"the flow has no node '{node}' to go to from '{source}'") from error
        self.steps.append(Step(source, by, node))
        return self.node


@lru_cache(MACHINES)
def _machine(states: tuple[str, ...], ways: tuple[tuple[str, str, str], ...]) -> Machine:
    """The machine of a flow, made once: to make it takes longer than a turn of a call."""
    transitions = [{"trigger": f"by:{key}", "source": source, "dest": target} for source, key, target in ways]
    return Machine(model=None, states=list(states), initial=states[0], transitions=transitions, auto_transitions=False)
