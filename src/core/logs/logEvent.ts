/** An entry of a log group: one or more lines. */
export interface LogEvent {
  /** AWS's own, where it gives one: a live tail does not. */
  readonly id: string | undefined;
  readonly stream: string;
  /** Milliseconds since the epoch, as the writer says. */
  readonly time: number;
  /** The same, when CloudWatch took it: by AWS's own clock. */
  readonly ingested: number;
  readonly message: string;
}
