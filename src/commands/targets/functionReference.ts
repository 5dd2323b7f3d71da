import type { Remembered } from '../../editor/memory.ts';

/** A function of the workspace as a person points at it: by its manifest, or by a handler and a few answers. */
export type FunctionReference = Remembered['lastFunction'];
export type HandlerReference = Extract<FunctionReference, { kind: 'handler' }>;
