"""Where in the flow a call is: the flow's nodes as the states of a `transitions` machine."""

from transitions import Machine, MachineError

from ivr.errors import ContractError
from ivr.flow.model import Flow
from ivr.flow.names import HAND_OVER

ON = ""
"""The route key of a node that leads on by itself."""


class _Place:
    """The machine's model; private, so that no trigger name can clash with a method of ours."""

    state: str


class Cursor:
    """One call's place in its flow. `HAND_OVER` is a place too: with a person."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._place = _Place()
        ways = [
            {"trigger": f"by:{key}", "source": name, "dest": target}
            for name in flow.nodes
            for key, target in flow.ways(name).items()
        ]
        states = [*flow.nodes, HAND_OVER]
        jumps = [{"trigger": f"jump:{name}", "source": "*", "dest": name} for name in states]
        self._machine = Machine(
            model=self._place,
            states=states,
            initial=flow.start,
            transitions=ways + jumps,
            auto_transitions=False,
        )

    @property
    def node(self) -> str:
        return self._place.state

    def leads_by(self, key: str) -> bool:
        """Whether the node has a way on for this intent or answer."""
        return self.node in self._flow.nodes and key in self._flow.ways(self.node)

    def follow(self, key: str) -> str:
        """Go the way of `key` and return the new node. Raises ContractError when there is none."""
        return self._fire(f"by:{key}")

    def jump(self, node: str) -> str:
        """Go to a node wherever it is. Raises ContractError when the flow has none of that name."""
        return self._fire(f"jump:{node}")

    def _fire(self, trigger: str) -> str:
        try:
            self._place.trigger(trigger)  # type: ignore[attr-defined]  # put there by transitions
        except (MachineError, AttributeError) as error:
            raise ContractError(f"the flow has no '{trigger}' at node '{self.node}'") from error
        return self.node
