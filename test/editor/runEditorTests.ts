// Runs test/editor inside the extension host: in VS Code's server (npm), or in the desktop VS Code that
// LAMBDA_WORKBENCH_VSCODE names.
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { build, buildEditorTests } from '../../scripts/build.mjs';
import { ensureDebugpy } from '../../scripts/debugpy.mjs';
import { ensureDocker } from '../../scripts/docker.mjs';
import { inRoot } from '../../scripts/paths.mjs';
import { startAwsProxy } from '../support/awsProxy.ts';
import { startMinistack } from '../support/ministack.ts';
import { temporaryFolder, testEnvironment } from '../support/testEnvironment.ts';

async function runEditorTests(): Promise<number> {
  await using temporary = await temporaryFolder('editor');
  const workspace = path.join(temporary.path, 'sample-functions');
  await mkdir(workspace);
  await cp(inRoot('sample-functions'), workspace, { recursive: true });
  const extensions = path.join(temporary.path, 'extensions');
  await cp(
    inRoot('test', 'support', 'debugpyExtension'),
    path.join(extensions, 'ms-python.debugpy-2026.1.0'),
    { recursive: true },
  );
  await build();
  await buildEditorTests();
  const engine = await ensureDocker();
  const ministack = await startMinistack();
  // The code of a version is that version's own there, as in AWS.
  const proxy = await startAwsProxy({ upstream: ministack.url });
  try {
    return await runTests({
      vscodeExecutablePath:
        process.env['LAMBDA_WORKBENCH_VSCODE'] ?? inRoot('test', 'support', 'vscodeExecutable.ts'),
      extensionDevelopmentPath: inRoot(),
      extensionTestsPath: inRoot('out', 'editor', 'index.cjs'),
      extensionTestsEnv: testEnvironment({
        ...engine.environment,
        LAMBDA_WORKBENCH_TEST_ENDPOINT: proxy.url,
        LAMBDA_WORKBENCH_TEST_DEBUGPY: await ensureDebugpy(),
      }),
      launchArgs: [
        workspace,
        `--user-data-dir=${path.join(temporary.path, 'data')}`,
        `--extensions-dir=${extensions}`,
      ],
    });
  } catch (error) {
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  } finally {
    await proxy.close();
    await ministack.stop();
    await engine.stop();
  }
}

process.exitCode = await runEditorTests();
