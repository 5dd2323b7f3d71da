import type { JsonValue } from '../json.ts';
import type { LiveMethod, LiveRestApi, Route } from './liveRestApi.ts';

/** What there is of an API. */
export interface LiveApiState {
  /** Undefined: there is no API of this name. */
  readonly api: LiveRestApi | undefined;
  /** Description of what is deployed to the stage. */
  readonly deployedAs: string | undefined;
  /** The resource policy of the function, or of the alias. */
  readonly policy: JsonValue | undefined;
}

export type Variables = Readonly<Record<string, string>>;

/** A step is data: what is needed to run it and to say it. */
export type RestApiStep =
  | { readonly kind: 'createApi'; readonly name: string }
  | { readonly kind: 'createResource'; readonly path: string }
  | {
      readonly kind: 'putRoute';
      readonly route: Route;
      readonly uri: string;
      /** What the route runs now; undefined for a new one, and for one that runs nothing yet. */
      readonly from: string | undefined;
      /** Whether there is no such method. */
      readonly isNew: boolean;
    }
  | { readonly kind: 'putCors'; readonly path: string; readonly methods: string; readonly isNew: boolean }
  /** `replaces`: another statement has the id, it goes first. */
  | { readonly kind: 'addPermission'; readonly route: Route; readonly replaces: boolean }
  | {
      readonly kind: 'setVariables';
      readonly stage: string;
      readonly from: Variables;
      readonly to: Variables;
    }
  | {
      readonly kind: 'deploy';
      readonly stage: string;
      readonly description: string;
      readonly isNew: boolean;
      /** Of a new stage. */
      readonly variables: Variables;
    }
  | { readonly kind: 'removeRoute'; readonly route: Route }
  /** With everything in it: these routes. */
  | { readonly kind: 'removeResource'; readonly path: string; readonly routes: readonly Route[] }
  | { readonly kind: 'removePermission'; readonly route: Route; readonly alias: string | undefined }
  | { readonly kind: 'removeStage'; readonly stage: string }
  | { readonly kind: 'removeApi'; readonly name: string; readonly routes: readonly Route[] };

export interface RestApiPlan {
  readonly steps: readonly RestApiStep[];
  /** Routes that run the function and that the manifest does not name, and CORS mocks of ours that it does not want. */
  readonly kept: readonly Route[];
}

/** Methods of a resource by their path. */
export type MethodsByPath = ReadonlyMap<string, readonly LiveMethod[]>;
