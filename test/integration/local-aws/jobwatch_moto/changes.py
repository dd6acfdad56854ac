"""Stacks, nested stacks and change sets around the engine: parameters, outputs, errors as AWS has them."""

from __future__ import annotations

from typing import Any

from moto.cloudformation.exceptions import (
    CloudFormationError,
    UnformattedGetAttTemplateException,
    ValidationError,
)
from moto.cloudformation.models import (
    ChangeSet,
    CloudFormationBackend,
    Stack,
    cloudformation_backends,
)
from moto.cloudformation.utils import get_stack_from_s3_url

from .template import refuse_unknown_types


class ChangeSetNotFound(CloudFormationError):
    code = "ChangeSetNotFound"

    def __init__(self, name: str):
        super().__init__(f"ChangeSet [{name}] does not exist")


def _with_defaults(template: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    slots = template.get("Parameters", {})
    return {name: given.get(name, slot.get("Default")) for name, slot in slots.items()}


def _parameters(self: Stack) -> dict[str, Any]:
    """As they were given. moto hands out the value behind an SSM parameter, and then looks that up."""
    return _with_defaults(self.template_dict, self.resource_map.input_parameters)


def _parameter_list(self: Stack) -> list[dict[str, Any]]:
    hidden = getattr(self.resource_map, "no_echo_parameter_keys", [])
    values = _parameters(self)
    return [
        {"ParameterKey": key, "ParameterValue": "****" if key in hidden else value}
        for key, value in values.items()
    ]


def _has_parameters(self: Stack, other: dict[str, Any]) -> bool:
    return _parameters(self) == _with_defaults(self.template_dict, other)


def _resolve_update_parameters(self: Any, instance: Any, incoming_params: list[dict[str, Any]]) -> Any:
    previous = instance.stack_parameters
    named = {entry["ParameterKey"]: entry for entry in incoming_params}
    kept = {key: previous[key] for key, entry in named.items() if entry.get("UsePreviousValue") and key in previous}
    given = {key: entry["ParameterValue"] for key, entry in named.items() if "ParameterValue" in entry}
    return {**given, **kept}


def _apply(stack: Stack, template: str, parameters: dict[str, Any]) -> None:
    stack.template = template
    stack._parse_template()
    stack.description = stack.template_dict.get("Description")
    stack.parameters = parameters
    stack.resource_map.update(stack.template_dict, parameters)
    stack.output_map = stack._create_output_map()


def _apply_change_set(self: ChangeSet) -> None:
    _apply(self.stack, self.template, self.parameters)
    self.stack.tags = self.tags or {}


def _nested_source(properties: dict[str, Any], account_id: str) -> tuple[str, dict[str, Any]]:
    body = get_stack_from_s3_url(properties["TemplateURL"], account_id=account_id, partition="aws")
    return body, properties.get("Parameters", {})


def _update_nested(
    cls: Any, original_resource: Stack, new_resource_name: str, cloudformation_json: Any, account_id: str, region_name: str
) -> Stack:
    """In place, as AWS does; moto deletes the stack with all that is in it and makes another."""
    template, parameters = _nested_source(cloudformation_json["Properties"], account_id)
    _apply(original_resource, template, parameters)
    original_resource.status = "UPDATE_COMPLETE"
    return original_resource


def _delete_nested(cls: Any, resource_name: str, cloudformation_json: Any, account_id: str, region_name: str) -> None:
    cloudformation_backends[account_id][region_name].delete_stack(resource_name)


def _nested_attribute(self: Stack, attribute: str) -> str:
    prefix, _, key = attribute.partition(".")
    output = self.output_map[key] if prefix == "Outputs" and key in self.output_map.outputs else None
    if output is None:
        raise UnformattedGetAttTemplateException()
    return output.value


def _checking(parse: Any) -> Any:
    def parse_and_check(self: Any) -> None:
        parse(self)
        refuse_unknown_types(self.template_dict)

    return parse_and_check


_describe = CloudFormationBackend.describe_change_set
_delete = CloudFormationBackend.delete_change_set


def _describe_change_set(self: CloudFormationBackend, change_set_name: str) -> ChangeSet:
    try:
        return _describe(self, change_set_name)
    except ValidationError:
        raise ChangeSetNotFound(change_set_name) from None


def _delete_change_set(self: CloudFormationBackend, change_set_name: str) -> None:
    known = {key for id, entry in self.change_sets.items() for key in (id, entry.change_set_name)}
    if change_set_name in known:  # AWS answers success for one that is not there, moto 500
        _delete(self, change_set_name)


def install() -> None:
    Stack._parse_template = _checking(Stack._parse_template)
    ChangeSet._parse_template = _checking(ChangeSet._parse_template)
    Stack.stack_parameters = property(_parameters)
    Stack.parameter_list = property(_parameter_list)
    Stack.has_parameters = _has_parameters
    Stack.physical_resource_id = property(lambda self: self.stack_id)
    Stack.get_cfn_attribute = _nested_attribute
    Stack.is_created = lambda self: True
    Stack.update_from_cloudformation_json = classmethod(_update_nested)
    Stack.delete_from_cloudformation_json = classmethod(_delete_nested)
    ChangeSet.apply = _apply_change_set
    CloudFormationBackend._resolve_update_parameters = _resolve_update_parameters
    CloudFormationBackend.describe_change_set = _describe_change_set
    CloudFormationBackend.delete_change_set = _delete_change_set
