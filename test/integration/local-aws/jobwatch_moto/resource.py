"""What every added CloudFormation type shares: create, update in place or by replacement, delete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moto.cloudformation.exceptions import (
    UnformattedGetAttTemplateException,
    ValidationError,
)

Properties = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """Where a resource lives: the keys of every moto backend."""

    account: str
    region: str

    def backend(self, backends: Any) -> Any:
        return backends[self.account][self.region]


class Managed:
    """A subclass also inherits CloudFormationModel itself: moto only looks at direct subclasses.

    It names its type, its name property ("" where AWS makes the name), the properties
    whose change replaces it, and how to put and remove it.
    """

    type = ""
    name_property = ""
    replaced_by: tuple[str, ...] = ()

    def __init__(self, physical_id: str, properties: Properties, **attributes: str):
        self.physical_resource_id = physical_id
        self.properties = properties
        self.attributes = attributes

    @classmethod
    def put(cls, name: str, properties: Properties, place: Place, existing: Any) -> Managed:
        """Creates (existing is None) or updates in place (existing is the resource so far)."""
        raise NotImplementedError

    @classmethod
    def remove(cls, physical_id: str, properties: Properties, place: Place) -> None:
        raise NotImplementedError

    @classmethod
    def cloudformation_type(cls) -> str:
        return cls.type

    @classmethod
    def cloudformation_name_type(cls) -> str:
        return cls.name_property

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return True  # what is really there is known once it is created: see get_cfn_attribute

    def get_cfn_attribute(self, attr: str) -> str:
        if attr not in self.attributes:
            raise UnformattedGetAttTemplateException()
        return self.attributes[attr]

    def is_created(self) -> bool:
        return True

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Any, account_id: str, region_name: str, **_: Any
    ) -> Managed:
        return cls.put(
            resource_name, cloudformation_json["Properties"], Place(account_id, region_name), None
        )

    @classmethod
    def update_from_cloudformation_json(
        cls,
        original_resource: Managed,
        new_resource_name: str,
        cloudformation_json: Any,
        account_id: str,
        region_name: str,
    ) -> Managed:
        place = Place(account_id, region_name)
        before, after = original_resource.properties, cloudformation_json["Properties"]
        name = original_resource.physical_resource_id
        keys = (*cls.replaced_by, *([cls.name_property] if cls.name_property else []))
        if all(before.get(key) == after.get(key) for key in keys):
            return cls.put(name, after, place, original_resource)
        replacement = cls.put(new_resource_name, after, place, None)
        cls.remove(name, before, place)
        return replacement

    @classmethod
    def delete_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Any, account_id: str, region_name: str
    ) -> None:
        properties = cloudformation_json.get("Properties", {})
        cls.remove(resource_name, properties, Place(account_id, region_name))


def refuse_taken(taken: bool, type_name: str, name: str) -> None:
    """AWS creates nothing over what is already there, where moto would quietly overwrite it."""
    if taken:
        raise ValidationError(message=f"{type_name} {name} already exists")


def refuse_longer(value: str | None, limit: int, what: str) -> None:
    """Limits in characters, from the API reference of the service."""
    if value is not None and len(value) > limit:
        raise ValidationError(message=f"{what} has {len(value)} characters, the limit is {limit}")


def shortened(name: str, limit: int) -> str:
    """Fits a generated name into the limit and keeps its random ending."""
    return name if len(name) <= limit else f"{name[: limit - 13]}{name[-13:]}"
