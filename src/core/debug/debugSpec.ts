import type { ContainerMount, ContainerSpec } from '../local/containerSpec.ts';
import type { ContainerDebugger } from './containerDebugger.ts';
import { packagesTarget, scriptVariables, scriptsTarget } from './debugScripts.ts';

/** Seconds: a person thinks at a breakpoint. A day is what the emulator and our own watchdog both can count. */
const debugTimeout = 86_400;
/** MB that a debugger and what it knows of the program may take, beside what the function has. */
const debuggerMemory = 512;

/** What a container needs of this machine to be debugged. */
export interface DebugFiles {
  /** Absolute path of the folder with `debugScripts`. */
  readonly scripts: string;
  /** Absolute path of the debugger's own package, such as debugpy; undefined where the runtime has one. */
  readonly package: string | undefined;
}

/**
 * The container of a function with a way in for a debugger: the function and its files are as before, its time is not
 * limited, and it waits for the debugger before it is loaded.
 * @param port TCP port, free on 127.0.0.1
 * @param elsewhere see `DebuggedCode`
 */
export function debugSpec(
  spec: ContainerSpec,
  { language }: ContainerDebugger,
  port: number,
  files: DebugFiles,
  elsewhere: readonly ContainerMount[],
): ContainerSpec {
  // Published on 127.0.0.1 only, so that in a network of its own it may listen on every interface.
  const listen = `${spec.network === 'host' ? '127.0.0.1' : '0.0.0.0'}:${port}`;
  const lifted = { ...spec.environment, AWS_LAMBDA_FUNCTION_TIMEOUT: String(debugTimeout) };
  return {
    ...spec,
    timeout: debugTimeout,
    memorySize: spec.memorySize + debuggerMemory,
    debugPort: port,
    mounts: [...spec.mounts, ...(language === 'java' ? [] : mountsOf(files))],
    environment:
      language === 'java'
        ? withAgent(lifted, listen)
        : { ...withWrapper(lifted, language, listen), ...(language === 'node' && toldOf(elsewhere)) },
  };
}

function mountsOf({ scripts, package: debuggerPackage }: DebugFiles): ContainerMount[] {
  const mounts = [{ source: scripts, target: scriptsTarget }];
  if (debuggerPackage === undefined) return mounts;
  const name = debuggerPackage.split(/[\\/]/).at(-1) ?? '';
  return [...mounts, { source: debuggerPackage, target: `${packagesTarget}/${name}` }];
}

const toldOf = (elsewhere: readonly ContainerMount[]): Environment =>
  elsewhere.length === 0
    ? {}
    : {
        [scriptVariables.elsewhere]: JSON.stringify(elsewhere.map(({ source, target }) => [target, source])),
      };

type Environment = Readonly<Record<string, string>>;

function withWrapper(environment: Environment, language: string, listen: string): Environment {
  const { AWS_LAMBDA_EXEC_WRAPPER: own } = environment;
  return {
    ...environment,
    AWS_LAMBDA_EXEC_WRAPPER: `${scriptsTarget}/${language}`,
    [scriptVariables.listen]: listen,
    ...(own === undefined ? {} : { [scriptVariables.ownWrapper]: own }),
  };
}

function withAgent(environment: Environment, listen: string): Environment {
  const agent = `-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,quiet=y,address=${listen}`;
  const { _JAVA_OPTIONS: own } = environment;
  return { ...environment, _JAVA_OPTIONS: own === undefined || own === '' ? agent : `${own} ${agent}` };
}
