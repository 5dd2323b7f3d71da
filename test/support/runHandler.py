"""Runs a Python handler for a test: a handler and its cases as JSON on stdin, their outcomes as JSON on stdout.

boto3 is replaced by a recorder of send_email, so that no SDK is needed and nothing leaves the machine; the e-mail that
really goes through SES is tested against the emulator.
"""

import contextlib
import importlib
import io
import json
import os
import sys
import types

work = json.load(sys.stdin)
mails = []


class Ses:
    def send_email(self, **arguments):
        mails.append(arguments)
        return {"MessageId": "message-1"}


def run(case):
    os.environ.clear()
    os.environ.update(case["environment"])
    mails.clear()
    try:
        module, function = work["handler"].rsplit(".", 1)
        # What a handler prints is its log.
        with contextlib.redirect_stdout(io.StringIO()):
            outcome = {"result": getattr(importlib.import_module(module), function)(case["event"], None)}
    except Exception as error:
        outcome = {"error": f"{type(error).__name__}: {error}"}
    return {**outcome, "mails": list(mails)}


boto3 = types.ModuleType("boto3")
boto3.client = lambda service: {"ses": Ses()}[service]
sys.modules["boto3"] = boto3
sys.dont_write_bytecode = True
sys.path.insert(0, work["folder"])
print(json.dumps([run(case) for case in work["cases"]]))
