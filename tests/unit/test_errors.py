"""Every error of the project."""

import inspect

import pytest

from ivr import errors
from ivr.errors import AuthorError, IvrError, OperatorError, Problem, WrongUse

EXIT_CODES = {
    "WrongUse": 2,
    "AudioFileError": 2,
    "NotNow": 2,
    "Unknown": 2,
    "ContractError": 70,
    "AuthorError": 1,
    "IvrError": 70,
}
"""The others are the operator's: 3."""

EVERY = [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, IvrError)]


@pytest.mark.parametrize("kind", EVERY)
def test_every_error_owns_its_exit_code(kind: type[IvrError]) -> None:
    """Programs that start us tell from it who must act."""
    assert EXIT_CODES.get(kind.__name__, 3) == kind.exit_code


@pytest.mark.parametrize("kind", EVERY)
def test_every_error_says_who_must_act(kind: type[IvrError]) -> None:
    """Its text begins with that, or with what is wrong."""
    assert kind.__doc__


def test_an_error_advises() -> None:
    """What is wrong, then what to do about it."""
    assert str(OperatorError("no sound card", "Plug one in")) == "no sound card. Plug one in"
    assert str(WrongUse("no such file")) == "no such file"


def test_a_problem_is_told_as_compilers_tell_it() -> None:
    """So that editors jump to it."""
    assert (
        str(Problem("a.yaml", 3, 5, "no-such-node", "no node 'x'", "Did you mean 'y'?"))
        == "a.yaml:3:5: error[no-such-node]: no node 'x'. Did you mean 'y'?"
    )


def test_all_problems_of_a_flow_are_told_in_order() -> None:
    """By file, line and column."""
    error = AuthorError([Problem("b", 1, 1, "c", "z"), Problem("a", 10, 1, "c", "y"), Problem("a", 9, 7, "c", "x")])

    assert str(error) == "a:9:7: error[c]: x\na:10:1: error[c]: y\nb:1:1: error[c]: z"
