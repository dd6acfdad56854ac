"""moto's stack engine, made truthful: what changes is decided on resolved values, nothing is skipped,
an error names its resource, and a stack lists what was really made and nothing else.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moto.cloudformation import parsing
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.parsing import ResourceMap
from moto.core.exceptions import ServiceException

from .template import in_dependency_order

_RETAINED = ("Retain", "RetainExceptOnCreate")


@contextmanager
def _naming(resource_map: ResourceMap, logical_id: str, resource_type: str) -> Iterator[None]:
    """Without it moto answers 500, which the CDK CLI retries for most of a minute."""
    try:
        yield
    except Exception as error:
        message = getattr(error, "message", None) or f"{type(error).__name__}: {error}"
        if isinstance(error, ServiceException) and resource_type in message:
            raise
        stack = resource_map._parsed_resources["AWS::StackName"]
        raise ValidationError(message=f"{resource_type} {logical_id} in {stack}: {message}") from error


def _resolved(resource_map: ResourceMap) -> dict[str, Any]:
    """Each live resource's definition, with all references resolved, as it was last applied."""
    return resource_map.__dict__.setdefault("resolved_definitions", {})


def _create_resource(
    logical_id: str, resource_json: Any, resources_map: ResourceMap, account_id: str, region_name: str
) -> Any:
    condition = resource_json.get("Condition")
    if condition and not resources_map.lazy_condition_map[condition]:
        return None
    resource_type = resource_json["Type"]
    with _naming(resources_map, logical_id, resource_type):
        model, definition, name = parsing.parse_resource_and_generate_name(
            logical_id, copy.deepcopy(resource_json), resources_map
        )
        _resolved(resources_map)[logical_id] = copy.deepcopy(definition)
        resource = model.create_from_cloudformation_json(
            name,
            definition,
            account_id,
            region_name,
            LogicalId=logical_id,
            StackId=resources_map.stack_id,
            ResourceType=resource_type,
        )
    resource.cf_resource_type, resource.logical_resource_id = resource_type, logical_id
    return resource


def _update_resource(self: ResourceMap, logical_id: str, definition: Any) -> None:
    before = self._parsed_resources[logical_id]
    model, changed, name = parsing.parse_resource_and_generate_name(
        logical_id, copy.deepcopy(self._resource_json_map[logical_id]), self
    )
    place = (self._account_id, self._region_name)
    in_place = definition["Type"] == before.cf_resource_type and not hasattr(
        model.update_from_cloudformation_json, "__isabstractmethod__"
    )
    if in_place:
        after = model.update_from_cloudformation_json(before, name, changed, *place)
    else:  # moto would forget the resource here
        self._delete_resource(before, _resolved(self)[logical_id])
        after = model.create_from_cloudformation_json(name, changed, *place)
    after.cf_resource_type, after.logical_resource_id = definition["Type"], logical_id
    self._parsed_resources[logical_id] = after
    _resolved(self)[logical_id] = definition


def _put(self: ResourceMap, logical_id: str) -> None:
    if self._parsed_resources.get(logical_id) is None:
        self._parsed_resources.pop(logical_id, None)
        _ = self[logical_id]  # the map creates what it is asked for
        return
    resource_json = self._resource_json_map[logical_id]
    with _naming(self, logical_id, resource_json["Type"]):
        _, definition, _ = parsing.parse_resource(copy.deepcopy(resource_json), self)
        if definition != _resolved(self)[logical_id]:
            _update_resource(self, logical_id, definition)


def _remove(self: ResourceMap, logical_id: str) -> None:
    definition = _resolved(self).pop(logical_id)
    resource = self._parsed_resources.pop(logical_id)
    if definition.get("DeletionPolicy") in _RETAINED:
        return
    with _naming(self, logical_id, definition["Type"]):
        self._delete_resource(resource, definition)


def _update(self: ResourceMap, template: dict[str, Any], parameters: Any = None) -> None:
    """As CloudFormation: create and update in dependency order, then remove what is no longer wanted."""
    for key in self.resolved_parameters:
        self._parsed_resources.pop(key, None)
    self.resolved_parameters = {}
    self._template = template
    self._resource_json_map = template["Resources"]
    self.input_parameters = parameters or {}
    self.load()
    for logical_id in in_dependency_order(self._resource_json_map):
        condition = self._resource_json_map[logical_id].get("Condition")
        if not condition or self.lazy_condition_map[condition]:
            _put(self, logical_id)
            wanted_last = _resolved(self).pop(logical_id)
            _resolved(self)[logical_id] = wanted_last  # keeps the order for the removal
    for logical_id in [name for name in reversed(_resolved(self)) if not _is_wanted(self, name)]:
        _remove(self, logical_id)


def _is_wanted(self: ResourceMap, logical_id: str) -> bool:
    resource_json = self._resource_json_map.get(logical_id)
    condition = resource_json.get("Condition") if resource_json else None
    return resource_json is not None and (not condition or self.lazy_condition_map[condition])


def _create(self: ResourceMap, template: dict[str, Any]) -> bool:
    _update(self, template, self.input_parameters)
    return True


def _delete(self: ResourceMap) -> None:
    for logical_id in list(reversed(_resolved(self))):
        _remove(self, logical_id)
    self._resource_json_map = {}  # moto would create the resources anew when asked for a list of them


def _live(self: ResourceMap) -> list[str]:
    return [name for name in self._resource_json_map if self._parsed_resources.get(name) is not None]


def install() -> None:
    parsing.parse_and_create_resource = _create_resource
    ResourceMap.update = _update
    ResourceMap.create = _create
    ResourceMap.creation_complete = lambda self: True
    ResourceMap.delete = _delete
    ResourceMap.resources = property(_live)
