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

/** Equal for references to the same function. */
export function functionKey(reference: FunctionReference): string {
  return reference.kind === 'manifest' ? reference.file : `${reference.file}#${reference.handler}`;
}
