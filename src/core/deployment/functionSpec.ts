import type { JsonValue } from '../json.ts';
import type { Architecture } from '../manifest/functionManifest.ts';

/** An inline policy of the workspace: its name in IAM, the document, and the file it was read from (for sentences). */
export interface InlinePolicySpec {
  readonly name: string;
  readonly document: JsonValue;
  readonly file: string;
}

/** An execution role as the workspace wants it; what is undefined is not managed. */
export interface RoleSpec {
  readonly name: string;
  readonly trustPolicy: JsonValue;
  /** False when the manifest names no trust policy: the default is used on create and never enforced afterwards. */
  readonly trustPolicyManaged: boolean;
  readonly inlinePolicies: readonly InlinePolicySpec[];
  readonly managedPolicyArns: readonly string[];
  readonly permissionsBoundary?: string;
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export type ExecutionRoleSpec =
  | { readonly kind: 'arn'; readonly arn: string }
  /** Created and kept in step with the workspace. */
  | { readonly kind: 'managed'; readonly role: RoleSpec }
  /** The manifest has no role key: made for a new function, left alone for one that exists. */
  | { readonly kind: 'default'; readonly role: RoleSpec };

/** What a deploy does to the environment of the function. Values are secrets: no sentence, log or error shows them. */
export interface EnvironmentSpec {
  readonly set: Readonly<Record<string, string>>;
  /** Names whose deployed value stays (`null` in the manifest). */
  readonly keep: readonly string[];
  /** Names that an environment file leaves empty (`KEY=`): set to nothing only where nothing is deployed. */
  readonly empty: readonly string[];
  /** True removes deployed variables named in neither. */
  readonly exact: boolean;
  /** Names of an environment file that Lambda reserves; left out, and said so. */
  readonly leftOut: readonly string[];
}

/** A layer as the manifest wants it. */
export type LayerSpec =
  | { readonly kind: 'arn'; readonly arn: string }
  | {
      readonly kind: 'folder';
      /** Of the layer in Lambda. */
      readonly name: string;
      /** As the manifest has it, for sentences. */
      readonly folder: string;
      readonly archive: ArchiveFacts;
    };

/** A manifest with everything it names read in: what a deployment is planned from. */
export interface FunctionSpec {
  readonly functionName: string;
  readonly runtime: string;
  readonly handler: string;
  readonly description?: string;
  /** Seconds. */
  readonly timeout?: number;
  /** MB. */
  readonly memorySize?: number;
  /** MB. */
  readonly ephemeralStorage?: number;
  readonly architecture?: Architecture;
  readonly environment?: EnvironmentSpec;
  readonly role: ExecutionRoleSpec;
  /** In their order; undefined: not managed. */
  readonly layers?: readonly LayerSpec[];
  /** S3 bucket for archives that are too large for a direct upload. */
  readonly bucket?: string;
  readonly publish: boolean;
  readonly alias?: string;
  /** Days that the log is to be kept; undefined: not managed. */
  readonly retentionDays?: number;
  /** Description of a version that this deploy publishes, at most 256 characters. */
  readonly versionDescription?: string;
}

/** What is known of the archive when a deployment is planned. */
export interface ArchiveFacts {
  /** Absolute path of the zip. */
  readonly file: string;
  /** base64 SHA-256 of the zip, as Lambda's CodeSha256. */
  readonly sha256: string;
  /** Bytes of the zip. */
  readonly size: number;
  /** Bytes of all files in it. */
  readonly unzippedSize: number;
  /** CodeSha256 of archives that others made of the same content: what an import found deployed. */
  readonly standsFor?: readonly string[];
  /** Where it was uploaded to, when Lambda takes it from there. */
  readonly storedAt?: StoredObject;
}

/** An object of S3. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
}

/** Whether an archive holds what is deployed already. */
export function holdsDeployedCode(
  { sha256, standsFor }: Pick<ArchiveFacts, 'sha256' | 'standsFor'>,
  codeSha256: string,
): boolean {
  return sha256 === codeSha256 || standsFor?.includes(codeSha256) === true;
}
