"""The conversation by typing."""

from ivr.call.exchange import Gone, Silent, Spoke
from ivr.call.typed import TypedExchange
from ivr.dialogue.actions import Listen, Play
from ivr.speech.endpointer import EndedBy, Patience, Span
from ivr.speech.recognizer import Expectation
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.testing import nobody_knows

LISTEN = Listen("welcome", Expectation(), Patience(no_input_ms=6000, end_silence_ms=800, max_ms=20000))


def test_every_line_is_a_turn_and_the_end_is_hanging_up() -> None:
    """An empty line is silence that lasts as long as patience does."""
    exchange = TypedExchange(iter(["hello", "  "]), Language.ENGLISH)

    assert Spoke(Transcript("hello", Language.ENGLISH, 1.0), Span(0, 300, EndedBy.SILENCE)) == exchange.listen(
        LISTEN, nobody_knows
    )
    assert Silent() == exchange.listen(LISTEN, nobody_knows)
    assert exchange.now_ms == 6300
    assert Gone() == exchange.listen(LISTEN, nobody_knows)


def test_a_prompt_takes_the_time_of_speaking_it() -> None:
    """So that a typed call has times too; nobody types over a prompt."""
    exchange = TypedExchange(iter([]), Language.MANDARIN)

    assert exchange.play(Play("您好", "welcome"), LISTEN, nobody_knows)
    assert (exchange.now_ms, exchange.interrupted) == (480, False)
    assert exchange.play(Play("Hello.", "welcome", language=Language.ENGLISH), LISTEN, nobody_knows)
    assert exchange.now_ms == 480 + 360


def test_digits_with_a_hash_are_keys() -> None:
    """Digits alone are words."""
    exchange = TypedExchange(iter(["12*4471#", "0#", "4471", "#"]), Language.ENGLISH)
    replies = [exchange.listen(LISTEN, nobody_knows) for _ in range(4)]

    assert [(reply.transcript.text, reply.transcript.keys) for reply in replies if isinstance(reply, Spoke)] == [
        ("4471", "12*4471#"),
        ("0", "0#"),
        ("4471", ""),
        ("#", ""),
    ]
