import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { root } from '../../scripts/paths.mjs';

/** What a session of a developer's own may carry and no test may see: AWS credentials, an outer VS Code. */
const notInherited = /^(AWS_|VSCODE_|ELECTRON_|NODE_OPTIONS$|npm_)/;

/**
 * The environment for what tests start: the project's tools first on the PATH, no AWS credentials and no AWS files
 * but those in `extra`, and no way to ask a cloud host for some.
 */
export function testEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !notInherited.test(name)) inherited[name] = value;
  }
  return {
    ...inherited,
    PATH: [path.join(root, 'node_modules', '.bin'), inherited['PATH']].join(path.delimiter),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: path.join(tmpdir(), 'lambda-workbench-tests-no-aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(tmpdir(), 'lambda-workbench-tests-no-aws-credentials'),
    ...extra,
  };
}

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/**
 * A folder of its own below the system's temporary folder; disposing of it removes it with all that is in it, and so
 * does the end of this process.
 */
export async function temporaryFolder(topic: string): Promise<TemporaryFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), `lambda-workbench-${topic}-`));
  const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 };
  const removeAtOnce = () => rmSync(folder, options);
  process.once('exit', removeAtOnce);
  return {
    path: folder,
    async [Symbol.asyncDispose]() {
      await rm(folder, options);
      process.off('exit', removeAtOnce);
    },
  };
}
