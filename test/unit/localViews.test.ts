import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { concernsRun } from '../../src/core/events/runConcern.ts';
import { functionOfLine, openingLine, shownLine } from '../../src/core/invocations/outputLines.ts';
import { isTreeNode, NodeCache, nodeId } from '../../src/tree/nodes.ts';

describe('concernsRun', () => {
  const files = {
    root: '/w/calc/src',
    named: ['/w/calc/lambda.json', '/w/env.txt'],
    used: ['/w/layer', '/w/data/table.csv'],
    event: '/w/calc/events/rest.json',
  };
  const concerns = (file: string) => concernsRun(file, files, (one) => one.includes('/events/'));

  it('takes the code, dependencies included, the manifest, environment files and the event', () => {
    for (const file of ['calc.py', 'lib/deep/a.py', 'node_modules/x/index.js', 'tests/a.py']) {
      assert.equal(concerns(`/w/calc/src/${file}`), true, file);
    }
    for (const file of [...files.named, files.event]) assert.equal(concerns(file), true, file);
  });

  it('takes layers, mounts and targets of links, whatever they hold', () => {
    for (const file of ['/w/layer/python/a.py', '/w/data/table.csv']) {
      assert.equal(concerns(file), true, file);
    }
    for (const file of ['/w/layer2/a.py', '/w/data/other.csv']) assert.equal(concerns(file), false, file);
  });

  it('leaves other events, other folders and what is in no archive', () => {
    for (const file of ['/w/calc/src/events/other.json', '/w/calc/README.md', '/w/calc/src2/a.py']) {
      assert.equal(concerns(file), false, file);
    }
    for (const file of ['.git/index', '.vscode/settings.json', '.env', '.lambdaignore']) {
      assert.equal(concerns(`/w/calc/src/${file}`), false, file);
    }
  });
});

describe('the lines of the log', () => {
  it('are as they were written; ours are marked', () => {
    assert.equal(shownLine({ source: 'function', text: 'REPORT of mine' }, undefined), 'REPORT of mine');
    assert.equal(shownLine({ source: 'ours', text: 'REPORT' }, undefined), '» REPORT');
  });

  it('name their function while several write, and lines of a traceback are lines', () => {
    assert.equal(shownLine({ source: 'function', text: 'a\rb\r' }, undefined), 'a\nb');
    assert.equal(shownLine({ source: 'function', text: 'a\rb' }, 'calc'), 'calc │ a\ncalc │ b');
  });

  it('tell the function that they are of', () => {
    const lines = [
      openingLine('calc', 'rest.json', '12:04'),
      'START',
      'hi │ a',
      '',
      openingLine('hi', '{}', '12:05'),
      'b',
    ];
    const functions = lines.map((_, line) => functionOfLine((at) => lines[at] ?? '', line));
    assert.deepEqual(functions, ['calc', 'calc', 'hi', 'calc', 'hi', 'hi']);
    assert.equal(
      functionOfLine(() => 'nothing', 3),
      undefined,
    );
  });
});

describe('the rows of the views', () => {
  const calc = { kind: 'function', manifest: '/w/calc/lambda.json' } as const;

  it('are told from other arguments of a command', () => {
    for (const value of [calc, { kind: 'invocation', id: 1 }]) assert.equal(isTreeNode(value), true);
    for (const value of [undefined, null, 'function', {}, { kind: 'else' }, { kind: 1 }]) {
      assert.equal(isTreeNode(value), false);
    }
  });

  it('keep their identity as long as they are there', () => {
    const nodes = new NodeCache();
    const first = nodes.of(calc);
    assert.equal(nodes.of({ ...calc }), first);
    const event = { kind: 'event', manifest: calc.manifest, file: '/w/calc/events/a.json' } as const;
    assert.notEqual(nodeId(event), nodeId({ ...event, file: '/w/calc/events/b.json' }));
    const [kept] = nodes.all([{ ...event }]);
    assert.ok(kept);
    assert.equal(nodes.of({ ...event }), kept);
    assert.notEqual(nodes.of({ ...calc }), first);
  });
});
