"""AWS::Scheduler types. Nothing fires them: a test invokes what they would."""

from __future__ import annotations

from typing import Any

from moto.core.common_models import CloudFormationModel
from moto.scheduler.models import scheduler_backends

from .resource import Managed, Place, Properties, refuse_longer, refuse_taken, shortened

_NAME_LIMIT = 64


def _name(generated: str, properties: Properties) -> str:
    refuse_longer(properties.get("Name"), _NAME_LIMIT, f"The name {properties.get('Name')}")
    return shortened(generated, _NAME_LIMIT)


class ScheduleGroup(Managed, CloudFormationModel):
    type = "AWS::Scheduler::ScheduleGroup"
    name_property = "Name"

    @classmethod
    def put(cls, name: str, properties: Properties, place: Place, existing: Any) -> Managed:
        backend = place.backend(scheduler_backends)
        tags = properties.get("Tags", [])
        if existing is not None:
            backend.tag_resource(existing.attributes["Arn"], tags)
            return cls(name, properties, **existing.attributes)
        name = _name(name, properties)
        refuse_taken(name in backend.schedule_groups, cls.type, name)
        group = backend.create_schedule_group(name, tags)
        return cls(group.name, properties, Arn=group.arn, State="ACTIVE")

    @classmethod
    def remove(cls, physical_id: str, properties: Properties, place: Place) -> None:
        place.backend(scheduler_backends).schedule_groups.pop(physical_id, None)


class Schedule(Managed, CloudFormationModel):
    type = "AWS::Scheduler::Schedule"
    name_property = "Name"
    replaced_by = ("GroupName",)

    @classmethod
    def put(cls, name: str, properties: Properties, place: Place, existing: Any) -> Managed:
        backend = place.backend(scheduler_backends)
        settings = {
            "name": _name(name, properties),
            "group_name": properties.get("GroupName"),
            "description": properties.get("Description"),
            "schedule_expression": properties["ScheduleExpression"],
            "schedule_expression_timezone": properties.get("ScheduleExpressionTimezone"),
            "flexible_time_window": properties["FlexibleTimeWindow"],
            "target": dict(properties["Target"]),
            "state": properties.get("State", "ENABLED"),
            "kms_key_arn": properties.get("KmsKeyArn"),
            "start_date": properties.get("StartDate"),
            "end_date": properties.get("EndDate"),
        }
        if existing is not None:
            schedule = backend.update_schedule(**settings)
        else:
            backend.get_schedule_group(settings["group_name"])
            schedule = backend.create_schedule(action_after_completion=None, **settings)
        return cls(schedule.name, properties, Arn=schedule.arn)

    @classmethod
    def remove(cls, physical_id: str, properties: Properties, place: Place) -> None:
        for group in place.backend(scheduler_backends).schedule_groups.values():
            if properties.get("GroupName", group.name) in (group.name, None):
                group.schedules.pop(physical_id, None)
