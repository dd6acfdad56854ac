"""AWS::SQS::QueuePolicy, a queue's attribute; and an empty queue that answers at once."""

from __future__ import annotations

import json
import time
from typing import Any

from moto.core.common_models import CloudFormationModel
from moto.sqs import models
from moto.sqs.models import SQSBackend, sqs_backends

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


_receive = SQSBackend.receive_message


def _receive_at_once(self: SQSBackend, queue_name: str, count: int, wait_seconds_timeout: int, *rest: Any) -> Any:
    return _receive(self, queue_name, count, 0, *rest)


def install() -> None:
    """Waiting makes SQS ask all its servers; here it would only take a test's time.

    moto asks for the time for every message in a queue at every call, by way of three datetimes.
    """
    SQSBackend.receive_message = _receive_at_once
    models.unix_time = time.time
    models.unix_time_millis = lambda *_: time.time() * 1000
