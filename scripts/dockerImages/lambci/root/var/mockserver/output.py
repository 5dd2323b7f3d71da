"""What is printed: the server's own lines in green, and what the runtime prints as it is."""

import fcntl
import os
import select
import struct
import subprocess
import termios
import threading
import time


def system_log(message):
    os.write(2, f"\033[32m{message}\033[0m\n".encode())


def unread(pipe):
    """How many bytes wait in a pipe."""
    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0]


class Output:
    """Passes on what the runtime prints: all of it to stderr, or each stream to its own when they are kept `apart`."""

    def __init__(self, apart):
        errors = subprocess.PIPE if apart else subprocess.STDOUT
        self.streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": errors, "bufsize": 0}
        self.targets = (1, 2) if apart else (2,)
        self.pipes = []
        self.kept = b""
        self.lock = threading.Lock()

    def follow(self, process):
        self.pipes = [pipe for pipe in (process.stdout, process.stderr) if pipe]
        for pipe, target in zip(self.pipes, self.targets):
            threading.Thread(target=self.copy, args=(pipe, target), daemon=True).start()

    def copy(self, pipe, target):
        while True:
            select.select([pipe], [], [])
            with self.lock:
                data = os.read(pipe.fileno(), 65536).replace(b"\r", b"\n")
                if not data:
                    return
                os.write(target, data)
                self.kept = (self.kept + data)[-4096:]

    def drain(self):
        """Returns when all that the runtime has printed so far is passed on."""
        while any(unread(pipe) for pipe in self.pipes):
            time.sleep(0.001)
        with self.lock:
            pass

    def take(self):
        """The end of what was passed on since the last call, at most 4 KB."""
        self.drain()
        with self.lock:
            taken, self.kept = self.kept, b""
        return taken
