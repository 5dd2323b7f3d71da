// npm run screenshots: runs the end-to-end tests and copies the pictures that the README shows to media/.
import { copyFileSync, mkdirSync } from 'node:fs';
import { main } from './childProcess.mjs';
import { ensureDocker } from './docker.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { packageExtension } from './package.mjs';
import { inRoot } from './paths.mjs';
import { runSuite, suites } from './suites.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';

/** Names of screenshots of test/e2e. */
const shown = ['plan-question', 'deploy-details'];

await main(async () => {
  await ensureInstalled();
  if ((await ensureSystemPackages(['e2e'])).size > 0) return 1;
  await packageExtension();
  const { environment, stop } = await ensureDocker();
  const { failed } = await runSuite(
    suites.find(({ name }) => name === 'e2e'),
    { environment },
  ).finally(stop);
  if (failed > 0) return 1;
  mkdirSync(inRoot('media'), { recursive: true });
  for (const name of shown) {
    copyFileSync(inRoot('test', 'e2e', 'screenshots', `${name}.png`), inRoot('media', `${name}.png`));
  }
  return 0;
});
