"""POST /_local/alarms: alarms change their state at given times, and EventBridge hears of it.

moto evaluates no alarm, and its SetAlarmState knows no time but the present.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timezone
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends
from moto.events.models import events_backends
from moto.events.utils import EventTemplateParser
from moto.sqs.exceptions import QueueDoesNotExist

from .cloudwatch import Alarm
from .resource import Place

_LOCAL = Place("123456789012", "us-east-1")


def change_states(changes: list[dict[str, Any]]) -> None:
    """Each change has a name, a state, and a time in Unix seconds; a value, and properties of a new alarm."""
    for change in changes:
        if "properties" in change:
            Alarm.put(change["name"], change["properties"], _LOCAL, None)
        _change(change)


def _change(change: dict[str, Any]) -> None:
    alarm = _LOCAL.backend(cloudwatch_backends).alarms[change["name"]]
    before, after = alarm.state_value, change["state"]
    if before == after:
        return
    values = [change["value"]] if change.get("value") is not None else []
    reason = json.dumps({"version": "1.0", "recentDatapoints": values})
    alarm.update_state("Threshold Crossed", reason, after)
    alarm.state_updated_timestamp = datetime.fromtimestamp(change["at"], timezone.utc).replace(tzinfo=None)
    timestamp = alarm.state_updated_timestamp.isoformat(timespec="milliseconds") + "+0000"
    detail = {
        "alarmName": alarm.name,
        "state": {"value": after, "timestamp": timestamp},
        "previousState": {"value": before, "timestamp": timestamp},
    }
    event = {
        "Source": "aws.cloudwatch",
        "DetailType": "CloudWatch Alarm State Change",
        "Time": change["at"],
        "Resources": [alarm.alarm_arn],
        "Detail": json.dumps(detail),
    }
    with suppress(QueueDoesNotExist):  # EventBridge drops what its target does not take
        _LOCAL.backend(events_backends).put_events([event])


def describe_page(question: dict[str, Any]) -> dict[str, Any]:
    """A page of metric alarms by the beginning of their names: moto has no pages, and takes seconds for 1,000."""
    prefix, first = question["AlarmNamePrefix"], int(question.get("NextToken") or 0)
    alarms = [alarm for alarm in _LOCAL.backend(cloudwatch_backends).alarms.values() if alarm.rule is None]
    named = [alarm for alarm in alarms if alarm.name.startswith(prefix)]
    after = first + question["MaxRecords"]
    page = {"MetricAlarms": [_describe(alarm) for alarm in named[first:after]]}
    return {**page, "NextToken": str(after)} if after < len(named) else page


def _describe(alarm: Any) -> dict[str, Any]:
    changed = alarm.state_updated_timestamp.replace(tzinfo=timezone.utc).timestamp()
    known = {
        "AlarmName": alarm.name,
        "AlarmArn": alarm.alarm_arn,
        "StateValue": alarm.state_value,
        "StateReasonData": alarm.state_reason_data or None,
        "StateUpdatedTimestamp": changed,
        "StateTransitionedTimestamp": changed,
        "Threshold": alarm.threshold,
        "ActionsEnabled": alarm.actions_enabled,
    }
    return {key: value for key, value in known.items() if value is not None}


def _pass_on(input_template: Any, input_paths_map: Any, event: dict[str, Any]) -> dict[str, Any]:
    if input_template or input_paths_map:
        return _transform(input_template=input_template, input_paths_map=input_paths_map, event=event)
    return dict(event)


_transform = EventTemplateParser.parse


def install() -> None:
    """A target without a transformer gets the event as it is; moto parses eight JSON paths, for a second."""
    EventTemplateParser.parse = staticmethod(_pass_on)
