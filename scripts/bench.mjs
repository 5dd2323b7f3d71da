// npm run bench [-- NAME…]: measures the product against what people would use instead. Fails when a figure misses its goal.
import { main, run } from './childProcess.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { inRoot, node24, root, toolEnvironment } from './paths.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';

await main(async () => {
  await ensureInstalled();
  const lacking = await ensureSystemPackages(['unit', 'sandbox', 'editor']);
  if (lacking.size > 0) return 1;
  const program = [inRoot('test', 'bench', 'main.ts'), ...process.argv.slice(2)];
  return run(node24, program, { cwd: root, env: toolEnvironment() });
});
