"""AWS::SNS::Subscription and TopicPolicy, and a topic whose update keeps its subscriptions."""

from __future__ import annotations

import json
from typing import Any

from moto.core.common_models import CloudFormationModel
from moto.core.utils import camelcase_to_underscores
from moto.sns.models import Topic, sns_backends

from .resource import Managed, Place, Properties, refuse_taken

_ATTRIBUTES = ("FilterPolicyScope", "FilterPolicy", "RawMessageDelivery", "RedrivePolicy", "DeliveryPolicy")


class Subscription(Managed, CloudFormationModel):
    type = "AWS::SNS::Subscription"
    replaced_by = ("TopicArn", "Protocol", "Endpoint")

    @classmethod
    def put(cls, name: str, properties: Properties, place: Place, existing: Any) -> Managed:
        backend = place.backend(sns_backends)
        keys = [properties[key] for key in ("TopicArn", "Endpoint", "Protocol")]
        taken = existing is None and backend._find_subscription(*keys) is not None
        refuse_taken(taken, cls.type, f"of {keys[1]} to {keys[0]}")
        subscription = backend.subscribe(*keys)
        for key in _ATTRIBUTES:
            if key in properties:
                value = properties[key]
                text = json.dumps(value) if isinstance(value, (dict, bool)) else str(value)
                backend.set_subscription_attributes(subscription.arn, key, text)
        return cls(subscription.arn, properties, Arn=subscription.arn)

    @classmethod
    def remove(cls, physical_id: str, properties: Properties, place: Place) -> None:
        place.backend(sns_backends).unsubscribe(physical_id)


class TopicPolicy(Managed, CloudFormationModel):
    type = "AWS::SNS::TopicPolicy"

    @classmethod
    def put(cls, name: str, properties: Properties, place: Place, existing: Any) -> Managed:
        backend = place.backend(sns_backends)
        dropped = set(existing.properties["Topics"] if existing else []) - set(properties["Topics"])
        cls._reset(dropped, place)
        for arn in properties["Topics"]:
            backend.get_topic(arn).policy = json.dumps(properties["PolicyDocument"])
        return cls(name, properties, Id=name)

    @classmethod
    def remove(cls, physical_id: str, properties: Properties, place: Place) -> None:
        topics = properties["Topics"]
        known = place.backend(sns_backends).topics
        cls._reset([arn for arn in topics if isinstance(arn, str) and arn in known], place)

    @classmethod
    def _reset(cls, arns: Any, place: Place) -> None:
        for arn in arns:
            topic = place.backend(sns_backends).get_topic(arn)
            topic._policy_json = topic._create_default_topic_policy(place.region, place.account, topic.name)


def _create_topic(
    cls: Any, resource_name: str, cloudformation_json: Any, account_id: str, region_name: str, **_: Any
) -> Topic:
    backend = Place(account_id, region_name).backend(sns_backends)
    properties = cloudformation_json["Properties"]
    taken = any(topic.name == resource_name for topic in backend.topics.values())
    refuse_taken(taken, "Topic", resource_name)
    topic = backend.create_topic(resource_name)
    _settle(topic, properties)
    for entry in properties.get("Subscription", []):
        backend.subscribe(topic.arn, entry["Endpoint"], entry["Protocol"])
    return topic


def _update_topic(
    cls: Any,
    original_resource: Topic,
    new_resource_name: str,
    cloudformation_json: Any,
    account_id: str,
    region_name: str,
) -> Topic:
    properties = cloudformation_json["Properties"]
    if properties.get("TopicName", original_resource.name) != original_resource.name:
        renamed = cls.create_from_cloudformation_json(
            new_resource_name, cloudformation_json, account_id, region_name
        )
        original_resource.delete(account_id, region_name)
        return renamed
    _settle(original_resource, properties)
    return original_resource


def _settle(topic: Topic, properties: Properties) -> None:
    """moto would set Tags as a list of pairs under a name that its own tag API does not read."""
    for key in ("DisplayName", "KmsMasterKeyId", "FifoTopic", "ContentBasedDeduplication"):
        if key in properties:
            setattr(topic, camelcase_to_underscores(key), properties[key])
    topic.kms_master_key_id = properties.get("KmsMasterKeyId", "")
    topic._tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}


def install() -> None:
    """moto updates a topic by deleting it, and all its subscriptions with it; AWS updates in place."""
    Topic.create_from_cloudformation_json = classmethod(_create_topic)
    Topic.update_from_cloudformation_json = classmethod(_update_topic)
