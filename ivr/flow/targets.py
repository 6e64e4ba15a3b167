"""The texts in a part of a flow that name a node."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from ivr.flow.author_file import Trail
from ivr.flow.part import LEADS

Rename: TypeAlias = Callable[[str, Trail], str]
P = TypeVar("P", bound=BaseModel)


def led_by(part: P, trail: Trail, rename: Rename) -> P:
    """The part at `trail` with every name of a node replaced by what `rename` makes of it and of its place."""
    changes = {
        name: _renamed(getattr(part, name), hint, (*trail, part.__class__.model_fields[name].alias or name), rename)
        for name, hint in _hints(type(part)).items()
    }
    return part.model_copy(update=changes)


@cache
def _hints(model: type[BaseModel]) -> Mapping[str, Any]:
    hints = get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields}


def _renamed(value: Any, hint: Any, trail: Trail, rename: Rename) -> Any:
    if isinstance(value, BaseModel):
        return led_by(value, trail, rename)
    kinds = list(_kinds(hint))
    if isinstance(value, str):
        return rename(value, trail) if LEADS in kinds else value
    if isinstance(value, Mapping):
        inner = next((get_args(kind)[1] for kind in kinds if get_origin(kind) is dict), str)
        return {key: _renamed(one, inner, (*trail, key), rename) for key, one in value.items()}
    if isinstance(value, list):
        inner = next((get_args(kind)[0] for kind in kinds if get_origin(kind) is list), str)
        return [_renamed(one, inner, (*trail, at), rename) for at, one in enumerate(value)]
    return value


def _kinds(hint: Any) -> Iterator[Any]:
    """What a hint allows: the branches of a union, and the marks of what is annotated."""
    if get_origin(hint) in (Union, UnionType, Annotated):
        for inner in get_args(hint):
            yield from _kinds(inner)
    else:
        yield hint
