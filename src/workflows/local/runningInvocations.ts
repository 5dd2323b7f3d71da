interface Running {
  readonly key: string;
  readonly controller: AbortController;
}

/** The invocations that can be cancelled, by their id in the history. */
export class RunningInvocations {
  readonly #running = new Map<number, Running>();

  /** @param key of the function, `functionKey` */
  add(id: number, key: string, controller: AbortController): void {
    this.#running.set(id, { key, controller });
  }

  remove(id: number): void {
    this.#running.delete(id);
  }

  cancel(id: number): void {
    this.#running.get(id)?.controller.abort();
  }

  /** Cancels what runs of one function: a newer state of its code supersedes it. */
  cancelAllOf(key: string): void {
    for (const running of this.#running.values()) {
      if (running.key === key) running.controller.abort();
    }
  }
}
