import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { back, runFlow } from '../../src/editor/multiStep.ts';
import type { Answer, FlowStep } from '../../src/editor/multiStep.ts';

interface State {
  readonly a?: string;
  readonly b?: string;
}

/** Answers in turn; the positions that were asked are recorded. */
function scripted(key: keyof State, answers: Answer<string>[], asked: string[]): FlowStep<State> {
  return (state, { step, total }) => {
    asked.push(`${key} ${step}/${total} ${state.a ?? '-'}`);
    const answer = answers.shift();
    return Promise.resolve(answer === undefined || answer === back ? answer : { ...state, [key]: answer });
  };
}

describe('runFlow', () => {
  it('adds up the answers', async () => {
    const asked: string[] = [];
    const result = await runFlow<State>({}, [scripted('a', ['1'], asked), scripted('b', ['2'], asked)]);
    assert.deepEqual(result, { a: '1', b: '2' });
    assert.deepEqual(asked, ['a 1/2 -', 'b 2/2 1']);
  });

  it('goes one step back and asks again', async () => {
    const asked: string[] = [];
    const result = await runFlow<State>({}, [
      scripted('a', ['1', 'x'], asked),
      scripted('b', [back, '2'], asked),
    ]);
    assert.deepEqual(result, { a: 'x', b: '2' });
    assert.deepEqual(asked, ['a 1/2 -', 'b 2/2 1', 'a 1/2 1', 'b 2/2 x']);
  });

  it('asks what follows from the answers so far', async () => {
    const asked: string[] = [];
    const first = scripted('a', ['1', 'long'], asked);
    const second = scripted('b', [back, back, '2'], asked);
    const result = await runFlow<State>({}, ({ a }) =>
      a === 'long' ? [first, first, second] : [first, second],
    );
    assert.equal(result, undefined);
    assert.deepEqual(asked, ['a 1/2 -', 'b 2/2 1', 'a 1/2 1', 'a 2/3 long']);
  });

  it('ends with nothing when the person gives up', async () => {
    assert.equal(
      await runFlow<State>({}, [scripted('a', ['1'], []), scripted('b', [undefined], [])]),
      undefined,
    );
  });
});
