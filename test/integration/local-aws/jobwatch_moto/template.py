"""Reading a template as CloudFormation does: which types it has, what refers to what."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from typing import Any

from moto.cloudformation import parsing
from moto.cloudformation.exceptions import ValidationError


def refuse_unknown_types(template: dict[str, Any]) -> None:
    """moto only warns about a type that it lacks and reports CREATE_COMPLETE. Words as AWS has them.

    Custom resources are refused too: moto would have to run their function in docker.
    """
    wanted = {resource["Type"] for resource in template.get("Resources", {}).values()}
    unknown = sorted(wanted - set(parsing.get_model_map()))
    if unknown:
        raise ValidationError(
            message=f"Template format error: Unrecognized resource types: [{', '.join(unknown)}]"
            " (the local AWS has no such type: add it to jobwatch_moto)"
        )


def in_dependency_order(resources: dict[str, Any]) -> list[str]:
    """Logical ids, each after all that it refers to or depends on."""
    graph = {name: _references(resource) & set(resources) for name, resource in resources.items()}
    return list(TopologicalSorter(graph).static_order())


def _references(node: Any) -> set[str]:
    if isinstance(node, list):
        return set().union(*map(_references, node))
    if not isinstance(node, dict):
        return set()
    return set().union(*(_named(key, value) | _references(value) for key, value in node.items()))


def _named(key: str, value: Any) -> set[str]:
    if key == "Ref" and isinstance(value, str):
        return {value}
    if key == "Fn::GetAtt":
        return {value[0] if isinstance(value, list) else value.split(".")[0]}
    if key == "DependsOn":
        return {value} if isinstance(value, str) else set(value)
    if key == "Fn::Sub":
        text = value[0] if isinstance(value, list) else value
        return {name.split(".")[0] for name in re.findall(r"\$\{([^!}]+)\}", text)}
    return set()
