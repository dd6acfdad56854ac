"""POST /_local/alarms: alarms change their state at given times, and EventBridge hears of it.

moto evaluates no alarm, and its SetAlarmState knows no time but the present.
"""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends
from moto.events.models import events_backends

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
    _LOCAL.backend(events_backends).put_events([event])
