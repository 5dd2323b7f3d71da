import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import ts from 'typescript';
import { inRoot } from '../../scripts/paths.mjs';
import { sampleContext, sampleEvents, sampleText } from '../../src/core/events/sampleEvents.ts';
import { examplePath, mailTime, requestTime } from '../../src/core/events/samples/sampleContext.ts';

const now = Date.parse('2026-11-23T09:30:00.250Z');
const manifest = { functionName: 'calc', runtime: 'python3.13', handler: 'calc.lambda_handler' };
const withRoutes = {
  ...manifest,
  api: { name: 'calc', stage: 'prod', routes: [{ method: 'POST' as const, path: '/users/{username}' }] },
  email: { ruleSet: 'default', recipients: ['.example.com'] },
};

/** Sample → its type in @types/aws-lambda. */
const types: Readonly<Record<string, string>> = {
  'rest-request': 'APIGatewayProxyEvent',
  'http-request': 'APIGatewayProxyEventV2',
  'scheduled-event': 'ScheduledEvent',
  'ses-notification': 'SESEvent',
  's3-event': 'S3Event',
  'sqs-event': 'SQSEvent',
  'sns-event': 'SNSEvent',
  'dynamodb-event': 'DynamoDBStreamEvent',
  'kinesis-event': 'KinesisStreamEvent',
};

/** What TypeScript says of JSON texts as literals of types of aws-lambda. Literals: a key too many is a mistake too. */
function mistakes(texts: readonly (readonly [type: string, json: string])[]): string[] {
  const file = inRoot('test', 'unit', 'samples-in-memory.ts');
  const source = texts
    .map(([type, json], at) => `export const e${at}: import('aws-lambda').${type} = ${json};`)
    .join('\n');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
  };
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([file], options, {
    ...host,
    fileExists: (name) => name === file || host.fileExists(name),
    getSourceFile: (name, ...rest) =>
      name === file
        ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022)
        : host.getSourceFile(name, ...rest),
  });
  const written = program.getSourceFile(file);
  return ts
    .getPreEmitDiagnostics(program, written)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

describe('sampleEvents', () => {
  const texts = [manifest, withRoutes].flatMap((one) =>
    sampleEvents().map((sample) => [sample.id, sampleText(sample, sampleContext(one, now))] as const),
  );

  describe('held to @types/aws-lambda', () => {
    let found: string[];
    before(function () {
      this.timeout(60_000);
      const typed = texts.map(([id, json]) => [types[id] ?? id, json] as const);
      found = mistakes([...typed, ['SESEvent', '{ "Records": [], "more": 1 }'], ['S3Event', '{}']]);
    });

    it('have the shapes that AWS sends, and the check would notice if not', () => {
      assert.equal(found.length, 2, found.join('\n'));
      assert.match(found.join('\n'), /more"?' does not exist[^]*'Records' is missing/);
    });
  });

  it('are about the function: its name, its first route, its recipient', () => {
    const all = new Map(texts.slice(sampleEvents().length));
    const rest = JSON.parse(all.get('rest-request') ?? '') as Record<string, unknown>;
    assert.equal(rest['httpMethod'], 'POST');
    assert.equal(rest['path'], '/users/username');
    assert.deepEqual(rest['pathParameters'], { username: 'username' });
    assert.match(all.get('ses-notification') ?? '', /inbox@mail\.example\.com/);
    assert.match(all.get('scheduled-event') ?? '', /"detail-type": "Scheduled Event"[^]*rule\/calc-warm-up/);
    assert.match(all.get('scheduled-event') ?? '', /"time": "2026-11-23T09:30:00Z"/);
  });

  it('write times as the services do', () => {
    assert.equal(mailTime(now), 'Mon, 23 Nov 2026 09:30:00 +0000');
    assert.equal(requestTime(now), '23/Nov/2026:09:30:00 +0000');
    assert.deepEqual(examplePath('/a/{proxy+}'), { parameters: { proxy: 'proxy' }, path: '/a/proxy' });
  });
});
