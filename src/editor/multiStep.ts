/** Where a question stands in a flow of several; without it there is neither a count nor a way back. */
export interface StepPosition {
  readonly step: number;
  readonly total: number;
}

/** The answer "one step back" of a flow. Registered: every bundle of dist/ holds a copy of this module. */
export const back: unique symbol = Symbol.for('lambdaWorkbench.back');
export type Answer<T> = T | typeof back | undefined;

/** One question of a flow: takes what is known so far, answers with the question's answer added. */
export type FlowStep<State> = (state: State, position: StepPosition) => Promise<Answer<State>>;

/**
 * Asks one question after the other, with a count, and one step back on request. Undefined when the person gave up. Steps
 * may depend on what was answered so far. What was answered is kept on the way back, so that a question can propose it again.
 */
export async function runFlow<State>(
  initial: State,
  steps: readonly FlowStep<State>[] | ((state: State) => readonly FlowStep<State>[]),
): Promise<State | undefined> {
  let state = initial;
  let at = 0;
  for (;;) {
    const flow = typeof steps === 'function' ? steps(state) : steps;
    const step = flow[at];
    if (step === undefined) return state;
    const answer = await step(state, { step: at + 1, total: flow.length });
    if (answer === undefined) return undefined;
    if (answer === back) {
      at = Math.max(0, at - 1);
    } else {
      at += 1;
      state = answer;
    }
  }
}
