// The table of rooms (README, "Architecture") as rules. Type imports count: a type is a dependency too.
const rooms = '^src/';
// VS Code's API has types only: its module resolves to them, where it resolves at all.
const vscode = '^(node_modules/@types/)?vscode(/|$)';
const only = (name, from, allowed, libraries = []) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: {
    path: '^(src/|(node_modules/@types/)?vscode(/|$)|node_modules/@aws-sdk|node_modules/@smithy)',
    pathNot: [...allowed, ...libraries],
  },
});
const noNode = (name, from) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { dependencyTypes: ['core'] },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: { path: rooms }, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: vscode } },
    only('core', '^src/core/', ['^src/core/']),
    noNode('core-does-no-io', '^src/core/'),
    only('workflows', '^src/workflows/', ['^src/core/', '^src/workflows/']),
    noNode('workflows-do-no-io', '^src/workflows/'),
    only(
      'aws',
      '^src/aws/',
      ['^src/aws/', '^src/core/', '^src/workflows/ports'],
      ['node_modules/@aws-sdk', 'node_modules/@smithy'],
    ),
    only('local', '^src/local/', ['^src/local/', '^src/core/', '^src/workflows/ports']),
    only('editor', '^src/editor/(?!providers/)', [
      '^src/editor/(?!providers/)',
      '^src/core/',
      '^src/contributions',
      vscode,
    ]),
    only('providers', '^src/editor/providers/', [
      '^src/(core|workflows|editor)/',
      '^src/tree/(nodes|accountNodes)',
      '^src/contributions',
      vscode,
    ]),
    only('commands', '^src/commands/', [
      '^src/(core|workflows|editor|commands)/',
      '^src/tree/(nodes|accountNodes)',
      '^src/contributions',
      vscode,
    ]),
    only('tree', '^src/tree/(?!nodes|accountNodes\\.)', [
      '^src/(core|workflows|editor|tree)/',
      '^src/contributions',
      vscode,
    ]),
    only('tree-nodes', '^src/tree/(nodes|accountNodes\\.)', ['^src/core/']),
    only('contributions', '^src/contributions', ['^src/core/']),
    only('extension', '^src/extension', ['^src/services', '^src/(editor|core)/', vscode]),
    {
      name: 'services-only-by-extension',
      severity: 'error',
      from: { path: rooms, pathNot: '^src/extension' },
      to: { path: '^src/services' },
    },
    {
      name: 'node-only-in-local-and-aws',
      severity: 'error',
      from: { path: '^src/(editor|commands|tree|contributions|extension)' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
