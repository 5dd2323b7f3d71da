"""A stand-in for lambci/lambda:python3.6, written for these tests: the real image is in a registry that they cannot reach.

It keeps the contract that tools rely on, as docker-lambda's sources have it (provided/run/init.go): what goes to which stream,
in which colour, exit codes, where the event comes from, a time-out that ends nothing, a runtime that exits and is waited for
for ever, the Invoke API of DOCKER_LAMBDA_STAY_OPEN. Functions are run by AWS's own runtime client. Not kept: Amazon Linux,
Python 3.6 (it is the base's 3.11), DOCKER_LAMBDA_WATCH, SIGHUP.
"""

import os
import signal
import sys
import time
import uuid

from api import serve
from go_json import encoded, one_line
from invocation import Invocation, setting
from output import system_log
from runtime import Runtime


def read_event(arguments):
    """The second argument, then AWS_LAMBDA_EVENT_BODY, then stdin when that is asked for, then an empty object."""
    if len(arguments) > 1:
        return arguments[1].encode()
    if os.environ.get("AWS_LAMBDA_EVENT_BODY"):
        return os.environ["AWS_LAMBDA_EVENT_BODY"].encode()
    return sys.stdin.buffer.read() if os.environ.get("DOCKER_LAMBDA_USE_STDIN") else b"{}"


def prepare_environment(handler):
    name = setting("AWS_LAMBDA_FUNCTION_NAME", default="test")
    version = setting("AWS_LAMBDA_FUNCTION_VERSION", default="$LATEST")
    region = setting("AWS_REGION", "AWS_DEFAULT_REGION", default="us-east-1")
    os.environ.update(
        _HANDLER=handler,
        AWS_LAMBDA_FUNCTION_NAME=name,
        AWS_LAMBDA_FUNCTION_VERSION=version,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE=setting("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", default="1536"),
        AWS_LAMBDA_LOG_GROUP_NAME=f"/aws/lambda/{name}",
        AWS_LAMBDA_LOG_STREAM_NAME=time.strftime(f"%Y/%m/%d/[{version}]") + uuid.uuid4().hex,
        AWS_REGION=region,
        AWS_DEFAULT_REGION=region,
    )


def main(arguments):
    stay_open = bool(os.environ.get("DOCKER_LAMBDA_STAY_OPEN"))
    port = int(setting("DOCKER_LAMBDA_API_PORT", default="9001"))
    handler = setting("AWS_LAMBDA_FUNCTION_HANDLER", "_HANDLER", default="lambda_function.lambda_handler")
    prepare_environment(arguments[0] if arguments else handler)
    # As the first process of the container it would ignore what it does not handle. A single run ignores an interrupt.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(2))
    signal.signal(signal.SIGINT, (lambda *_: os._exit(0)) if stay_open else signal.SIG_IGN)
    event = b"" if stay_open else read_event(arguments)
    runtime = Runtime(port, stay_open)
    serve(port, runtime)
    if stay_open:
        system_log(f"Lambda API listening on port {port}...")
        signal.pause()
    invocation = Invocation(event)
    runtime.invoke(invocation)
    sys.stdout.buffer.write(b"\n" + one_line(invocation.payload or encoded(invocation.error)) + b"\n")
    sys.stdout.flush()
    runtime.kill()
    os._exit(0 if invocation.error is None else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
