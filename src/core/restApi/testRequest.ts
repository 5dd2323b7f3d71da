/** A request to a stage. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** In the order of their coming; a name may come more than once. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** Bytes of the body. */
  readonly size: number;
  /** Milliseconds until all of it was there. */
  readonly duration: number;
}

/** What TestInvokeMethod tells. */
export interface TestInvocation {
  readonly status: number;
  readonly log: string;
}
