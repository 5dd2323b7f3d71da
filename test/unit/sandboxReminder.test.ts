import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { SandboxReminder } from '../../src/workflows/local/sandboxReminder.ts';

describe('the reminder that the sandbox does not run', () => {
  it('is given once, and again after it has run', () => {
    const status = { kind: 'sandbox' as 'sandbox' | 'aws', running: false };
    const reminder = new SandboxReminder(() => status);
    const first = reminder.take();
    assert.equal(first?.source, 'ours');
    assert.match(first.text, /sandbox is not running/);
    assert.equal(reminder.take(), undefined);
    status.running = true;
    assert.equal(reminder.take(), undefined);
    status.running = false;
    assert.notEqual(reminder.take(), undefined);
  });

  it('is for nobody who is connected to AWS', () => {
    const reminder = new SandboxReminder(() => ({ kind: 'aws', running: false }));
    assert.equal(reminder.take(), undefined);
  });
});
