"""GET /calc?left=7&right=28 answers {"result": 35}."""

import json
import logging
import os
import re
from decimal import Decimal
from typing import Any

logger = logging.getLogger()
logger.setLevel(os.environ.get("LOG_LEVEL", "WARNING"))

# Digits before and after the point: what JSON numbers carry without loss.
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")


class BadInput(Exception):
    """What is wrong with the request, in one sentence for its caller."""


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """`event` is API Gateway's proxy request. Answers 200 with the sum, or 400 with a sentence."""
    try:
        result = number_of(event, "left") + number_of(event, "right")
    except BadInput as error:
        logger.info("refused: %s", error)
        return response(400, {"error": str(error)})
    logger.debug("sum computed")
    return response(200, {"result": as_json_number(result)})


def number_of(event: dict[str, Any], name: str) -> Decimal:
    # API Gateway sends null, not an empty object, for a request without parameters.
    parameters = event.get("queryStringParameters") or {}
    text = parameters.get(name)
    if text is None:
        raise BadInput(f'The parameter "{name}" is missing: call it as /calc?left=7&right=28.')
    if not isinstance(text, str) or NUMBER.fullmatch(text.strip()) is None:
        raise BadInput(f'The parameter "{name}" must be a number such as 7, -7 or 7.5, with at most 15 digits.')
    return Decimal(text.strip())


def as_json_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def response(status: int, body: dict[str, Any]) -> dict[str, Any]:
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}
