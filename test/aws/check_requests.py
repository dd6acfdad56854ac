"""Holds requests against the service models that botocore carries: JSON in, a line per problem out.

Each request is {"service", "operation", "input"}; times are ISO texts. botocore itself looks at
types, required members and least lengths; most lengths, patterns and enums are looked at here.
"""

import json
import re
import sys

import botocore.session
from botocore.validate import ParamValidator

SESSION = botocore.session.get_session()


def walk(shape, value, path):
    if shape.type_name == "structure":
        for name, inner in value.items():
            if name in shape.members:
                yield from walk(shape.members[name], inner, f"{path}.{name}")
    elif shape.type_name == "list":
        yield from length(shape, value, path)
        for index, inner in enumerate(value):
            yield from walk(shape.member, inner, f"{path}[{index}]")
    elif shape.type_name == "map":
        for key, inner in value.items():
            yield from walk(shape.value, inner, f"{path}[{key}]")
    elif shape.type_name == "string":
        yield from length(shape, value, path)
        pattern = shape.metadata.get("pattern")
        if pattern and not re.fullmatch(pattern.replace(r"\p{L}", r"\w"), value, re.DOTALL):
            yield f"{path}: {value!r} does not match {pattern}"
        if shape.enum and value not in shape.enum:
            yield f"{path}: {value!r} is none of {shape.enum}"


def length(shape, value, path):
    most = shape.metadata.get("max")
    if most is not None and len(value) > most:
        yield f"{path}: {len(value)} is more than {most}"


def check(request):
    model = SESSION.get_service_model(request["service"])
    if request["operation"] not in model.operation_names:
        return [f"{request['service']} has no {request['operation']}"]
    shape = model.operation_model(request["operation"]).input_shape
    report = ParamValidator().validate(request["input"], shape)
    problems = [report.generate_report()] if report.has_errors() else []
    return problems + list(walk(shape, request["input"], request["operation"]))


for request in json.load(sys.stdin):
    for problem in check(request):
        print(problem)
