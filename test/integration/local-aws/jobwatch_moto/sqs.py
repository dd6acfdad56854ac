"""AWS::SQS::QueuePolicy: a queue's policy is one of its attributes."""

from __future__ import annotations

import json
from typing import Any

from moto.core.common_models import CloudFormationModel
from moto.sqs.models import sqs_backends

from .resource import Managed, Place, Properties


class QueuePolicy(Managed, CloudFormationModel):
    type = "AWS::SQS::QueuePolicy"

    @classmethod
    def put(cls, name: str, properties: Properties, place: Place, existing: Any) -> Managed:
        for url in properties["Queues"]:
            _queue(url, place).policy = json.dumps(properties["PolicyDocument"])
        return cls(name, properties, Id=name)

    @classmethod
    def remove(cls, physical_id: str, properties: Properties, place: Place) -> None:
        """The queues go with it: a stack has no policy without its queues."""


def _queue(url: str, place: Place) -> Any:
    return place.backend(sqs_backends).get_queue(url.split("/")[-1])
