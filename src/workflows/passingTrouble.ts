import { isFailure } from '../core/failures/failure.ts';
import type { Failure } from '../core/failures/failure.ts';

/** Whether a read that failed is worth asking again after a while: the network, or AWS, comes back by itself. */
export const passesByItself = (error: unknown): error is Failure =>
  isFailure(
    error,
    'aws.uncertain',
    'aws.unavailable',
    'aws.throttled',
    'connection.unreachable',
    'connection.timedOut',
  );
