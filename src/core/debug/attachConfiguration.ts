import type { ContainerMount } from '../local/containerSpec.ts';
import type { ContainerDebugger } from './containerDebugger.ts';
import { scriptsTarget } from './debugScripts.ts';

/** A launch configuration of the debugger that takes over. */
export interface AttachConfiguration {
  readonly type: string;
  readonly request: 'attach';
  readonly name: string;
  readonly [attribute: string]: unknown;
}

/** Where the container's code comes from, as absolute paths of this machine: what a person edits, not the copy that runs. */
export interface DebuggedCode {
  readonly functionName: string;
  readonly root: string;
  /** What of /var/task lies elsewhere than in the root, layers and `local.mounts`: the innermost first. */
  readonly elsewhere: readonly ContainerMount[];
  /** Where a build has compiled the code: a folder with what runs and its source maps, and where their sources lie. */
  readonly compiled?: { readonly folder: string; readonly sources: Readonly<Record<string, string>> };
}

/** Where the container's debug port is reached. */
export interface DebugEndpoint {
  readonly host: string;
  readonly port: number;
}

const taskRoot = '/var/task';

/** How VS Code attaches to the function: its files here are those in /var/task there. */
export function attachConfiguration(
  { language }: ContainerDebugger,
  code: DebuggedCode,
  endpoint: DebugEndpoint,
): AttachConfiguration {
  const common = { request: 'attach', name: code.functionName } as const;
  switch (language) {
    case 'node':
      return { type: 'node', ...common, ...toInspector(code, endpoint) };
    case 'python':
      return { type: 'debugpy', ...common, ...toDebugpy(code, endpoint) };
    case 'java':
      return { type: 'java', ...common, hostName: endpoint.host, port: endpoint.port };
  }
}

function toInspector(
  { root: edited, elsewhere, compiled }: DebuggedCode,
  { host, port }: DebugEndpoint,
): Readonly<Record<string, unknown>> {
  const localRoot = compiled?.folder ?? edited;
  const root = localRoot.replaceAll('\\', '/');
  return {
    address: host,
    port,
    localRoot,
    remoteRoot: taskRoot,
    continueOnAttach: true,
    // What the function starts is not waited for, and its options stay as they are.
    autoAttachChildProcesses: false,
    skipFiles: ['<node_internals>/**', '/var/runtime/**', `${scriptsTarget}/**`],
    // What a compiler has written into the package, with source maps that lead out of it.
    outFiles: [`${root}/**/*.(m|c|)js`, '!**/node_modules/**'],
    resolveSourceMapLocations: [
      ...[`${root}/**`, `${taskRoot}/**`, '!**/node_modules/**'],
      ...elsewhere.flatMap(({ target }) =>
        [target.replace(taskRoot, root), `file://${target}`].map((path) => `${path}{,/**}`),
      ),
    ],
    // Their maps come with the code: until one is read, what it is of does not run. Layers hold many installed modules, which
    // are loaded before the first call: a halt of 15 ms at each would be felt more than it helps.
    runtimeSourcemapPausePatterns: elsewhere.flatMap(({ target }) =>
      target.startsWith(`${taskRoot}/`) ? [`${target}{,/**}`] : [],
    ),
    ...(compiled !== undefined && { sourceMapPathOverrides: compiled.sources }),
  };
}

function toDebugpy(
  { root, elsewhere }: DebuggedCode,
  connect: DebugEndpoint,
): Readonly<Record<string, unknown>> {
  return {
    connect,
    // The first that fits counts.
    pathMappings: [...elsewhere, { source: root, target: taskRoot }].map(({ source, target }) => ({
      localRoot: source,
      remoteRoot: target,
    })),
    // The function's output comes with the container's.
    redirectOutput: false,
    subProcess: false,
    rules: [
      { path: '/var/runtime', include: false },
      { path: scriptsTarget, include: false },
    ],
  };
}
