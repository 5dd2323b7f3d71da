"""A page with two fields: it shows their sum, or what is wrong with them."""

import html
import os
import re
from decimal import Decimal
from typing import Any

# Digits before and after the point: enough for a form, and no way to make the function work for long.
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")

PAGE = """<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>{title}</title></head>
  <body>
    <h1>{title}</h1>
    <form method="get">
      <label>Left <input name="left" inputmode="decimal" value="{left}"></label>
      <label>Right <input name="right" inputmode="decimal" value="{right}"></label>
      <button>Add</button>
    </form>
    <p role="status">{message}</p>
  </body>
</html>
"""


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any] | None:
    """`event` is API Gateway's proxy request, or the scheduled event of the warm-up rule."""
    if event.get("detail-type") == "Scheduled Event":
        print("Scheduled event: kept warm")
        return None
    # API Gateway sends null, not an empty object, for a request without parameters.
    parameters = event.get("queryStringParameters") or {}
    left, right = str(parameters.get("left", "")), str(parameters.get("right", ""))
    status, message = outcome(left.strip(), right.strip())
    page = PAGE.format(
        title=html.escape(os.environ.get("PAGE_TITLE") or "Calculator"),
        left=html.escape(left),
        right=html.escape(right),
        message=html.escape(message),
    )
    return {"statusCode": status, "headers": {"Content-Type": "text/html; charset=utf-8"}, "body": page}


def outcome(left: str, right: str) -> tuple[int, str]:
    if not left and not right:
        return 200, "Enter two numbers."
    for name, text in (("Left", left), ("Right", right)):
        if NUMBER.fullmatch(text) is None:
            return 400, f"{name} must be a number such as 7, -7 or 7.5, with at most 15 digits."
    return 200, f"{left} + {right} = {plain(Decimal(left) + Decimal(right))}"


def plain(value: Decimal) -> str:
    return str(int(value)) if value == value.to_integral_value() else f"{value.normalize():f}"
