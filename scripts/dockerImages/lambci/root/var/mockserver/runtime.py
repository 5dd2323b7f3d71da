"""The runtime process, the invocation that it works on, and the lines about it."""

import math
import os
import queue
import subprocess
import threading
import time

from invocation import setting
from output import Output, system_log


def used_megabytes():
    """What all processes of the container use together."""
    total = 0
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/smaps_rollup") as lines:
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except OSError:
            continue  # It has ended.
    return total // 1024


class Runtime:
    def __init__(self, port, stay_open):
        self.port = port
        self.output = Output(apart=stay_open)
        self.waiting = queue.Queue()
        self.starting = threading.Lock()
        self.current = None
        self.process = None
        self.memory = 0
        self.init_reported = False
        self.ready = time.time()

    def invoke(self, invocation):
        """Returns when the runtime has answered and asks for more, and never when it exits: no time-out ends this."""
        self.ensure_running()
        self.waiting.put(invocation)
        invocation.done.wait()

    def ensure_running(self):
        with self.starting:
            if self.process is not None and self.process.poll() is None:
                return
            environment = {
                **os.environ,
                "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.port}",
                "AWS_ACCESS_KEY_ID": setting("AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
                "AWS_SECRET_ACCESS_KEY": setting("AWS_SECRET_KEY", "AWS_SECRET_ACCESS_KEY"),
            }
            self.process = subprocess.Popen("/var/runtime/bootstrap", env=environment, **self.output.streams)
            self.output.follow(self.process)
            self.memory = used_megabytes()

    def next(self):
        """The next invocation, or None when the runtime that asks for it has ended meanwhile."""
        if self.current is not None and self.current.replied:
            self.end()
        process = self.process
        while process.poll() is None:
            try:
                self.current = self.waiting.get(timeout=0.02)
            except queue.Empty:
                continue
            self.log_start(self.current)
            return self.current
        return None

    def reply(self, **answer):
        self.current.log_tail = self.output.take()
        self.current.reply(**answer)

    def fail_init(self, **answer):
        self.current = self.waiting.get()
        self.reply(**answer)
        self.end()

    def log_start(self, current):
        self.output.drain()
        current.init_ended = time.time()
        system_log(f"START RequestId: {current.request_id} Version: {current.version}")

    def end(self):
        current, self.current = self.current, None
        self.output.drain()
        if current.error is None and time.time() > current.deadline:
            current.time_out()
        if current.init_ended is None:
            self.log_start(current)
        self.log_end(current)
        current.done.set()

    def log_end(self, current):
        self.memory = max(self.memory, used_megabytes())
        limit = float(current.timeout) * 1000
        duration = min((time.time() - current.init_ended) * 1000, limit)
        init = ""
        if not self.init_reported:
            self.init_reported = True
            seconds = self.ready - os.stat("/proc/1").st_mtime + current.init_ended - current.started
            init = f"Init Duration: {min(seconds * 1000, limit):.2f} ms\t"
        system_log(f"END RequestId: {current.request_id}")
        system_log(
            f"REPORT RequestId: {current.request_id}\t{init}Duration: {duration:.2f} ms\t"
            f"Billed Duration: {math.ceil(duration)} ms\tMemory Size: {current.memory_size} MB\t"
            f"Max Memory Used: {self.memory} MB\t"
        )

    def kill(self):
        self.process.kill()
