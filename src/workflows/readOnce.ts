/** What was read by name, kept until it is forgotten; a failure is not kept. */
export class ReadOnce<T> {
  readonly #values = new Map<string, Promise<T>>();

  get(name: string, read: () => Promise<T>): Promise<T> {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const reading = read();
    this.#values.set(name, reading);
    reading.catch(() => {
      if (this.#values.get(name) === reading) this.#values.delete(name);
    });
    return reading;
  }

  forget(name: string): void {
    this.#values.delete(name);
  }

  clear(): void {
    this.#values.clear();
  }
}
