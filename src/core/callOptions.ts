/** What every call to the outside takes: aborted, it rejects with an AbortError. */
export interface CallOptions {
  readonly signal: AbortSignal;
}
