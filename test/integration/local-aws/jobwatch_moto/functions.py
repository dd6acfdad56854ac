"""AWS::Lambda::EventInvokeConfig, and a function that keeps every property it was given."""

from __future__ import annotations

import base64
from typing import Any

from moto.awslambda.models import LambdaFunction, Permission, lambda_backends
from moto.core.common_models import CloudFormationModel

from .resource import Managed, Place, Properties, refuse_taken


class EventInvokeConfig(Managed, CloudFormationModel):
    type = "AWS::Lambda::EventInvokeConfig"
    replaced_by = ("FunctionName", "Qualifier")

    @classmethod
    def put(cls, name: str, properties: Properties, place: Place, existing: Any) -> Managed:
        backend = place.backend(lambda_backends)
        function = backend.get_function(properties["FunctionName"])
        refuse_taken(existing is None and bool(function.event_invoke_config), cls.type, function.function_name)
        function.event_invoke_config = []  # moto appends and then reads only the first
        config = {key: properties[key] for key in properties if key not in ("FunctionName", "Qualifier")}
        backend.put_function_event_invoke_config(properties["FunctionName"], config)
        return cls(name, properties)

    @classmethod
    def remove(cls, physical_id: str, properties: Properties, place: Place) -> None:
        backend = place.backend(lambda_backends)
        for function in backend.list_functions("ALL"):
            if properties.get("FunctionName") in (function.function_name, function.function_arn):
                function.event_invoke_config = []


def _spec(resource_name: str, properties: Properties) -> Properties:
    spec = {**properties, "FunctionName": resource_name, "Code": dict(properties["Code"])}
    spec["Tags"] = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}
    if "ZipFile" in spec["Code"]:
        archive = LambdaFunction._create_zipfile_from_plaintext_code(spec["Code"]["ZipFile"])
        spec["Code"]["ZipFile"] = base64.b64encode(archive)
    return spec


def _create(
    cls: Any, resource_name: str, cloudformation_json: Any, account_id: str, region_name: str, **_: Any
) -> LambdaFunction:
    backend = Place(account_id, region_name).backend(lambda_backends)
    properties = cloudformation_json["Properties"]
    taken = any(function.function_name == resource_name for function in backend.list_functions("ALL"))
    refuse_taken(taken, "Function", resource_name)
    function = backend.create_function(_spec(resource_name, properties))
    function.logging_config = properties.get("LoggingConfig")
    return function


_update_in_place = LambdaFunction.update_from_cloudformation_json.__func__
_configuration = LambdaFunction.get_configuration


def _update(
    cls: Any,
    original_resource: LambdaFunction,
    new_resource_name: str,
    cloudformation_json: Any,
    account_id: str,
    region_name: str,
) -> LambdaFunction:
    properties = cloudformation_json["Properties"]
    if properties.get("FunctionName", original_resource.function_name) != original_resource.function_name:
        renamed = cls.create_from_cloudformation_json(
            new_resource_name, cloudformation_json, account_id, region_name
        )
        original_resource.delete(account_id, region_name)
        return renamed
    spec = {**cloudformation_json, "Properties": _spec(original_resource.function_name, properties)}
    updated = _update_in_place(cls, original_resource, new_resource_name, spec, account_id, region_name)
    updated.architectures = properties.get("Architectures", ["x86_64"])
    updated.logging_config = properties.get("LoggingConfig")
    updated.reserved_concurrency = properties.get("ReservedConcurrentExecutions")
    updated.environment_vars = properties.get("Environment", {}).get("Variables", {})
    updated.tags = spec["Properties"]["Tags"]
    return updated


_create_permission = Permission.create_from_cloudformation_json.__func__


def _create_named_permission(cls: Any, resource_name: str, *arguments: Any, **named: Any) -> Permission:
    permission = _create_permission(cls, resource_name, *arguments, **named)
    permission.physical_resource_id = resource_name
    return permission


def _configuration_with_logging(self: LambdaFunction, on_create: bool = False) -> Properties:
    configuration = _configuration(self, on_create)
    logging = getattr(self, "logging_config", None)
    return {**configuration, "LoggingConfig": logging} if logging else configuration


def install() -> None:
    """moto copies seven properties from a template and drops the rest (Architectures, Tags, Layers...)."""
    LambdaFunction.create_from_cloudformation_json = classmethod(_create)
    LambdaFunction.update_from_cloudformation_json = classmethod(_update)
    Permission.create_from_cloudformation_json = classmethod(_create_named_permission)
    LambdaFunction.get_configuration = _configuration_with_logging
