"""The WSGI server: moto's own application behind a few small additions."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from typing import Any

from moto.cloudformation.models import cloudformation_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, run_simple

from .states import change_states, describe_page

Application = Callable[[dict[str, Any], Any], Any]


class _QuietHandler(WSGIRequestHandler):
    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Only errors are worth a line in a test's output."""


def unzipping(application: Application) -> Application:
    """moto's server unzips a compressed JSON request twice and answers 500: BadGzipFile."""

    def handle(environ: dict[str, Any], start_response: Any) -> Any:
        if environ.get("HTTP_CONTENT_ENCODING") == "gzip" and "HTTP_X_AMZ_TARGET" in environ:
            body = gzip.decompress(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
            environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(body), str(len(body))
            del environ["HTTP_CONTENT_ENCODING"]
        return application(environ, start_response)

    return handle


def listing_resources(application: Application) -> Application:
    """GET /_local/resources: what every live stack, nested ones too, is made of."""

    def handle(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] != "/_local/resources":
            return application(environ, start_response)
        body = json.dumps(_resources(), default=str).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return handle


def changing_alarms(application: Application) -> Application:
    """POST /_local/alarms: see states.py."""

    def handle(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] != "/_local/alarms":
            return application(environ, start_response)
        change_states(json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))))
        start_response("204 No Content", [("Content-Length", "0")])
        return []

    return handle


def paging_alarms(application: Application) -> Application:
    """DescribeAlarms in pages, where a page of metric alarms is asked for by a prefix."""

    def handle(environ: dict[str, Any], start_response: Any) -> Any:
        if not environ.get("HTTP_X_AMZ_TARGET", "").endswith(".DescribeAlarms"):
            return application(environ, start_response)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        question = json.loads(body)
        if not {"AlarmNamePrefix", "AlarmTypes", "MaxRecords"} <= question.keys():
            environ["wsgi.input"] = io.BytesIO(body)
            return application(environ, start_response)
        answer = json.dumps(describe_page(question)).encode()
        headers = [("Content-Type", "application/x-amz-json-1.0"), ("Content-Length", str(len(answer)))]
        start_response("200 OK", headers)
        return [answer]

    return handle


def _resources() -> list[dict[str, Any]]:
    return [
        {
            "stack": stack.name,
            "stackId": stack.stack_id,
            "logicalId": resource.logical_resource_id,
            "type": resource.cf_resource_type,
            "physicalId": getattr(resource, "physical_resource_id", None),
            "properties": stack.resource_map.resolved_definitions[resource.logical_resource_id]["Properties"],
        }
        for account in list(cloudformation_backends.values())
        for backend in list(account.values())
        for stack in list(backend.stacks.values())
        for resource in stack.stack_resources
    ]


def serve(host: str, port: int) -> None:
    moto = DomainDispatcherApplication(create_backend_app)
    application = paging_alarms(changing_alarms(listing_resources(unzipping(moto))))
    run_simple(host, port, application, threaded=True, request_handler=_QuietHandler)
