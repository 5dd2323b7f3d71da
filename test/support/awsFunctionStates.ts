import { createHash } from 'node:crypto';
import type { AwsError } from './awsAnswers.ts';
import { Refusal } from './awsRefusal.ts';
import { stringMember } from './awsUpstream.ts';

type Config = Record<string, unknown>;

export interface UpdateFailure {
  /** Such as `InternalError`; becomes StateReasonCode or LastUpdateStatusReasonCode. */
  readonly code: string;
  readonly reason: string;
}

interface FunctionState {
  readonly kind: 'create' | 'update';
  busyUntil: number | undefined;
  failure: UpdateFailure | undefined;
}

const latest = '$LATEST';

/**
 * State and LastUpdateStatus as Lambda has them, for a time of our choosing, and RevisionIds that move by themselves:
 * when a creation or update ends, on PublishVersion, on Add- and RemovePermission. The emulator flips its own state after
 * half a second and says "Pending" during updates too, so its members are replaced, not adjusted.
 */
export class FunctionStates {
  readonly #states = new Map<string, FunctionState>();
  readonly #moves = new Map<string, number>();
  readonly #failures = new Map<string, UpdateFailure>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  started(functionName: string, kind: 'create' | 'update', ms: number): void {
    this.#settle(functionName);
    const failure = this.#failures.get(functionName);
    this.#failures.delete(functionName);
    this.#states.set(functionName, { kind, busyUntil: this.#now() + ms, failure });
  }

  /** The next creation or update of this function ends in `Failed`. */
  failNext(functionName: string, failure: UpdateFailure): void {
    this.#failures.set(functionName, failure);
  }

  /** Throws the ResourceConflictException of a function that is being created or updated. */
  refuseWhileBusy(functionName: string, arn: string): void {
    const kind = this.#busyKind(functionName);
    if (kind === 'update') throw conflict(`An update is in progress for resource: ${arn}`);
    this.refuseWhilePending(functionName);
  }

  refuseWhilePending(functionName: string): void {
    if (this.#busyKind(functionName) === 'create') {
      throw conflict('The function is currently in the following state: Pending');
    }
  }

  /** The revision of `$LATEST`, a version or an alias changed without an update of its own. */
  move(functionName: string, qualifier = latest): void {
    const key = `${functionName}:${qualifier}`;
    this.#moves.set(key, (this.#moves.get(key) ?? 0) + 1);
  }

  revision(functionName: string, qualifier: string, upstream: string): string {
    this.#settle(functionName);
    const moves = this.#moves.get(`${functionName}:${qualifier}`) ?? 0;
    if (moves === 0) return upstream;
    const digest = createHash('sha256').update(`${upstream}:${moves}`).digest('hex');
    return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  }

  /** A configuration as the client is to see it. `listed`: ListFunctions and ListVersionsByFunction leave the states out. */
  expose(config: Config, listed = false): Config {
    const functionName = stringMember(config, 'FunctionName') ?? '';
    const version = stringMember(config, 'Version') ?? latest;
    const { State: _1, StateReason: _2, StateReasonCode: _3, ...rest } = config;
    const {
      LastUpdateStatus: _4,
      LastUpdateStatusReason: _5,
      LastUpdateStatusReasonCode: _6,
      ...plain
    } = rest;
    const upstream = stringMember(config, 'RevisionId') ?? '';
    const exposed = { ...plain, RevisionId: this.revision(functionName, version, upstream) };
    return listed ? exposed : { ...exposed, ...this.#stateMembers(functionName, version) };
  }

  #stateMembers(functionName: string, version: string): Config {
    const active = { State: 'Active', LastUpdateStatus: 'Successful' };
    const state = this.#states.get(functionName);
    if (version !== latest || state === undefined) return active;
    if (state.busyUntil !== undefined) {
      return state.kind === 'create'
        ? { State: 'Pending', StateReason: 'The function is being created.', StateReasonCode: 'Creating' }
        : {
            State: 'Active',
            LastUpdateStatus: 'InProgress',
            LastUpdateStatusReason: 'The function is being created.',
            LastUpdateStatusReasonCode: 'Creating',
          };
    }
    const { failure } = state;
    if (failure === undefined) return active;
    return state.kind === 'create'
      ? { State: 'Failed', StateReason: failure.reason, StateReasonCode: failure.code }
      : {
          State: 'Active',
          LastUpdateStatus: 'Failed',
          LastUpdateStatusReason: failure.reason,
          LastUpdateStatusReasonCode: failure.code,
        };
  }

  #busyKind(functionName: string): 'create' | 'update' | undefined {
    this.#settle(functionName);
    const state = this.#states.get(functionName);
    return state?.busyUntil === undefined ? undefined : state.kind;
  }

  #settle(functionName: string): void {
    const state = this.#states.get(functionName);
    if (state?.busyUntil === undefined || this.#now() < state.busyUntil) return;
    state.busyUntil = undefined;
    this.move(functionName);
  }
}

function conflict(reason: string): Refusal {
  const error: AwsError = {
    code: 'ResourceConflictException',
    message: `The operation cannot be performed at this time. ${reason}`,
    status: 409,
  };
  return new Refusal(error);
}
