import { StringDecoder } from 'node:string_decoder';

/** CloudWatch cuts an event at 256 KB; a line without an end must not grow here for ever. */
const longestLine = 256 * 1024;

/**
 * Cuts a stream into lines, in order and complete: `\n`, `\r\n` and `\r` (Python's tracebacks) end one. Bytes that are no
 * UTF-8 become U+FFFD, also when a character is spread over two chunks.
 */
export class LineReader {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(chunk: Buffer): void {
    const text = this.#rest + this.#decoder.write(chunk);
    // A carriage return at the very end may be half of a line end.
    const end = /\r\n|\n|\r(?!$)/g;
    let start = 0;
    for (let match = end.exec(text); match !== null; match = end.exec(text)) {
      this.#onLine(text.slice(start, match.index));
      start = end.lastIndex;
    }
    this.#rest = text.slice(start);
    while (this.#rest.length > longestLine) {
      this.#onLine(this.#rest.slice(0, longestLine));
      this.#rest = this.#rest.slice(longestLine);
    }
  }

  /** What was written without a line end, as a line. */
  flush(): void {
    const rest = (this.#rest + this.#decoder.end()).replace(/\r$/, '');
    this.#rest = '';
    if (rest !== '') this.#onLine(rest);
  }
}
