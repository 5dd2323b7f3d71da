// npm start: a VS Code in the browser with the extension, the sample functions and a local sandbox. Ctrl-C ends it all.
import { main, run } from './childProcess.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { packageExtension } from './package.mjs';
import { inRoot, node24, root } from './paths.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';

await main(async () => {
  await ensureInstalled();
  if ((await ensureSystemPackages(['start'])).size > 0) return 1;
  const vsix = await packageExtension();
  return run(node24, [inRoot('scripts', 'demo.ts'), vsix], { cwd: root });
});
