/** Milliseconds without output after which a log is taken to be complete, once the emulator is done and otherwise. */
const quiet = { finished: 60, unknown: 1_000 };

/** Waits for what a stream has still to bring: woken by each piece of output, never by polling. */
export class Settling {
  readonly #isComplete: () => boolean;
  readonly #isFinished: () => boolean;
  readonly #waiting = new Set<() => void>();
  #ended = false;

  /**
   * @param isComplete the last line has been read
   * @param isFinished nothing more will be written, though what was written may not have been read yet
   */
  constructor(isComplete: () => boolean, isFinished: () => boolean = () => false) {
    this.#isComplete = isComplete;
    this.#isFinished = isFinished;
  }

  /** Something was read. */
  activity(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** Nothing will be read any more. */
  end(): void {
    this.#ended = true;
    this.activity();
  }

  /** Resolves when it is so, when the stream has ended, or after `limitMs`. */
  until(isSo: () => boolean, limitMs: number): Promise<void> {
    if (isSo() || this.#ended || limitMs <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const check = () => {
        if (isSo() || this.#ended) finish();
      };
      const timer = setTimeout(finish, limitMs);
      this.#waiting.add(check);
    });
  }

  /** Resolves when the log is complete, as far as can be told. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const finish = () => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const check = () => {
        clearTimeout(timer);
        if (this.#isComplete() || this.#ended) finish();
        else timer = setTimeout(finish, this.#isFinished() ? quiet.finished : quiet.unknown);
      };
      this.#waiting.add(check);
      check();
    });
  }
}
