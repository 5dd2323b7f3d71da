/** `lambda.json` or `<name>.lambda.json`. */
export const isManifestFile = (path: string): boolean => /(^|[\\/.])lambda\.json$/.test(path);

/** What of a manifest says which function of AWS it means. */
export interface FunctionNaming {
  readonly functionName: string | undefined;
  readonly accountId: string | undefined;
  readonly region: string | undefined;
}

/** Whether two manifests can mean one function of AWS: of one name, and not pinned to different places. */
export function meanSameFunction(a: FunctionNaming, b: FunctionNaming): boolean {
  const compatible = (left: string | undefined, right: string | undefined) =>
    left === undefined || right === undefined || left === right;
  return (
    a.functionName !== undefined &&
    a.functionName === b.functionName &&
    compatible(a.accountId, b.accountId) &&
    compatible(a.region, b.region)
  );
}
