// The product's bundles: which source file becomes which file of dist/.
// Code that one bundle reaches in another (a dynamic import of its entry) stays outside and is loaded when it is needed. Those
// with `shares` have what two of them need in files of their own, dist/shared-….cjs or dist/threads.cjs, instead of a copy
// each. The entry does not: activation would read many files. Threads share among themselves: they start fast and know nothing of VS Code.
export const productBundles = [
  { source: 'src/extension.ts', output: 'dist/extension.cjs' },
  { source: 'src/commands/commandBundle.ts', output: 'dist/commands.cjs', shares: 'shared' },
  { source: 'src/workflows/manifestBundle.ts', output: 'dist/manifests.cjs', shares: 'shared' },
  { source: 'src/local/localBundle.ts', output: 'dist/local.cjs', shares: 'shared' },
  { source: 'src/tree/functionsBundle.ts', output: 'dist/functions.cjs', shares: 'shared' },
  {
    source: 'src/local/code/codeBundle.ts',
    output: 'dist/code.cjs',
    shares: 'shared',
    // jszip brings a copy of Node's own streams, for Nodes of long ago: a quarter of the bundle.
    // What unpacks is in Node as well, and archives are only read with it.
    alias: { 'readable-stream': 'node:stream', pako: './src/local/code/inflate.ts' },
  },
  { source: 'src/aws/awsBundle.ts', output: 'dist/aws.cjs' },
  { source: 'src/local/archive/archiveWorker.ts', output: 'dist/archiveWorker.cjs', shares: 'threads' },
  { source: 'src/workflows/local/invokerBundle.ts', output: 'dist/invoker.cjs', shares: 'shared' },
  { source: 'src/local/containers/containerBundle.ts', output: 'dist/containers.cjs', shares: 'shared' },
  { source: 'src/local/build/buildBundle.ts', output: 'dist/builds.cjs', shares: 'shared' },
  { source: 'src/local/code/codeScanWorker.ts', output: 'dist/codeScanWorker.cjs', shares: 'threads' },
  // One copy for all of them: it holds the translations.
  { source: 'node_modules/@vscode/l10n/dist/main.js', output: 'dist/l10n.cjs', library: '@vscode/l10n' },
];
