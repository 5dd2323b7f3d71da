/**
 * The JSON schema of an IAM policy document: completion and hover only. It restricts nothing, because what is wrong with
 * a policy depends on its kind and is said by `checkPolicy`, for files of any name. Written to
 * `schemas/policy.schema.json` by scripts/schemas.mjs.
 */
export function policyJsonSchema(): object {
  const described = (markdownDescription: string, rest: object = {}) => ({ markdownDescription, ...rest });
  const statement = {
    defaultSnippets: [
      {
        label: 'Allow an action on a resource',
        body: { Effect: 'Allow', Action: '${1:s3:GetObject}', Resource: '${2:arn:aws:s3:::bucket/*}' },
      },
      {
        label: 'Let Lambda assume the role',
        body: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      },
    ],
    properties: {
      Sid: described('Name of the statement: letters and digits.'),
      Effect: described('`Allow` or `Deny`.', { examples: ['Allow', 'Deny'] }),
      Principal: described('Who: only in a trust policy, such as `{ "Service": "lambda.amazonaws.com" }`.', {
        defaultSnippets: [{ label: 'Lambda', body: { Service: 'lambda.amazonaws.com' } }],
      }),
      NotPrincipal: described('Everybody but these: only in a trust policy.'),
      Action: described('Service prefix and action, such as `s3:GetObject`; a text or a list.', {
        examples: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'sts:AssumeRole'],
      }),
      NotAction: described('Every action but these.'),
      Resource: described('ARN of what the action is done to, or `*`; a text or a list.', {
        examples: ['*'],
      }),
      NotResource: described('Every resource but these.'),
      Condition: described(
        'Operator → key → value, such as `{ "StringEquals": { "aws:SourceAccount": "…" } }`.',
      ),
    },
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'IAM policy document',
    properties: {
      Version: described('Version of the policy language: `2012-10-17`.', { examples: ['2012-10-17'] }),
      Id: described('Name of the document.'),
      Statement: described('One statement or a list of them.', { ...statement, items: statement }),
    },
  };
}
