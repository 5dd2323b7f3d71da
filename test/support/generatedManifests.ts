import fc from 'fast-check';

/** Texts of which every one is valid, whatever was drawn: what is written differs in order, comments and white space. */
const word = (pattern: RegExp) => fc.stringMatching(pattern).filter((text) => !unusable.includes(text));
/** Names that a manifest refuses with a sentence of its own (unknownKeys). */
const unusable = ['__proto__', 'prototype', 'constructor'];
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const alias = word(/^[a-zA-Z][a-zA-Z0-9-_]{0,12}$/);
const path = word(/^[a-z]{1,8}(\/[a-z]{1,8})?\.(json|txt)$/);
const policyArn = fc.constantFrom(
  'arn:aws:iam::aws:policy/ReadOnlyAccess',
  'arn:aws-cn:iam::123456789012:policy/b',
);
/** Reserved names are not drawn: each begins with `AWS_`, `LAMBDA_` or `_`. */
const variable = word(/^[B-KM-Z][a-zA-Z0-9_]{1,10}$/);

const role = fc.record(
  {
    name: word(/^[\w+=,.@-]{1,64}$/),
    trustPolicy: path,
    inlinePolicies: fc.dictionary(word(/^[a-z.@-]{1,20}$/), path, { maxKeys: 3 }),
    managedPolicyArns: fc.array(policyArn, { maxLength: 3 }),
    permissionsBoundary: policyArn,
    path: fc.constantFrom('/', '/team/', '/a/b/'),
    tags: fc.dictionary(word(/^[a-z]{1,9}$/), fc.stringMatching(/^[\w .:/=+@-]{0,20}$/), { maxKeys: 3 }),
  },
  { requiredKeys: ['name'] },
);

const manifestValue = fc.record(
  {
    $schema: fc.webUrl(),
    functionName: word(/^[a-zA-Z0-9-_]{1,64}$/),
    description: fc.string({ maxLength: 120 }),
    runtime: fc.constantFrom('python3.13', 'python3.14', 'nodejs24.x', 'provided.al2023'),
    handler: word(/^[a-z]{1,10}\.[a-z_]{1,20}$/),
    timeout: fc.integer({ min: 1, max: 900 }),
    memorySize: fc.integer({ min: 128, max: 10_240 }),
    ephemeralStorage: fc.integer({ min: 512, max: 10_240 }),
    architecture: fc.constantFrom('x86_64', 'arm64'),
    environment: fc.dictionary(variable, fc.option(fc.string({ maxLength: 50 })), { maxKeys: 5 }),
    environmentMode: fc.constantFrom('merge', 'exact'),
    environmentFile: path,
    role: role,
    package: fc.record(
      { root: fc.constantFrom('.', 'src'), exclude: fc.array(fc.string(), { maxLength: 3 }) },
      { requiredKeys: [] },
    ),
    deploy: fc.record({ publish: fc.boolean(), alias }, { requiredKeys: [] }),
    accountId: word(/^\d{12}$/),
    region: fc.constantFrom('eu-west-1', 'us-gov-east-1', 'eusc-de-east-1'),
    api: fc.record(
      {
        name: fc.string({ minLength: 1 }),
        stage: word(/^[a-z]{1,9}$/),
        routes: fc.array(fc.record({ method: fc.constantFrom('GET', 'ANY'), path: word(/^\/[a-z]{0,9}$/) }), {
          minLength: 1,
          maxLength: 3,
        }),
        alias,
        cors: fc.boolean(),
        variables: fc.dictionary(word(/^\w{1,9}$/), word(/^[a-z]{0,9}$/), { maxKeys: 2 }),
      },
      { requiredKeys: ['name', 'stage', 'routes'] },
    ),
    warmUp: fc.record(
      { schedule: fc.constant('rate(5 minutes)'), alias, enabled: fc.boolean() },
      { requiredKeys: ['schedule'] },
    ),
    email: fc.record(
      {
        ruleSet: word(/^[a-z]{1,9}$/),
        recipients: fc.array(fc.emailAddress(), { maxLength: 2 }),
        alias,
      },
      { requiredKeys: ['ruleSet', 'recipients'] },
    ),
    local: fc.record(
      {
        image: fc.string(),
        contract: fc.constantFrom('rie', 'lambci'),
        environmentFile: path,
        network: fc.string(),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['functionName', 'runtime', 'handler'] },
);

/** A value and a JSONC text of it. */
export const validManifest = fc
  .tuple(
    manifestValue,
    fc.constantFrom(0, 2, '\t'),
    fc.boolean(),
    fc.constantFrom('', '\uFEFF', '// c\n', '/* {"a":1} */'),
  )
  .map(([value, indent, trailing, before]) => {
    const plain = JSON.stringify(value, null, indent);
    const text = before + (trailing ? plain.replace(/\}$/, ', // last\n}') : plain);
    return { value: JSON.parse(plain) as unknown, text };
  });

const oneOrMore = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof(arbitrary, fc.array(arbitrary, { minLength: 1, maxLength: 3 }));
const action = fc.constantFrom('*', 's3:*', 's3:GetObject', 'execute-api:Invoke', 'ses:Send?mail');
const resource = fc.constantFrom('*', 'arn:aws:s3:::b/${aws:username}/*', 'arn:aws:logs:*:123456789012:*');
const condition = optional(
  fc.dictionary(
    fc.constantFrom('StringEquals', 'Bool', 'NumericLessThan'),
    fc.dictionary(
      word(/^aws:[A-Z][a-z]{2,8}$/),
      oneOrMore(fc.oneof(fc.string(), fc.boolean(), fc.integer())),
      { maxKeys: 2 },
    ),
    { maxKeys: 2 },
  ),
);
const permission = fc
  .tuple(
    fc.constantFrom('Allow', 'Deny'),
    fc.boolean(),
    oneOrMore(action),
    fc.boolean(),
    oneOrMore(resource),
    condition,
  )
  .map(([effect, notAction, actions, notResource, resources, when]) => ({
    Effect: effect,
    [notAction ? 'NotAction' : 'Action']: actions,
    [notResource ? 'NotResource' : 'Resource']: resources,
    Condition: when,
  }));
const trust = fc
  .tuple(
    oneOrMore(fc.constant('lambda.amazonaws.com')),
    oneOrMore(fc.constantFrom('sts:AssumeRole', 'sts:*')),
    condition,
  )
  .map(([service, actions, when]) => ({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: actions,
    Condition: when,
  }));
const document = (statement: fc.Arbitrary<object>) =>
  fc
    .tuple(oneOrMore(statement), fc.constantFrom(0, 2, '\t'))
    .map(([statements, indent]) =>
      JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, indent),
    );

/** A policy that IAM takes, of its kind. */
export const validPolicy = fc.oneof(
  fc.record({ kind: fc.constant('permissions' as const), text: document(permission) }),
  fc.record({ kind: fc.constant('trust' as const), text: document(trust) }),
);

/** An environment file that can be deployed, and the entries in it. */
export const validEnvironmentFile = fc
  .tuple(
    fc.array(
      fc.tuple(
        variable,
        fc.string({ unit: 'grapheme' }).map((value) => value.replace(/[\r\n\uFFFD]/g, '')),
        fc.constantFrom('', '# c\n', ' \n', '\t'),
      ),
      { maxLength: 12 },
    ),
    fc.constantFrom('\n', '\r\n'),
  )
  .map(([lines, lineEnd]) => ({
    text: lines.map(([name, value, before]) => `${before}${name}=${value}${lineEnd}`).join(''),
    entries: lines.map(([name, value]) => [name, value] as const),
  }));

/** Ways in which a text is broken: cut, doubled, overwritten, strewn with what parsers stumble over, or quite another. */
export const brokenFrom = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(text, fc.array(edit, { minLength: 1, maxLength: 3 }))
        .map(([start, edits]) => edits.reduce((now, change) => change(now), start)),
    },
    {
      weight: 1,
      arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder().decode(bytes)),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 4 }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('[', '{"a":', '{"Statement":[', '"', '/*'), fc.integer({ min: 1, max: 3000 }))
        .map(([part, times]) => part.repeat(times)),
    },
  );

const junk = fc.oneof(
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '//',
    '/*',
    '*/',
    '\0',
    '\uFEFF',
    '\uD800',
    '=',
    '\n',
    'null',
    '1e999',
    '-',
    '"__proto__":{},',
    '"constructor":1,',
  ),
  fc.string({ maxLength: 8 }),
);
const edit = fc
  .tuple(fc.constantFrom('cut', 'drop', 'double', 'insert'), fc.nat(), fc.nat({ max: 20 }), junk)
  .map(([kind, position, length, inserted]) => (text: string): string => {
    const at = position % (text.length + 1);
    switch (kind) {
      case 'cut':
        return text.slice(0, at);
      case 'drop':
        return text.slice(0, at) + text.slice(at + length + 1);
      case 'double':
        return text.slice(0, at) + text.slice(at, at + length) + text.slice(at);
      default:
        return text.slice(0, at) + inserted + text.slice(at);
    }
  });
