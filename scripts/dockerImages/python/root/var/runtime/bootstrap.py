"""What AWS's own bootstrap.py does: the function's folder first, then layers, then AWS's runtime client."""

import os
import site
import sys


def main():
    from awslambdaric.__main__ import main as serve

    task_root = os.environ["LAMBDA_TASK_ROOT"]
    if "PYTHONPATH" not in os.environ:
        for folder in ("/opt/python", "/opt/python/lib/python3.11/site-packages"):
            sys.path.insert(0, folder)
            site.addsitedir(folder)
    sys.path.insert(0, task_root)
    site.addsitedir(task_root)
    serve(["bootstrap", os.environ["_HANDLER"]])


if __name__ == "__main__":
    main()
