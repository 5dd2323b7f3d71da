/** What a manifest names, as far as it can be read: also of a manifest with mistakes in it. Paths are absolute. */
export interface ManifestFiles {
  readonly functionName: string | undefined;
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  /** Where the handler may be; which of them exists is not known here. */
  readonly handlerFiles: readonly string[];
  readonly trustPolicyFile: string | undefined;
  readonly permissionFiles: readonly string[];
  readonly environmentFiles: readonly string[];
  /** The folder that becomes the archive. */
  readonly root: string;
}

/** `lambda.json` or `<name>.lambda.json`. */
export const isManifestFile = (path: string): boolean => /(^|[\\/.])lambda\.json$/.test(path);

type Named = Pick<ManifestFiles, 'functionName' | 'accountId' | 'region'>;

/** Whether two manifests can mean one function of AWS: of one name, and not pinned to different places. */
export function meanSameFunction(a: Named, b: Named): boolean {
  const compatible = (left: string | undefined, right: string | undefined) =>
    left === undefined || right === undefined || left === right;
  return (
    a.functionName !== undefined &&
    a.functionName === b.functionName &&
    compatible(a.accountId, b.accountId) &&
    compatible(a.region, b.region)
  );
}
