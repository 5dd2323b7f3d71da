"""A function that does what its event asks for, so that the tests can watch what an image makes of it."""

import os
import sys
import time

time.sleep(float(os.environ.get("PROBE_LOAD_SECONDS", "0")))
if "PROBE_LOAD_ERROR" in os.environ:
    raise RuntimeError("will not load")
print("module loaded")


def give(event, context):
    print("to stdout")
    print("to stderr", file=sys.stderr)
    return {"given": event.get("value"), "requestId": context.aws_request_id}


def fail(event, context):
    raise ValueError("as asked")


def leave(event, context):
    print("leaving")
    os._exit(3)


def wait(event, context):
    time.sleep(event["seconds"])
    return "waited"


def allocate(event, context):
    return len(b"x" * event["megabytes"] * 1_000_000)


def describe(event, context):
    return {
        "environment": dict(os.environ),
        "arn": context.invoked_function_arn,
        "remaining": context.get_remaining_time_in_millis(),
    }


def handler(event, context):
    return globals()[event["do"]](event, context)
