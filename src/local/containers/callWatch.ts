import type { ContainerSpec } from '../../core/local/containerSpec.ts';
import type { HttpAnswer } from './invokeHttp.ts';

/** How a call came to its end. */
export type CallEnd =
  | { readonly kind: 'answered'; readonly response: HttpAnswer }
  /** The function, or the image itself, does not answer in time. */
  | { readonly kind: 'hung' }
  /** The runtime is gone and nobody says so. */
  | { readonly kind: 'exited' };

/** Milliseconds that Lambda gives an initialisation, and that an image may need to say that time is up. */
const initLimit = 10_000;
const grace = 2_000;
/** Milliseconds between two looks for a runtime that has ended without a word. */
const lookPause = 2_000;

export interface WatchedCall {
  readonly spec: Pick<ContainerSpec, 'timeout'>;
  readonly cold: boolean;
  /** True when the image ends a function at its time-out itself: then only a hanging image is watched for. */
  readonly enforces: boolean;
  readonly processes: () => Promise<number | undefined>;
}

/** The watchdog of one call. */
export class CallWatch {
  /** Resolves when the call has to be given up; never without that. */
  readonly ended: Promise<CallEnd>;
  readonly #call: WatchedCall;
  #end: (end: CallEnd) => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;
  #hasBegun = false;

  constructor(call: WatchedCall) {
    this.#call = call;
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.#limit(call.spec.timeout * 1000 + grace + (call.cold ? initLimit : 0));
    if (!call.enforces) this.#looking = setInterval(() => void this.#look(), lookPause);
  }

  /** The handler is about to be called: from now on the time-out counts, where the image does not count itself. */
  begun(): void {
    if (this.#hasBegun || this.#call.enforces) return;
    this.#hasBegun = true;
    this.#limit(this.#call.spec.timeout * 1000);
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#looking);
  }

  #limit(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#giveUp(), ms);
  }

  async #giveUp(): Promise<void> {
    if (!this.#call.enforces) await this.#look();
    this.#end({ kind: 'hung' });
  }

  /** A container without a runtime has the server's process and no other. */
  async #look(): Promise<void> {
    if ((await this.#call.processes()) === 1) this.#end({ kind: 'exited' });
  }
}
