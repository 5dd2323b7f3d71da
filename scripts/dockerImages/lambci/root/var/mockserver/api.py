"""The Runtime API for the runtime and the Invoke API for everybody else, both on one port, on all addresses."""

import base64
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from go_json import encoded
from invocation import Invocation

INVOKE = re.compile(r"/2015-03-31/functions/[^/]+/invocations")
REPLY = re.compile(r"/2018-06-01/runtime/invocation/[^/]+/(response|error)")


class Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    runtime = None

    def log_message(self, *_):
        """Requests are not logged."""

    def do_GET(self):
        if self.path == "/2018-06-01/ping":
            return self.send(200, b"pong", {})
        if self.path != "/2018-06-01/runtime/invocation/next":
            return self.send(404, b"404 page not found\n", {"Content-Type": "text/plain; charset=utf-8"})
        invocation = self.runtime.next()
        if invocation is None:
            return None
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
            "Lambda-Runtime-Deadline-Ms": str(int(invocation.deadline * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": invocation.arn,
            "Lambda-Runtime-Trace-Id": invocation.trace_id,
        }
        if invocation.client_context:
            headers["Lambda-Runtime-Client-Context"] = invocation.client_context
        return self.send(200, invocation.event, headers)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if INVOKE.fullmatch(self.path):
            return self.invoke(body)
        reply = REPLY.fullmatch(self.path)
        if reply and reply.group(1) == "response":
            self.runtime.reply(payload=body)
        elif reply:
            self.runtime.reply(**self.error(body))
        elif self.path == "/2018-06-01/runtime/init/error":
            self.runtime.fail_init(**self.error(body))
        else:
            return self.send(404, b"404 page not found\n", {"Content-Type": "text/plain; charset=utf-8"})
        return self.send(202, b'{"status":"OK"}\n', {"Content-Type": "application/json"})

    def error(self, body):
        """What is kept of an error that the runtime reports, in this order."""
        sent = json.loads(body)
        error = {"errorType": sent.get("errorType"), "errorMessage": sent.get("errorMessage", "")}
        error["stackTrace"] = sent.get("stackTrace")
        kept = {key: value for key, value in error.items() if value or key == "errorMessage"}
        return {"error": kept, "error_type": self.headers.get("Lambda-Runtime-Function-Error-Type")}

    def invoke(self, event):
        context = base64.b64decode(self.headers.get("X-Amz-Client-Context", "")).decode()
        invocation = Invocation(event, context)
        headers = {"x-amzn-RequestId": invocation.request_id, "x-amzn-Remapped-Content-Length": "0"}
        kind = self.headers.get("X-Amz-Invocation-Type")
        if kind == "DryRun":
            return self.send(204, b"", headers)
        headers["X-Amzn-Trace-Id"] = invocation.trace_id
        if kind == "Event":
            threading.Thread(target=self.runtime.invoke, args=(invocation,), daemon=True).start()
            return self.send(202, b"", headers)
        self.runtime.invoke(invocation)
        headers.update({"Content-Type": "application/json", "X-Amz-Executed-Version": invocation.version})
        if self.headers.get("X-Amz-Log-Type") == "Tail":
            headers["X-Amz-Log-Result"] = base64.b64encode(invocation.log_tail).decode()
        if invocation.error is not None:
            headers["X-Amz-Function-Error"] = invocation.error_type
        return self.send(200, invocation.payload or encoded(invocation.error), headers)

    def send(self, status, body, headers):
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(port, runtime):
    """Listens when it returns, and answers in threads of its own."""
    handler = type("BoundApi", (Api,), {"runtime": runtime})
    server = ThreadingHTTPServer(("", port), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
