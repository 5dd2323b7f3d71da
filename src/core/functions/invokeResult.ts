/** What Invoke answered; asynchronous, that is nothing but that it was accepted. */
export interface InvokeResult {
  /** `error`: the function raised, timed out or ended; the payload is Lambda's error object then. */
  readonly status: 'success' | 'error';
  /** Text of the answer: JSON. */
  readonly payload: string;
  /** The last 4 KB of the log. */
  readonly logTail: string;
  /** The version that ran: an alias may lead to one of two. */
  readonly executedVersion: string;
  readonly requestId: string;
}
