import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { aliasNamePattern } from '../aliases/aliasName.ts';
import { buildSchema, layerSchema, packageSchema } from './codeSchemas.ts';
import { described, relativePath } from './manifestField.ts';

const aliasName = v.pipe(
  v.string(),
  v.regex(aliasNamePattern, () => t('an alias name: letters, digits, "-" and "_", not digits only')),
);
const policyArn = v.pipe(
  v.string(),
  v.regex(/^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/\S+$/, () => t('the ARN of a managed policy')),
);
/** Tags as IAM takes them; those that begin with `aws:` are AWS's own. */
const tagKey = v.pipe(
  v.string(),
  v.regex(/^(?![aA][wW][sS]:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u, () =>
    t('a tag: letters, digits, blanks and "_.:/=+-@", not "aws:" at its start'),
  ),
);
const tagValue = v.pipe(
  v.string(),
  v.regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u, () =>
    t('the value of a tag: at most 256 letters, digits, blanks and "_.:/=+-@"'),
  ),
);
const wholeNumber = (min: number, max: number, unit: () => string) => {
  const message = () => t('a whole number from {0} to {1} ({2})', min, max, unit());
  return v.pipe(v.number(), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
};
const seconds = () => t('seconds');
const megabytes = () => t('MB');
const versions = () => t('versions');

const roleSchema = v.strictObject({
  name: described(
    v.pipe(
      v.string(),
      v.regex(/^[\w+=,.@-]{1,64}$/, () => t('a role name: 1 to 64 letters, digits and "+=,.@-_"')),
    ),
    'Name of the execution role. It is created when it does not exist.',
  ),
  trustPolicy: v.optional(
    described(relativePath, 'File with the trust policy. Default: lambda.amazonaws.com may assume the role.'),
  ),
  inlinePolicies: v.optional(
    described(
      v.record(
        v.pipe(
          v.string(),
          v.regex(/^[\w+=,.@-]{1,128}$/, () => t('a policy name')),
        ),
        relativePath,
      ),
      'Inline policies: policy name → file with the policy document.',
    ),
  ),
  managedPolicyArns: v.optional(described(v.array(policyArn), 'Managed policies to attach, by ARN.')),
  permissionsBoundary: v.optional(described(policyArn, 'ARN of the policy that bounds the role.')),
  path: v.optional(
    described(
      v.pipe(
        v.string(),
        v.regex(/^\/([\x21-\x7e]+\/)?$/, () => t('a path such as "/" or "/team/"')),
      ),
      'Path of the role, given to it when it is created. Default: "/".',
    ),
  ),
  tags: v.optional(described(v.record(tagKey, tagValue), 'Tags of the role.')),
});

const deploySchema = v.strictObject({
  publish: v.optional(
    described(v.boolean(), 'Publish a version after the update. Default: true when an alias is named.'),
  ),
  alias: v.optional(described(aliasName, 'Alias to move to what was deployed.')),
  keepVersions: v.optional(
    described(
      wholeNumber(1, 1000, versions),
      'How many of the newest versions to keep. After a deploy, older ones that no alias uses are offered for deletion; none is deleted unasked.',
    ),
  ),
});

const routeSchema = v.strictObject({
  method: described(
    v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY']),
    'HTTP method of the route.',
  ),
  path: described(
    v.pipe(
      v.string(),
      v.regex(/^(?=\/)(\/|(\/([\w.:-]+|\{[\w.:-]+\}))*(\/\{[\w.:-]+\+\})?)$/, () =>
        t('a path such as /users/{username} or /files/{proxy+}'),
      ),
    ),
    'Path, such as /users/{username}. A last part {proxy+} stands for the rest of the path.',
  ),
});

const variableName = v.pipe(
  v.string(),
  v.regex(/^\w+$/, () => t('the name of a stage variable: letters, digits and "_"')),
);

const apiSchema = v.strictObject({
  name: described(
    v.pipe(
      v.string(),
      v.nonEmpty(() => t('the name of an API')),
    ),
    'Name of the REST API. It is created when there is none of this name.',
  ),
  stage: described(
    v.pipe(
      v.string(),
      v.regex(/^[\w-]{1,128}$/, () => t('a stage name: letters, digits, "-" and "_"')),
    ),
    'Stage to deploy to.',
  ),
  routes: described(
    v.pipe(
      v.array(routeSchema),
      v.minLength(1, () => t('at least one route')),
    ),
    'Routes that run this function.',
  ),
  alias: v.optional(described(aliasName, 'Alias that the routes run.')),
  stageVariable: v.optional(
    described(
      variableName,
      'Stage variable that holds the alias, such as lambdaAlias: the routes run what the stage names.',
    ),
  ),
  variables: v.optional(
    described(
      v.record(
        variableName,
        v.pipe(
          v.string(),
          v.regex(/^[A-Za-z0-9\-._~:/?#&=,]*$/, () => t('a value of letters, digits and "-._~:/?#&=,"')),
        ),
      ),
      'Stage variables.',
    ),
  ),
  cors: v.optional(
    described(
      v.boolean(),
      'Answer OPTIONS for other origins. What the function answers needs Access-Control-Allow-Origin from the function.',
    ),
  ),
});

const warmUpSchema = v.strictObject({
  schedule: described(
    v.string(),
    'When the function is called: rate(5 minutes) or cron(30 9 ? * MON-FRI *), in UTC.',
  ),
  alias: v.optional(described(aliasName, 'Alias that is kept warm.')),
  enabled: v.optional(
    described(
      v.boolean(),
      'Whether the rule is on. Default: a new one is on, one that is there stays as it is.',
    ),
  ),
  input: v.optional(
    described(
      v.record(v.string(), v.unknown()),
      'What the function is given in place of the scheduled event. Default: the event.',
    ),
  ),
});

/** Days as PutRetentionPolicy takes them (CloudWatch Logs API reference). */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const logsSchema = v.strictObject({
  retentionDays: described(v.picklist(retentionDays), 'Days that the log is kept; what is older is deleted.'),
});

const emailSchema = v.strictObject({
  ruleSet: described(
    v.pipe(
      v.string(),
      v.regex(/^[a-zA-Z0-9]([\w.-]{0,62}[a-zA-Z0-9])?$/, () =>
        t('a rule set name: 1 to 64 letters, digits and "-_."'),
      ),
    ),
    'SES receipt rule set that holds the rule. It is created when it does not exist, and never activated unasked.',
  ),
  recipients: described(
    v.array(
      v.pipe(
        v.string(),
        v.regex(/^([^\s@]+@|\.)?[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+$/, () =>
          t('an address, a domain, or "." and a domain for those below it'),
        ),
      ),
    ),
    'Addresses or domains whose mail runs the function. None: every address of the verified domains.',
  ),
  alias: v.optional(described(aliasName, 'Alias that is run.')),
});

const aliasSchema = v.strictObject({
  smokeTests: v.optional(
    described(
      v.array(relativePath),
      'Event files. Before the alias is moved to a version, the version must answer each without an error.',
    ),
  ),
});

const localSchema = v.strictObject({
  image: v.optional(described(v.string(), 'Container image for local runs. Default: by runtime.')),
  contract: v.optional(
    described(v.picklist(['rie', 'lambci']), 'How the image is driven. Default: by its name.'),
  ),
  environmentFile: v.optional(described(relativePath, 'KEY=value file for local runs only.')),
  network: v.optional(described(v.string(), 'Container network. Default: bridge.')),
  layers: v.optional(
    described(v.array(relativePath), 'Folders that lie at /opt, as layers do; a later one wins.'),
  ),
  mounts: v.optional(
    described(
      v.record(
        v.pipe(
          v.string(),
          v.regex(/^\/[^:,"]*[^:,"/]$/, () => t('an absolute path in the container')),
        ),
        relativePath,
      ),
      'Files and folders that the container sees, read-only: path in the container → path here.',
    ),
  ),
  extraHosts: v.optional(
    described(
      v.array(
        v.pipe(
          v.string(),
          v.regex(/^[\w.-]+:[\w.:-]+$/, () => t('a host and its address, such as "db.test:172.17.0.1"')),
        ),
      ),
      'More lines of /etc/hosts in the container, as name:address.',
    ),
  ),
});

/**
 * The manifest's one definition: types, validation and the JSON schema contributed to the editor all come from here.
 * Messages are functions: the schema is made at import, the bundle of translations is loaded later. Each completes
 * "<key> must be …".
 * Descriptions are what a person reads on hover. Limits are AWS's (Lambda API reference, CreateFunction).
 */
export const functionManifestSchema = v.strictObject({
  $schema: v.optional(v.string()),
  functionName: described(
    v.pipe(
      v.string(),
      v.regex(/^[a-zA-Z0-9-_]{1,64}$/, () => t('a function name: 1 to 64 letters, digits, "-" and "_"')),
    ),
    'Name of the function.',
  ),
  description: v.optional(
    described(
      v.pipe(
        v.string(),
        v.maxLength(256, () => t('at most 256 characters long')),
      ),
      'Description of the function.',
    ),
  ),
  runtime: described(
    v.pipe(
      v.string(),
      v.nonEmpty(() => t('a runtime such as "python3.14"')),
    ),
    'Runtime identifier, such as python3.13 or nodejs24.x.',
  ),
  handler: described(
    v.pipe(
      v.string(),
      v.regex(/^\S{1,128}$/, () => t('a handler such as "app.lambda_handler"')),
    ),
    'Entry point: file without extension, a dot, the function in it.',
  ),
  timeout: v.optional(described(wholeNumber(1, 900, seconds), 'Time-out in seconds. Default on create: 3.')),
  memorySize: v.optional(
    described(wholeNumber(128, 10_240, megabytes), 'Memory in MB. Default on create: 128.'),
  ),
  ephemeralStorage: v.optional(
    described(wholeNumber(512, 10_240, megabytes), 'Size of /tmp in MB. Default on create: 512.'),
  ),
  architecture: v.optional(
    described(v.picklist(['x86_64', 'arm64']), 'Instruction set. Default on create: x86_64.'),
  ),
  environment: v.optional(
    described(
      v.record(
        v.pipe(
          v.string(),
          v.regex(/^[a-zA-Z][a-zA-Z0-9_]+$/, () =>
            t('a variable name: a letter, then at least one letter, digit or "_"'),
          ),
        ),
        v.nullable(v.string()),
      ),
      'Environment variables. null keeps the deployed value that is not written down.',
    ),
  ),
  environmentMode: v.optional(
    described(
      v.picklist(['merge', 'exact']),
      'exact removes deployed variables that are not named here. Default: merge.',
    ),
  ),
  environmentFile: v.optional(
    described(relativePath, "File of KEY=value lines (Docker's rules) that is deployed too."),
  ),
  environmentFileFormat: v.optional(
    described(
      v.picklist(['docker', 'dotenv']),
      'How environment files are read: as "docker run --env-file" does, or as dotenv does (quotes, export). Default: docker.',
    ),
  ),
  role: v.optional(described(roleSchema, 'Execution role, created and kept in step from policy JSON.')),
  roleArn: v.optional(
    described(
      v.pipe(
        v.string(),
        v.regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/, () => t('the ARN of a role')),
      ),
      'ARN of an existing execution role, used as it is.',
    ),
  ),
  package: v.optional(described(packageSchema, 'What goes into the archive.')),
  build: v.optional(
    described(
      buildSchema,
      'How dependencies and compiled code come into the archive. Default: detected. "none": the folder as it is.',
    ),
  ),
  layers: v.optional(
    described(
      v.pipe(
        v.array(layerSchema),
        v.maxLength(5, () => t('at most five layers')),
      ),
      'Layers in their order, a later one over an earlier: ARNs, or folders that are published when they changed.',
    ),
  ),
  deploy: v.optional(described(deploySchema, 'What a deploy does after the update.')),
  aliases: v.optional(
    described(v.record(aliasName, aliasSchema), 'What is asked of a version before an alias takes it.'),
  ),
  accountId: v.optional(
    described(
      v.pipe(
        v.string(),
        v.regex(/^\d{12}$/, () => t('a 12-digit account id')),
      ),
      'Account this function belongs to. A deploy elsewhere stops.',
    ),
  ),
  region: v.optional(
    described(
      v.pipe(
        v.string(),
        v.regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, () => t('a region such as eu-west-1')),
      ),
      'Region this function belongs to. A deploy elsewhere stops.',
    ),
  ),
  api: v.optional(described(apiSchema, 'REST API in front of the function.')),
  warmUp: v.optional(described(warmUpSchema, 'Schedule rule that keeps an alias warm.')),
  logs: v.optional(described(logsSchema, 'Log group of the function. A deploy makes and keeps it so.')),
  email: v.optional(described(emailSchema, 'SES inbound rule that runs the function.')),
  local: v.optional(described(localSchema, 'Local runs in a container.')),
});

/** A manifest as written, after validation. Every path is as the file has it, relative to the manifest's folder. */
export type FunctionManifest = v.InferOutput<typeof functionManifestSchema>;
export type Architecture = NonNullable<FunctionManifest['architecture']>;
