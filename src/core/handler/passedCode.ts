/** A slash after one of these starts a regular expression, after anything else it divides. */
const beforeRegex =
  /(^|[(,=:[!&|?{};+\-*%~^<>]|(?<![\w$.])(return|typeof|case|in|of|delete|void|throw|new|do|else|await|yield))$/;
/** What the parentheses behind one of these hold is a condition and no value. */
const beforeCondition = /(?<![\w$.])(if|while|for|with)$/;

/** Room for the longest keyword and for what tells it from the end of a name. Characters. */
const remembered = 12;

/** The JavaScript just passed, as far as it tells a division from a regular expression. */
export class PassedCode {
  /** Without blanks at its end. */
  #text = '';
  #spaced = false;
  /** Of each open parenthesis, whether it holds a condition. */
  readonly #conditions: boolean[] = [];

  get slashStartsRegex(): boolean {
    return beforeRegex.test(this.#text);
  }

  /** One character of code, or a blank for a comment. */
  character(char: string): void {
    if (/\s/.test(char)) {
      this.#spaced = true;
      return;
    }
    if (char === '(') this.#conditions.push(beforeCondition.test(this.#text));
    const endsCondition = char === ')' && this.#conditions.pop() === true;
    const text = this.#spaced ? `${this.#text} ${char}` : this.#text + char;
    this.#text = endsCondition ? ';' : text.slice(-remembered);
    this.#spaced = false;
  }

  /** A string, template or regular expression: `asCode` stands for it. */
  literal(asCode: ')' | '{'): void {
    this.#text = asCode;
    this.#spaced = false;
  }
}
