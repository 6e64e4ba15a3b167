"""What going wrong and asking cost a caller, by which the line decides."""

from pydantic import Field

from ivr.flow.names import CHANGE_NOTHING
from ivr.flow.part import Cost, Part
from ivr.understanding.person import AGENT


class Costs(Part):
    """What it costs a caller when the line does this; 1 is one question that they need not have been asked."""

    wrong_route: Cost = Field(default=6, description="Acting at once on what the caller did not mean.")
    wrong_route_to: dict[str, Cost] = Field(
        default={}, description="The same for single intents, `agent` and its like among them."
    )
    taken_back: Cost = Field(
        default=4.5,
        description='Going on with what the caller did not mean, where it was named and a "no" takes it back.',
    )
    wrong_answer: Cost = Field(default=5, description="Answering a question of `knowledge` that was not asked.")
    naming: Cost = Field(default=0.3, description="Naming on the way what was understood.")
    confirm: Cost = Field(default=1, description='Asking back: "You would like to ... Is that right?"')
    choose: Cost = Field(default=1.5, description='Offering two: "Would you like to ..., or to ...?"')
    reprompt: Cost = Field(default=3, description="Having to say it again.")
    failure: Cost = Field(default=1, description="What each failure in the call adds to having to say it again.")
    hand_over: Cost = Field(
        default=5, description="Giving a caller to a person whom they did not ask for and might not have needed."
    )
    wrong_value: Cost = Field(default=2.5, description="Taking a slot's value that the caller did not say.")

    def of_acting_on(self, intent: str) -> float:
        """Of acting at once on an intent that was not meant."""
        usual = {AGENT: self.hand_over} | dict.fromkeys(CHANGE_NOTHING, self.taken_back)
        return self.wrong_route_to.get(intent, usual.get(intent, self.wrong_route))

    def of_taking_back(self, intent: str) -> float:
        """Of going on with an intent that was named and not meant; as much dearer than usual as acting on it."""
        return self.taken_back * self.wrong_route_to.get(intent, self.wrong_route) / self.wrong_route

    def reads_back(self, confidence: float) -> bool:
        """Whether it is cheaper to read a value back than to take it, heard with this confidence."""
        return (1 - confidence) * self.wrong_value > self.confirm

    def when(self, failures: int = 0, impatience: float = 1.0) -> "Costs":
        """The costs after so many failures, for a caller to whom saying it again costs `impatience` times as much.

        Whatever goes wrong makes the caller say it again, so all of it becomes dearer by that, but not a person.
        """
        more = (self.reprompt + self.failure * failures) * impatience - self.reprompt
        dearer = {
            name: getattr(self, name) + more for name in ("wrong_route", "taken_back", "wrong_answer", "reprompt")
        }
        routes = {intent: cost + more for intent, cost in self.wrong_route_to.items() if intent != AGENT}
        agent = {intent: cost for intent, cost in self.wrong_route_to.items() if intent == AGENT}
        return self.model_copy(update={**dearer, "wrong_route_to": routes | agent})
