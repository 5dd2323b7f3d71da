import type { Dialogs, PickQuestion } from '../../src/editor/dialogs.ts';
import type { Answer, StepPosition } from '../../src/editor/multiStep.ts';

interface Asked {
  readonly kind: 'confirm' | 'pick' | 'input' | 'saveFile' | 'notify';
  readonly text: string;
  readonly detail?: string;
  readonly buttons?: readonly string[];
  /** Of a flow: `2/3`. */
  readonly step?: string;
  /** The row that Enter would take. */
  readonly proposed?: string;
}

/**
 * Answers the extension's questions in the test host, where modal dialogs throw. Answers are given in order; a question
 * without one is cancelled, as by Escape.
 */
export class ScriptedPerson {
  readonly asked: Asked[] = [];
  #answers: string[] = [];

  /** Puts this person in front of the extension until the end of the test run. */
  answerFor(dialogs: Dialogs): void {
    dialogs.confirm = ({ message, detail, buttons }) => {
      this.asked.push({ kind: 'confirm', text: message, detail, buttons });
      return Promise.resolve(this.#choose(buttons));
    };
    dialogs.pick = (question, position) => this.#pick(question, position);
    dialogs.pickMany = ({ title, placeholder, items, meaning }) => {
      const proposed = items.filter(({ picked }) => picked === true);
      const values = proposed.map(({ value }) => value);
      this.asked.push({
        kind: 'pick',
        text: `${title}: ${placeholder}`,
        detail: meaning(values),
        buttons: items.map(({ label }) => label),
        proposed: proposed.map(({ label }) => label).join(', '),
      });
      const answer = this.#answers.shift();
      if (answer === undefined) return Promise.resolve(undefined);
      const labels = answer === '' ? [] : answer.split(', ');
      for (const label of labels) {
        if (!items.some((item) => item.label === label)) throw new Error(`"${label}" is not offered.`);
      }
      const chosen = items.filter(({ label }) => labels.includes(label));
      return Promise.resolve(chosen.map(({ value }) => value));
    };
    dialogs.input = ({ title, prompt }, position) => {
      this.asked.push({ kind: 'input', text: `${title}: ${prompt}`, step: stepText(position) });
      return Promise.resolve(this.#answers.shift());
    };
    dialogs.saveFile = (title) => {
      this.asked.push({ kind: 'saveFile', text: title });
      return Promise.resolve(this.#answers.shift());
    };
    dialogs.notify = (_severity, message, buttons) => {
      this.asked.push({ kind: 'notify', text: message, buttons });
      return Promise.resolve(buttons.includes(this.#answers[0] ?? '') ? this.#answers.shift() : undefined);
    };
  }

  /** Forgets what was asked and takes these answers: labels of buttons and rows, or what is typed. */
  willAnswer(...answers: string[]): void {
    this.asked.length = 0;
    this.#answers = answers;
  }

  /** Sentences shown since `willAnswer`. */
  get told(): string[] {
    return this.asked.filter(({ kind }) => kind === 'notify').map(({ text }) => text);
  }

  get unusedAnswers(): readonly string[] {
    return this.#answers;
  }

  async #pick<T>(
    { title, placeholder, items, more }: PickQuestion<T>,
    position: StepPosition | undefined,
  ): Promise<Answer<T>> {
    let rows = await items;
    await more?.((shown) => (rows = shown), new AbortController().signal);
    this.asked.push({
      kind: 'pick',
      text: `${title}: ${placeholder}`,
      buttons: rows.map(({ label }) => label),
      step: stepText(position),
      proposed: rows.find(({ picked }) => picked === true)?.label,
    });
    const label = this.#choose(rows.map((row) => row.label));
    return rows.find((row) => row.label === label)?.value;
  }

  /** The next answer, which must be on offer. */
  #choose(offered: readonly string[]): string | undefined {
    const answer = this.#answers.shift();
    if (answer === undefined || offered.includes(answer)) return answer;
    throw new Error(`"${answer}" is not offered, only: ${offered.join(' | ')}`);
  }
}

const stepText = (position: StepPosition | undefined) => position && `${position.step}/${position.total}`;
