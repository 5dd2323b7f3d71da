import type { DeployedReference } from './invocations/deployedReference.ts';

/** A function of the workspace as a person points at it: by its manifest, or by a handler and a few answers. */
export type FunctionReference =
  | { readonly kind: 'manifest'; readonly file: string }
  | {
      readonly kind: 'handler';
      readonly file: string;
      readonly functionName: string;
      readonly runtime: string;
      readonly handler: string;
    };
export type HandlerReference = Extract<FunctionReference, { kind: 'handler' }>;

/** A function that was invoked: here, or in AWS. */
export type InvokedReference = FunctionReference | DeployedReference;

/** Equal for references to the same function. */
export function functionKey(reference: InvokedReference): string {
  // No path looks like that.
  if (reference.kind === 'deployed') return `aws:${reference.functionName}:${reference.qualifier}`;
  return reference.kind === 'manifest' ? reference.file : `${reference.file}#${reference.handler}`;
}
