"""One event on its way through the runtime, and its settings as the environment has them when it starts."""

import os
import random
import re
import threading
import time
import uuid


def setting(*names, default=""):
    """The first of the variables that is set and not empty."""
    return next((os.environ[name] for name in names if os.environ.get(name)), default)


class Invocation:
    def __init__(self, event, client_context=""):
        region = setting("AWS_REGION", "AWS_DEFAULT_REGION", default="us-east-1")
        account = setting("AWS_ACCOUNT_ID", default=str(random.getrandbits(31)))
        name = setting("AWS_LAMBDA_FUNCTION_NAME", default="test")
        arn = f"arn:aws:lambda:{region}:{re.sub('[^0-9]', '', account)}:function:{name}"
        self.request_id = str(uuid.uuid1())
        self.event = event
        self.client_context = client_context
        self.arn = setting("AWS_LAMBDA_FUNCTION_INVOKED_ARN", default=arn)
        self.version = setting("AWS_LAMBDA_FUNCTION_VERSION", default="$LATEST")
        self.memory_size = setting("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", default="1536")
        self.timeout = setting("AWS_LAMBDA_FUNCTION_TIMEOUT", default="300")
        self.trace_id = setting("_X_AMZN_TRACE_ID")
        self.started = time.time()
        self.deadline = self.started + float(self.timeout)
        self.init_ended = None
        self.payload = b""
        self.error = None
        self.error_type = "Unhandled"
        self.log_tail = b""
        self.replied = False
        self.done = threading.Event()

    def reply(self, payload=b"", error=None, error_type=None):
        self.payload, self.error, self.replied = payload, error, True
        self.error_type = error_type or "Unhandled"

    def time_out(self):
        """The answer of a function that was too late: what it returned is lost."""
        now = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()) + f".{int(time.time() * 1000) % 1000:03d}Z"
        self.reply(error={"errorMessage": f"{now} {self.request_id} Task timed out after {self.timeout}.00 seconds"})
