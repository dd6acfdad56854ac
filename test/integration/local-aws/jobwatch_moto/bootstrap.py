"""What CDK's bootstrap stack and its own metadata need besides what moto has."""

from __future__ import annotations

import json
from typing import Any

from moto.core.common_models import CloudFormationModel
from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket, s3_backends

from .resource import Managed, Place, Properties


class BucketPolicy(Managed, CloudFormationModel):
    type = "AWS::S3::BucketPolicy"
    replaced_by = ("Bucket",)

    @classmethod
    def put(cls, name: str, properties: Properties, place: Place, existing: Any) -> Managed:
        policy = json.dumps(properties["PolicyDocument"]).encode()
        s3_backends[place.account]["aws"].put_bucket_policy(properties["Bucket"], policy)
        return cls(properties["Bucket"], properties)

    @classmethod
    def remove(cls, physical_id: str, properties: Properties, place: Place) -> None:
        backend = s3_backends[place.account]["aws"]
        if physical_id in backend.buckets:
            backend.delete_bucket_policy(physical_id)


class Metadata(Managed, CloudFormationModel):
    """Usage statistics of CDK: creates nothing on AWS either."""

    type = "AWS::CDK::Metadata"

    @classmethod
    def put(cls, name: str, properties: Properties, place: Place, existing: Any) -> Managed:
        return cls(name, properties)

    @classmethod
    def remove(cls, physical_id: str, properties: Properties, place: Place) -> None:
        """Nothing was made."""


def install() -> None:
    """moto reads a policy without its conditions: "deny plain HTTP" would deny everything."""
    FakeBucket.get_permission = lambda self, action, resource: PermissionResult.NEUTRAL
