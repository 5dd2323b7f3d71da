/** A method of a resource, and what it runs. */
export interface LiveMethod {
  readonly method: string;
  /** URI of its integration; undefined where it has none, or one without. */
  readonly uri: string | undefined;
  /** Type of its integration, such as AWS_PROXY or MOCK; undefined where it has none. */
  readonly type: string | undefined;
  /** Of a CORS mock of ours the methods that it allows, empty while it is not whole; undefined for every other method. */
  readonly cors: string | undefined;
}

export interface LiveResource {
  readonly id: string;
  /** From the root, such as /users/{username}. */
  readonly path: string;
  readonly methods: readonly LiveMethod[];
}

export interface LiveStage {
  readonly name: string;
  readonly deploymentId: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  /** Where it answers, without a slash at its end. */
  readonly url: string;
}

export interface LiveRestApi {
  readonly id: string;
  readonly name: string;
  /** Whether we made it. */
  readonly isOurs: boolean;
  /** Sorted by name. */
  readonly stages: readonly LiveStage[];
  /** Sorted by path. */
  readonly resources: readonly LiveResource[];
}

/** A method of a REST API and its path. */
export interface Route {
  readonly method: string;
  readonly path: string;
}

/** `GET /calc` */
export const routeName = ({ method, path }: Route): string => `${method} ${path}`;
