import { debugFailures } from '../failures/debugFailures.ts';
import type { ImageContract } from '../local/images.ts';
import type { FunctionManifest } from '../manifest/functionManifest.ts';

/** How a runtime in a container is debugged, and by which of VS Code's debuggers. */
export interface ContainerDebugger {
  readonly language: 'node' | 'python' | 'java';
  /** The extension that brings the debugger; undefined: VS Code has it. */
  readonly extension: { readonly id: string; readonly title: string } | undefined;
  /** A line that the runtime prints once a debugger can attach. */
  readonly cue: RegExp;
  /** Lines that are printed for the debugger only: Lambda would not have them in its log. */
  readonly chatter: RegExp;
}

const debuggers: Readonly<Record<ContainerDebugger['language'], ContainerDebugger>> = {
  node: {
    language: 'node',
    extension: undefined,
    cue: /^Debugger listening on /,
    chatter:
      /^(Debugger (listening on |attached\.|ending on )|For help, see: https:\/\/nodejs\.org\/|Waiting for the debugger to disconnect|\(node:\d+\) SecurityWarning: Binding the inspector|\(Use `node --trace-warnings)/,
  },
  python: {
    language: 'python',
    extension: { id: 'ms-python.debugpy', title: 'Python Debugger' },
    // Printed by our own start script: debugpy says nothing.
    cue: /^Debugger listening on port \d+$/,
    chatter: /^Debugger listening on port \d+$/,
  },
  java: {
    language: 'java',
    extension: { id: 'vscjava.vscode-java-debug', title: 'Debugger for Java' },
    // The virtual machine says it before it waits. Asking the port instead would use up its one client.
    cue: /^Picked up _JAVA_OPTIONS: /,
    chatter: /^Picked up _JAVA_OPTIONS: /,
  },
};

/** @throws Failure `debug.runtime`, `debug.contract` */
export function containerDebugger(
  { functionName, runtime }: Pick<FunctionManifest, 'functionName' | 'runtime'>,
  { image, contract }: { readonly image: string; readonly contract: ImageContract },
): ContainerDebugger {
  const language = languageOf(runtime);
  if (language === undefined) throw debugFailures.runtime(functionName, runtime);
  // Those start their runtime without a wrapper, and kill it when it does not answer.
  if (contract === 'lambci') throw debugFailures.contract(functionName, image);
  return debuggers[language];
}

/** By its name, so that the next version of a runtime can be debugged the day it comes. */
function languageOf(runtime: string): ContainerDebugger['language'] | undefined {
  if (/^nodejs\d/.test(runtime)) return 'node';
  if (/^python\d/.test(runtime)) return 'python';
  return /^java\d/.test(runtime) ? 'java' : undefined;
}
