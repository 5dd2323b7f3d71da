import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { guardProblems } from '../../src/core/handler/scheduledEventGuard.ts';
import { problemReporter } from '../../src/core/problem.ts';

const hint = (file: string, text: string, name = 'handler') =>
  guardProblems(file, text, name, problemReporter(text));

/** The text after the quick fix. */
function fixed(file: string, text: string, name?: string): string {
  const [problem] = hint(file, text, name);
  assert.ok(problem, 'no hint');
  assert.ok(problem.insertion, 'no quick fix');
  const { offset, text: inserted } = problem.insertion;
  return text.slice(0, offset) + inserted + text.slice(offset);
}

describe('the hint for a handler that a warm-up rule calls', () => {
  it('stands at the first line of the function and inserts the guard, in Python', () => {
    const text = 'import os\n\ndef handler(event, context):\n    return 1\n';
    const [problem] = hint('app.py', text);
    assert.deepEqual(
      [problem?.line, problem?.severity, problem?.code],
      [3, 'information', 'handler.noWarmUpGuard'],
    );
    assert.equal(problem?.length, 'def handler(event, context):'.length);
    assert.equal(
      fixed('app.py', text),
      'import os\n\ndef handler(event, context):\n    if event.get("detail-type") == "Scheduled Event":\n        return\n    return 1\n',
    );
  });

  it('keeps docstring, comments, indentation and line ends of a Python handler', () => {
    assert.equal(
      fixed(
        'app.py',
        'def main(evt: dict[str, Any], _c) -> None:  # entry\r\n\t"""Says: hi.\r\n\r\n\tTwice."""\r\n\t# first\r\n\treturn\r\n',
        'main',
      ),
      'def main(evt: dict[str, Any], _c) -> None:  # entry\r\n\t"""Says: hi.\r\n\r\n\tTwice."""\r\n\tif evt.get("detail-type") == "Scheduled Event":\r\n\t\treturn\r\n\t# first\r\n\treturn\r\n',
    );
    assert.equal(
      fixed('app.py', 'def handler(\n  event,\n  context,\n):\n\n  # why\n  pass'),
      'def handler(\n  event,\n  context,\n):\n  if event.get("detail-type") == "Scheduled Event":\n    return\n\n  # why\n  pass',
    );
    assert.equal(
      fixed('app.py', "def handler(event, context):\n    'nothing'"),
      'def handler(event, context):\n    \'nothing\'\n    if event.get("detail-type") == "Scheduled Event":\n        return',
    );
  });

  it('inserts the guard in every form of a Node handler', () => {
    const guard = (name = 'event') => `if (${name}['detail-type'] === 'Scheduled Event') return;`;
    const cases = [
      [
        'exports.handler = async (event) => {\n  return 1;\n};\n',
        `exports.handler = async (event) => {\n  ${guard()}\n  return 1;\n};\n`,
      ],
      [
        'export const handler = async e => {\n    return 1;\n};',
        `export const handler = async e => {\n    ${guard('e')}\n    return 1;\n};`,
      ],
      [
        'export async function handler(event, context) {\n}\n',
        `export async function handler(event, context) {\n  ${guard()}\n}\n`,
      ],
      [
        'module.exports.handler = function (event = {}) { return 1; };',
        `module.exports.handler = function (event = {}) { ${guard()} return 1; };`,
      ],
      [
        'function handler(event) {\n\n\treturn "}";\n}\nmodule.exports = { handler };',
        `function handler(event) {\n\t${guard()}\n\n\treturn "}";\n}\nmodule.exports = { handler };`,
      ],
    ] as const;
    for (const [before, after] of cases) assert.equal(fixed('index.js', before), after);
  });

  it('is silent where the body returns early, itself or by something that it names', () => {
    const guarded = [
      [
        'app.py',
        'def handler(event, context):\n    if event["detail-type"] == "Scheduled Event":\n        return\n',
      ],
      ['app.py', 'def handler(event, context):\n    if event.get("source") == "aws.events": return\n'],
      [
        'app.py',
        'PING = "Scheduled Event"\n\ndef handler(event, context):\n    if event.get("detail-type") == PING: return\n',
      ],
      [
        'app.py',
        'def handler(event, context):\n    if is_ping(event): return\n\ndef is_ping(event):\n    return event.get("source") == "aws.events"\n',
      ],
      [
        'index.mjs',
        "const isPing = (event) => event.source === 'aws.events';\nexport const handler = (event) => {\n  if (isPing(event)) return;\n};\n",
      ],
    ] as const;
    for (const [file, text] of guarded) assert.deepEqual(hint(file, text), [], text);
  });

  it('does not take the guard of another function for that of the handler', () => {
    const text =
      'def other(event, context):\n    if event.get("source") == "aws.events": return\n\ndef handler(event, context):\n    return 1\n';
    assert.equal(hint('app.py', text)[0]?.line, 4);
  });

  it('has no quick fix where there is no place or no name for it, and says nothing of what it does not find', () => {
    assert.equal(hint('app.py', 'def handler(event, context): return 1\n')[0]?.insertion, undefined);
    assert.equal(hint('index.js', 'exports.handler = ({ body }) => {\n};\n')[0]?.insertion, undefined);
    assert.equal(hint('index.js', 'exports.handler = () => {\n};\n').length, 1);
    const unknown = [
      ['app.py', 'handler = wrap(main)\n'],
      ['app.py', 'from other import handler\n'],
      ['index.js', 'exports.handler = middy(main);'],
      ['index.js', 'exports.handler = (event) => run(event);'],
    ] as const;
    for (const [file, text] of unknown) assert.deepEqual(hint(file, text), [], text);
  });

  it('never throws, whatever the text', () => {
    const text = fc
      .array(
        fc.constantFrom(
          'def handler(',
          'event',
          ',',
          ')',
          ':',
          '\n',
          '    ',
          '"',
          '"""',
          '{',
          '}',
          '=>',
          'exports.handler = ',
          '#',
          '`',
          'return',
        ),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (source) => {
        for (const file of ['a.py', 'a.js']) hint(file, source);
      }),
    );
  });
});
