import { toJsonSchema } from '@valibot/to-json-schema';
import { acceptedRuntimes } from '../runtimes.ts';
import { functionManifestSchema } from './functionManifest.ts';

/**
 * The JSON schema of a manifest as VS Code's JSON service reads it (draft 7 with its own keywords): written to
 * `schemas/manifest.schema.json` by scripts/schemas.mjs and contributed through `jsonValidation`.
 */
export function manifestJsonSchema(): object {
  const { properties, ...rest } = toJsonSchema(functionManifestSchema, {
    target: 'draft-07',
    overrideAction: ({ valibotAction, jsonSchema }) =>
      valibotAction.type === 'regex'
        ? { ...jsonSchema, patternErrorMessage: ruleSentence(valibotAction as { message?: unknown }) }
        : null,
  });
  return {
    ...rest,
    title: 'Lambda function manifest',
    description:
      'An AWS Lambda function as Lambda Workbench deploys it. What is not named here is not managed.',
    allowComments: true,
    allowTrailingCommas: true,
    defaultSnippets: [
      {
        label: 'Python function',
        body: { functionName: '${1:name}', runtime: 'python3.14', handler: '${2:app}.${3:lambda_handler}' },
      },
      {
        label: 'Node.js function',
        body: { functionName: '${1:name}', runtime: 'nodejs24.x', handler: '${2:index}.${3:handler}' },
      },
    ],
    properties: { ...properties, runtime: runtimeSchema(properties?.['runtime']) },
  };
}

/** A schema file has no clock: what outlives the retirement that is announced next is proposed. */
const lastRetirement = '2027-03-03';

/** Any text is a runtime: Lambda gets new ones before this extension does. Those known are proposed. */
const runtimeSchema = (generated: unknown): object => ({
  ...(typeof generated === 'object' ? generated : {}),
  anyOf: [{ enum: acceptedRuntimes(Date.parse(lastRetirement)) }, { type: 'string' }],
});

function ruleSentence({ message }: { readonly message?: unknown }): string {
  const sentence = typeof message === 'function' ? (message as () => unknown)() : message;
  return `Must be ${String(sentence)}.`;
}
