"""Runs a Python handler for a test: one case as JSON on stdin, its outcome as JSON on stdout.

boto3 is replaced by a recorder of send_email, so that no SDK is needed and nothing leaves the machine; the e-mail that
really goes through SES is tested against the emulator.
"""

import importlib
import json
import os
import sys
import types

case = json.load(sys.stdin)
mails = []


class Ses:
    def send_email(self, **arguments):
        mails.append(arguments)
        return {"MessageId": "message-1"}


boto3 = types.ModuleType("boto3")
boto3.client = lambda service: {"ses": Ses()}[service]
sys.modules["boto3"] = boto3
sys.dont_write_bytecode = True
sys.path.insert(0, case["folder"])
os.environ.clear()
os.environ.update(case["environment"])

module, function = case["handler"].rsplit(".", 1)
try:
    outcome = {"result": getattr(importlib.import_module(module), function)(case["event"], None)}
except Exception as error:
    outcome = {"error": f"{type(error).__name__}: {error}"}
print(json.dumps({**outcome, "mails": mails}))
