import type { AttachConfiguration } from '../../core/debug/attachConfiguration.ts';
import type { ContainerDebugger } from '../../core/debug/containerDebugger.ts';
import type { DebugFiles } from '../../core/debug/debugSpec.ts';
import type { CallOptions } from '../ports.ts';
import type { LocalProgress, LocalRequest, LocalResult } from './localInvoking.ts';

/** A debugger that has attached. */
export interface AttachedDebugger {
  /** Resolves when it lets go, whoever wanted it; never rejects. */
  readonly ended: Promise<void>;
}

export interface DebugOptions extends CallOptions {
  readonly onProgress: (progress: LocalProgress) => void;
  /** Hands over to a debugger of VS Code's. Undefined when it could not attach. */
  readonly attach: (configuration: AttachConfiguration) => Promise<AttachedDebugger | undefined>;
}

/** Runs functions in containers with a debugger attached. */
export interface LocalDebugger {
  /**
   * Runs the function with the event in a container of its own, which is removed whatever happens. The debugger is attached
   * before the function's code is loaded. Rejects as `LocalInvoker.invoke` does, and with `debug.…`.
   */
  debug(request: LocalRequest, options: DebugOptions): Promise<LocalResult>;
}

/** What debugging needs of this machine. */
export interface DebugTools {
  /** Rejects with `debug.extensionMissing`. */
  files(functionName: string, wanted: ContainerDebugger, options: CallOptions): Promise<DebugFiles>;
  /** A TCP port of 127.0.0.1 that is free now. */
  freePort(): Promise<number>;
}
