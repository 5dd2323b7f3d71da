/** Folders in the container: our scripts, and the debugger's own package. */
export const scriptsTarget = '/lambda-workbench/bin';
export const packagesTarget = '/lambda-workbench/lib';

/** Variables that our scripts read and take away again: the function has its environment as in Lambda. */
export const scriptVariables = {
  /** `host:port` to listen on. */
  listen: 'LAMBDA_WORKBENCH_LISTEN',
  /** The function's own AWS_LAMBDA_EXEC_WRAPPER. */
  ownWrapper: 'LAMBDA_WORKBENCH_OWN_WRAPPER',
} as const;

/**
 * A wrapper as Lambda documents them: called with the command line that starts the runtime. It puts a start script of ours
 * before the runtime's, and goes on through the function's own wrapper if there is one. Options on the command line concern
 * this process alone, where NODE_OPTIONS or PYTHONPATH would be seen by the function and inherited by what it starts.
 */
const wrapper = (options: string): string => `#!/bin/sh
program=$1
shift
set -- "$program" ${options} "$@"
own=$${scriptVariables.ownWrapper}
unset ${scriptVariables.ownWrapper} AWS_LAMBDA_EXEC_WRAPPER
if [ -n "$own" ]; then
  export AWS_LAMBDA_EXEC_WRAPPER="$own"
  exec "$own" "$@"
fi
exec "$@"
`;

/** Also run in worker threads and forked processes, which have the options of this one but not the variable. */
const startNode = `'use strict';
const listen = process.env.${scriptVariables.listen};
delete process.env.${scriptVariables.listen};
if (listen) {
  const [host, port] = listen.split(':');
  require('inspector').open(Number(port), host, true);
}
`;

/** debugpy's own command line would do the same, but print nothing and hold to its options for processes started later. */
const startPython = `import os
import runpy
import sys

host, _, port = os.environ.pop("${scriptVariables.listen}").rpartition(":")
sys.path.insert(0, "${packagesTarget}")
import debugpy

debugpy.configure(subProcess=False)
debugpy.listen((host, int(port)))
print("Debugger listening on port", port, flush=True)
debugpy.wait_for_client()
sys.path.remove("${packagesTarget}")
del sys.argv[0]
if sys.argv[0] == "-m":
    del sys.argv[0]
    sys.path[0] = os.getcwd()
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
else:
    sys.path[0] = os.path.dirname(os.path.abspath(sys.argv[0]))
    runpy.run_path(sys.argv[0], run_name="__main__")
`;

/** Name → text, all to be executable. */
export const debugScripts: Readonly<Record<string, string>> = {
  node: wrapper(`--require ${scriptsTarget}/startNode.cjs`),
  'startNode.cjs': startNode,
  python: wrapper(`-X frozen_modules=off ${scriptsTarget}/startPython.py`),
  'startPython.py': startPython,
};
