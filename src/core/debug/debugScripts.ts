/** Folders in the container: our scripts, and the debugger's own package. */
export const scriptsTarget = '/lambda-workbench/bin';
export const packagesTarget = '/lambda-workbench/lib';

/** Variables that our scripts read and take away again: the function has its environment as in Lambda. */
export const scriptVariables = {
  /** `host:port` to listen on. */
  listen: 'LAMBDA_WORKBENCH_LISTEN',
  /** JSON: files and folders of the container that lie elsewhere here than the code, as pairs of paths. */
  elsewhere: 'LAMBDA_WORKBENCH_ELSEWHERE',
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

/**
 * Also run in worker threads and forked processes, which have the options of this one but not the variables.
 *
 * VS Code's debugger knows of one folder that lies elsewhere here. What does so beside that is given to V8 with a source map
 * that says where: one of its own with its sources where they are, else a line for a line. The files stay as they are. What
 * is installed in there is left alone: nobody's source, and many files.
 */
const startNode = `'use strict';
const { ${scriptVariables.listen}: listen, ${scriptVariables.elsewhere}: elsewhere = '[]' } = process.env;
delete process.env.${scriptVariables.listen};
delete process.env.${scriptVariables.elsewhere};
const places = JSON.parse(elsewhere);
const { readFileSync } = require('fs');
const { dirname, posix, resolve, win32 } = require('path');
const { fileURLToPath } = require('url');
const mapOf = (code, path, place) => {
  const here = place.startsWith('/') ? posix : win32;
  const file = here.resolve(place);
  const url = /\\/\\/# sourceMappingURL=(\\S+)\\s*$/.exec(code)?.[1];
  if (!url) return { version: 3, sources: [file], names: [], mappings: 'AAAA' + ';AACA'.repeat(code.split('\\n').length - 1) };
  const inline = url.startsWith('data:');
  const map = JSON.parse(inline ? Buffer.from(url.split(',')[1], 'base64') : readFileSync(resolve(dirname(path), url)));
  const folder = here.resolve(file, '..', inline ? '' : dirname(url), map.sourceRoot || '');
  return { ...map, sourceRoot: '', sources: map.sources.map((source) => here.resolve(folder, source)) };
};
const load = (url, context, next) => {
  const loaded = next(url, context);
  if (!url.startsWith('file:')) return loaded;
  try {
    const path = fileURLToPath(url);
    const place = places.find(([target]) => path === target || path.startsWith(target + '/'));
    if (!place || !loaded.source || !/\\.[cm]?js$/.test(path)) return loaded;
    const rest = path.slice(place[0].length);
    if (rest.includes('/node_modules/') && !path.startsWith('/opt/')) return loaded;
    const code = String(loaded.source);
    const map = Buffer.from(JSON.stringify(mapOf(code, path, place[1] + rest)));
    const comment = '\\n//# sourceMappingURL=data:application/json;base64,' + map.toString('base64');
    return { ...loaded, source: code + comment };
  } catch {
    return loaded;
  }
};
if (places.length > 0) require('module').registerHooks?.({ load });
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
