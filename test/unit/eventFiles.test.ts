import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventProblems } from '../../src/core/events/checkEvent.ts';
import { isEventFile, nearestFunctions } from '../../src/core/events/eventFiles.ts';

const calc = { folder: '/w/calc' };
const nested = { folder: '/w/calc/inner' };
const hi = { folder: '/w/hi' };
const all = [calc, nested, hi];

describe('isEventFile', () => {
  const yes = (path: string) => assert.equal(isEventFile(path, all), true, path);
  const no = (path: string) => assert.equal(isEventFile(path, all), false, path);

  it('takes *.event.json anywhere', () => {
    yes('/w/rest.event.json');
    yes('/elsewhere/rest.event.json');
    no('/w/.event.json');
    no('/w/event.json');
  });

  it('takes JSON files of a folder "events" beside or below a manifest, at any depth', () => {
    yes('/w/calc/events/rest.json');
    yes('/w/calc/events/errors/bad.json');
    yes('/w/calc/test/events/rest.json');
    no('/w/events/rest.json');
    no('/w/calc/rest.json');
    no('/w/calc/my-events/rest.json');
    no('/w/calc/events/readme.md');
  });

  it('is not misled by a folder "events" above the manifest', () => {
    assert.equal(isEventFile('/events/app/package.json', [{ folder: '/events/app' }]), false);
  });

  it('never takes a manifest', () => no('/w/calc/events/one.lambda.json'));

  it('knows Windows paths', () => {
    assert.equal(isEventFile('C:\\w\\calc\\events\\rest.json', [{ folder: 'c:\\w\\calc' }]), true);
  });
});

describe('nearestFunctions', () => {
  it('takes the deepest folder that holds the event', () => {
    assert.deepEqual(nearestFunctions('/w/calc/inner/events/a.json', all), [nested]);
    assert.deepEqual(nearestFunctions('/w/calc/events/a.json', all), [calc]);
  });

  it('takes all of one folder', () => {
    const other = { folder: '/w/hi', name: 'other' };
    assert.deepEqual(nearestFunctions('/w/hi/events/a.json', [...all, other]), [hi, other]);
  });

  it('takes the fewest steps where no folder holds the event', () => {
    assert.deepEqual(nearestFunctions('/w/shared/a.event.json', all), [calc, hi]);
    assert.deepEqual(nearestFunctions('/a.event.json', []), []);
  });
});

describe('eventProblems', () => {
  const found = (text: string) => eventProblems(text).map(({ line, column }) => `${line}:${column}`);

  it('finds nothing in JSON of any depth and length, keys given twice included', () => {
    const deep = '['.repeat(500) + ']'.repeat(500);
    const long = JSON.stringify('x'.repeat(2_000_000));
    for (const text of ['{}', 'null', '35', '{"a": 1, "a": 2}', deep, long])
      assert.deepEqual(found(text), []);
  });

  it('says the place of each mistake', () => {
    assert.deepEqual(found('{\n  "left": 7,\n}'), ['3:1']);
    assert.deepEqual(found('{\n  // no comments in events\n}'), ['2:3']);
  });

  it('has a place for a text that our parser cannot read through, and for none at all', () => {
    assert.equal(found('').length, 1);
    const long = `{"a": "${'x'.repeat(1_100_000)}",\n oops}`;
    assert.deepEqual(found(long), ['2:2']);
  });
});
