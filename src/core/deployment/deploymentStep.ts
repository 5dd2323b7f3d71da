import type { JsonValue } from '../json.ts';
import type { Architecture } from '../manifest/functionManifest.ts';
import type { ArchiveFacts, RoleSpec, StoredObject } from './functionSpec.ts';

/** One field of a function's configuration that changes; `from` is undefined for a new function. Never an environment value. */
export interface SettingChange {
  readonly setting:
    'runtime' | 'handler' | 'description' | 'timeout' | 'memorySize' | 'ephemeralStorage' | 'roleArn';
  readonly from: string | number | undefined;
  readonly to: string | number;
}

/** The variable names that a change touches; the values stay in `FunctionSettingsChange.environment`. */
export interface EnvironmentNames {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Deployed, not in the manifest, and left as they are. */
  readonly kept: readonly string[];
  /** Empty in the environment file, deployed with a value, and left as they are. */
  readonly keptOverEmpty: readonly string[];
}

export interface FunctionSettingsChange {
  readonly changes: readonly SettingChange[];
  readonly environmentNames: EnvironmentNames | undefined;
  /** The whole map to send; undefined = the environment does not change. Secret. */
  readonly environment: Readonly<Record<string, string>> | undefined;
  /** Undefined = the layers do not change. */
  readonly layers?: {
    /** ARNs. */
    readonly from: readonly string[];
    readonly to: readonly LayerTarget[];
  };
}

/** A layer version that a function gets: one that exists, or the one that the run publishes. */
export type LayerTarget = { readonly arn: string } | { readonly published: string };

export interface LayerStep {
  readonly kind: 'publishLayer';
  readonly name: string;
  /** As the manifest has it. */
  readonly folder: string;
  readonly archive: ArchiveFacts;
  readonly runtimes: readonly string[];
  readonly architectures: readonly string[];
  /** ARN of the version that was the newest before; undefined for the first one. */
  readonly after: string | undefined;
  readonly via: StoredObject | undefined;
}

export type RoleStep =
  | { readonly kind: 'createRole'; readonly role: RoleSpec; readonly arn: string }
  | {
      readonly kind: 'updateTrustPolicy';
      readonly roleName: string;
      readonly from: JsonValue;
      readonly to: JsonValue;
    }
  | {
      readonly kind: 'putInlinePolicy';
      readonly roleName: string;
      readonly policyName: string;
      readonly from: JsonValue | undefined;
      readonly to: JsonValue;
    }
  | { readonly kind: 'attachManagedPolicy'; readonly roleName: string; readonly policyArn: string }
  | {
      readonly kind: 'putPermissionsBoundary';
      readonly roleName: string;
      readonly from: string | undefined;
      readonly to: string;
    }
  | { readonly kind: 'tagRole'; readonly roleName: string; readonly tags: Readonly<Record<string, string>> };

export type FunctionStep =
  /** Another update was under way when the plan was made: wait for its end, and stop when it changed the function. */
  | { readonly kind: 'waitForFunction'; readonly functionName: string }
  | {
      readonly kind: 'createFunction';
      readonly functionName: string;
      readonly settings: FunctionSettingsChange;
      readonly architecture: Architecture | undefined;
      readonly roleArn: string;
      /** Where the archive is uploaded to first, when it is too large for a direct upload. */
      readonly via?: StoredObject;
    }
  | {
      readonly kind: 'updateConfiguration';
      readonly functionName: string;
      readonly settings: FunctionSettingsChange;
    }
  | {
      readonly kind: 'updateCode';
      readonly functionName: string;
      readonly fromSha256: string;
      readonly fromSize: number;
      /** Set when the instruction set changes: that needs an upload even of equal code. */
      readonly architecture: { readonly from: Architecture; readonly to: Architecture } | undefined;
      readonly via?: StoredObject;
    }
  | {
      readonly kind: 'publishVersion';
      readonly functionName: string;
      readonly description: string | undefined;
    }
  | {
      readonly kind: 'createAlias';
      readonly functionName: string;
      readonly alias: string;
      readonly to: AliasTarget;
    }
  | {
      readonly kind: 'moveAlias';
      readonly functionName: string;
      readonly alias: string;
      readonly from: string;
      readonly to: AliasTarget;
      /** Shares of other versions that the move ends: version → 0 to 1. */
      readonly routing: Readonly<Record<string, number>>;
      readonly revisionId: string;
    };

export interface LogStep {
  readonly kind: 'setLogRetention';
  readonly functionName: string;
  readonly group: string;
  /** Days; undefined for ever. `missing`: the group is made. */
  readonly from: number | undefined | 'missing';
  readonly to: number;
}

/** What an alias is pointed to: a version that exists, or the one that the run publishes. */
export type AliasTarget = { readonly version: string } | 'published';

/** A step is data: what is needed to run it and to say it. Steps run in the order of the plan. */
export type DeploymentStep = RoleStep | LayerStep | FunctionStep | LogStep;
