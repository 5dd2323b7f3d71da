import { unlessAborted } from './unlessAborted.ts';

/** One at a time, in the order of asking. */
export class TurnQueue {
  #last: Promise<void> | undefined;

  /**
   * Resolves with what ends the turn when it has come. Rejects with an AbortError when aborted while waiting; those behind
   * keep their place.
   */
  async take(signal: AbortSignal, onWaiting: () => void): Promise<() => void> {
    signal.throwIfAborted();
    const before = this.#last;
    let endTurn: () => void = () => undefined;
    const turn = new Promise<void>((resolve) => (endTurn = resolve));
    const mine = (before ?? Promise.resolve()).then(() => turn);
    this.#last = mine;
    void mine.then(() => {
      if (this.#last === mine) this.#last = undefined;
    });
    if (before === undefined) return endTurn;
    onWaiting();
    try {
      await unlessAborted(before, signal);
      return endTurn;
    } catch (error) {
      endTurn();
      throw error;
    }
  }
}
