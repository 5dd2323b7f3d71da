// The product's bundles: which source file becomes which file of dist/.
// Code that one bundle reaches in another (a dynamic import of its entry) stays outside and is loaded when it is needed.
export const productBundles = [
  { source: 'src/extension.ts', output: 'dist/extension.cjs' },
  { source: 'src/aws/awsBundle.ts', output: 'dist/aws.cjs' },
  { source: 'src/local/archive/archiveWorker.ts', output: 'dist/archiveWorker.cjs' },
  { source: 'src/local/containers/containerBundle.ts', output: 'dist/containers.cjs' },
  { source: 'src/local/code/codeScanWorker.ts', output: 'dist/codeScanWorker.cjs' },
];
