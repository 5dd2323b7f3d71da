import * as vscode from 'vscode';
import type { ContainerDebugger } from '../../core/debug/containerDebugger.ts';
import { debugFailures } from '../../core/failures/debugFailures.ts';

/**
 * Absolute path of the package that the runtime needs of its debugger's extension; undefined when it needs none. Rejects
 * with `debug.extensionMissing`.
 */
export async function debuggerPackage(
  functionName: string,
  { language, extension }: ContainerDebugger,
): Promise<string | undefined> {
  if (extension === undefined) return undefined;
  const found = vscode.extensions.getExtension<unknown>(extension.id);
  if (found === undefined) throw debugFailures.extensionMissing(functionName, extension);
  if (language !== 'python') return undefined;
  const api = await found.activate();
  return (
    (await packagePath(api)) ?? vscode.Uri.joinPath(found.extensionUri, 'bundled', 'libs', 'debugpy').fsPath
  );
}

/** As the Python Debugger's public API has it (microsoft/vscode-python-debugger, apiTypes.ts). */
interface PythonDebuggerApi {
  readonly debug: { getDebuggerPackagePath(): Promise<string | undefined> };
}

const packagePath = async (api: unknown): Promise<string | undefined> =>
  isPythonDebuggerApi(api) ? api.debug.getDebuggerPackagePath() : undefined;

function isPythonDebuggerApi(api: unknown): api is PythonDebuggerApi {
  if (typeof api !== 'object' || api === null || !('debug' in api)) return false;
  const { debug } = api;
  return typeof debug === 'object' && debug !== null && 'getDebuggerPackagePath' in debug;
}
