import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { FunctionReference } from '../../src/core/functionReference.ts';
import { InvokeOnSave } from '../../src/workflows/local/invokeOnSave.ts';
import { FakeClock } from '../support/fakeClock.ts';

/** Runs that are started, in order, and how each ended. */
class Runs {
  readonly started: string[] = [];
  readonly ended: string[] = [];
  readonly #finish: (() => void)[] = [];

  readonly run = async (reference: FunctionReference, signal: AbortSignal): Promise<void> => {
    const key = reference.file;
    this.started.push(key);
    await new Promise<void>((resolve, reject) => {
      this.#finish.push(resolve);
      signal.addEventListener('abort', () => {
        this.ended.push(`${key} aborted`);
        reject(signal.reason as Error);
      });
    });
    this.ended.push(key);
  };

  finishAll(): void {
    for (const finish of this.#finish) finish();
  }
}

const calc = { kind: 'manifest', file: 'calc' } as const;
const hi = { kind: 'manifest', file: 'hi' } as const;

describe('InvokeOnSave', () => {
  let clock: FakeClock;
  let runs: Runs;
  let errors: unknown[];
  let onSave: InvokeOnSave;
  beforeEach(() => {
    clock = new FakeClock();
    runs = new Runs();
    errors = [];
    onSave = new InvokeOnSave({ clock, run: runs.run, onError: (error) => errors.push(error) });
    onSave.turnOn(calc, (file) => file.startsWith('/w/calc/'));
  });
  afterEach(() => {
    onSave.dispose();
    assert.deepEqual(errors, []);
  });

  it('runs the functions that a saved file concerns, and no others', async () => {
    onSave.turnOn(hi, (file) => file.startsWith('/w/hi/'));
    onSave.saved('/w/README.md');
    onSave.saved('/w/calc/calc.py');
    await clock.advance(1000);
    assert.deepEqual(runs.started, ['calc']);
  });

  it('takes saves in quick succession for one', async () => {
    onSave.saved('/w/calc/a.py');
    await clock.advance(10);
    onSave.saved('/w/calc/b.py');
    await clock.advance(1000);
    assert.deepEqual(runs.started, ['calc']);
  });

  it('lets a newer save supersede a run, which ends before the next one starts', async () => {
    onSave.saved('/w/calc/a.py');
    await clock.advance(100);
    onSave.saved('/w/calc/a.py');
    await clock.advance(0);
    assert.deepEqual([runs.started, runs.ended], [['calc'], ['calc aborted']]);
    await clock.advance(100);
    runs.finishAll();
    await clock.advance(0);
    assert.deepEqual(
      [runs.started, runs.ended],
      [
        ['calc', 'calc'],
        ['calc aborted', 'calc'],
      ],
    );
  });

  it('is deaf to what an invocation saves by itself', async () => {
    await onSave.whileDeaf(() => {
      onSave.saved('/w/calc/a.py');
      return Promise.resolve();
    });
    await clock.advance(1000);
    assert.deepEqual(runs.started, []);
    onSave.saved('/w/calc/a.py');
    await clock.advance(1000);
    assert.deepEqual(runs.started, ['calc']);
  });

  it('ends the run when it is turned off, and says that it is off', async () => {
    let told = 0;
    onSave.onDidChange(() => told++);
    onSave.saved('/w/calc/a.py');
    await clock.advance(100);
    onSave.turnOff(calc);
    onSave.turnOff(calc);
    await clock.advance(1000);
    assert.deepEqual(runs.ended, ['calc aborted']);
    assert.deepEqual([told, onSave.isOn(calc), onSave.all()], [1, false, []]);
    onSave.saved('/w/calc/a.py');
    await clock.advance(1000);
    assert.deepEqual(runs.started, ['calc']);
  });

  it('goes on after a run that failed, and hands the failure on', async () => {
    const failure = new Error('The engine is gone.');
    let fail = true;
    const handed: unknown[] = [];
    const failing = new InvokeOnSave({
      clock,
      run: (reference) =>
        fail ? Promise.reject(failure) : runs.run(reference, new AbortController().signal),
      onError: (error) => handed.push(error),
    });
    failing.turnOn(calc, () => true);
    failing.saved('/w/calc/a.py');
    await clock.advance(100);
    fail = false;
    failing.saved('/w/calc/a.py');
    await clock.advance(100);
    assert.deepEqual([handed, runs.started], [[failure], ['calc']]);
  });
});
