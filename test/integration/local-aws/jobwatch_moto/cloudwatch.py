"""AWS::CloudWatch types that moto lacks. Their state is what a test sets: nothing evaluates alarms."""

from __future__ import annotations

from typing import Any

from moto.cloudwatch.models import (
    Dimension,
    Metric,
    MetricDataQuery,
    MetricStat,
    cloudwatch_backends,
)
from moto.core.common_models import CloudFormationModel

from .resource import Managed, Place, Properties, refuse_longer, refuse_taken


def _number(value: Any) -> Any:
    """CloudFormation passes numbers as strings where a parameter or a join made them."""
    return float(value) if isinstance(value, str) else value


def _query(entry: Properties) -> MetricDataQuery:
    stat = entry.get("MetricStat")
    return MetricDataQuery(
        query_id=entry["Id"],
        label=entry.get("Label"),
        period=entry.get("Period"),
        return_data=entry.get("ReturnData", True),
        expression=entry.get("Expression"),
        metric_stat=_metric_stat(stat) if stat else None,
    )


def _metric_stat(stat: Properties) -> MetricStat:
    metric = stat["Metric"]
    dimensions = [Dimension(d["Name"], d["Value"]) for d in metric.get("Dimensions", [])]
    return MetricStat(
        Metric(metric["MetricName"], metric.get("Namespace"), dimensions),
        stat["Period"],
        stat["Stat"],
        stat.get("Unit"),
    )


def _put_alarm(name: str, place: Place, existing: Any, **settings: Any) -> Any:
    backend = place.backend(cloudwatch_backends)
    before = backend.alarms.get(name)
    refuse_taken(existing is None and before is not None, "Alarm", name)
    refuse_longer(name, 255, f"The name of alarm {name}")
    refuse_longer(settings["description"], 1024, f"The description of alarm {name}")
    alarm = backend.put_metric_alarm(name=name, **settings)
    if before is None:
        alarm.state_value = "INSUFFICIENT_DATA"  # moto starts at OK, CloudWatch here
    else:
        for field in ("state_value", "state_reason", "state_reason_data", "state_updated_timestamp", "history"):
            setattr(alarm, field, getattr(before, field))
    return alarm


def _actions(properties: Properties) -> dict[str, Any]:
    return {
        "description": properties.get("AlarmDescription"),
        "actions_enabled": properties.get("ActionsEnabled", True),
        "alarm_actions": properties.get("AlarmActions", []),
        "ok_actions": properties.get("OKActions", []),
        "insufficient_data_actions": properties.get("InsufficientDataActions", []),
        "tags": properties.get("Tags"),
    }


class _AnyAlarm(Managed):
    name_property = "AlarmName"

    @classmethod
    def remove(cls, physical_id: str, properties: Properties, place: Place) -> None:
        place.backend(cloudwatch_backends).delete_alarms([physical_id])


class Alarm(_AnyAlarm, CloudFormationModel):
    type = "AWS::CloudWatch::Alarm"

    @classmethod
    def put(cls, name: str, properties: Properties, place: Place, existing: Any) -> Managed:
        alarm = _put_alarm(
            name,
            place,
            existing,
            namespace=properties.get("Namespace"),
            metric_name=properties.get("MetricName"),
            dimensions=properties.get("Dimensions", []),
            metric_data_queries=[_query(entry) for entry in properties.get("Metrics", [])],
            statistic=properties.get("Statistic"),
            extended_statistic=properties.get("ExtendedStatistic"),
            unit=properties.get("Unit"),
            period=_number(properties.get("Period")),
            comparison_operator=properties["ComparisonOperator"],
            threshold=_number(properties.get("Threshold")),
            threshold_metric_id=properties.get("ThresholdMetricId"),
            evaluation_periods=_number(properties["EvaluationPeriods"]),
            datapoints_to_alarm=_number(properties.get("DatapointsToAlarm")),
            treat_missing_data=properties.get("TreatMissingData"),
            evaluate_low_sample_count_percentile=properties.get("EvaluateLowSampleCountPercentile"),
            **_actions(properties),
        )
        return cls(alarm.name, properties, Arn=alarm.alarm_arn)


class CompositeAlarm(_AnyAlarm, CloudFormationModel):
    type = "AWS::CloudWatch::CompositeAlarm"

    @classmethod
    def put(cls, name: str, properties: Properties, place: Place, existing: Any) -> Managed:
        metric_settings = ("namespace", "metric_name", "statistic", "period", "threshold")
        alarm = _put_alarm(
            name,
            place,
            existing,
            rule=properties["AlarmRule"],
            comparison_operator=None,
            evaluation_periods=None,
            dimensions=[],
            **dict.fromkeys(metric_settings),
            **_actions(properties),
        )
        alarm.actions_suppressor = properties.get("ActionsSuppressor")
        alarm.actions_suppressor_wait_period = properties.get("ActionsSuppressorWaitPeriod")
        alarm.actions_suppressor_extension_period = properties.get("ActionsSuppressorExtensionPeriod")
        return cls(alarm.name, properties, Arn=alarm.alarm_arn)


class AlarmMuteRule(Managed, CloudFormationModel):
    """Only kept: moto has no API for it. Read it back from /_local/resources."""

    type = "AWS::CloudWatch::AlarmMuteRule"
    name_property = "Name"

    @classmethod
    def put(cls, name: str, properties: Properties, place: Place, existing: Any) -> Managed:
        arn = f"arn:aws:cloudwatch:{place.region}:{place.account}:alarm-mute-rule:{name}"
        return cls(arn if existing is None else existing.physical_resource_id, properties, Arn=arn)

    @classmethod
    def remove(cls, physical_id: str, properties: Properties, place: Place) -> None:
        """Nothing is kept outside the stack."""
