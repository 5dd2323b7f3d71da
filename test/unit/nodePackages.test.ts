import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isFailure } from '../../src/core/failures/failure.ts';
import {
  installsElsewhere,
  namedVariables,
  npmInContainer,
  scriptOfCommandFile,
  withSettings,
} from '../../src/core/build/nodeCommand.ts';
import { runInContainer } from '../../src/core/build/containerCommand.ts';
import { layPackagesOut } from '../../src/core/build/nodeLayout.ts';
import {
  berryLockMembers,
  matchesWorkspace,
  npmLockMembers,
  pnpmLockMembers,
} from '../../src/core/build/nodeLock.ts';
import { nodeToolFailure } from '../../src/core/build/nodeToolOutput.ts';
import { fitsLambda, packageJsonOf, platformBinaries } from '../../src/core/build/packageJson.ts';
import { withoutCredentials } from '../../src/core/build/withoutCredentials.ts';

/** `a@1` → what it loads; the name before the `@` is the one it is asked by. */
function layout(graph: Readonly<Record<string, readonly string[]>>): string[] | undefined {
  const packages = new Map(
    Object.entries(graph).map(([path, wanted]) => {
      const dependencies = new Map(wanted.map((one) => [one.replace(/@\d$/, ''), one] as const));
      return [path, { path, dependencies }];
    }),
  );
  return layPackagesOut(packages, 'root')?.map(({ path, to }) => `${to} ${path}`);
}

describe('the layout of Node.js packages', () => {
  it('holds each once, at the top', () => {
    const placed = layout({ root: ['a@1'], 'a@1': ['b@1'], 'b@1': ['c@1', 'a@1'], 'c@1': [] });
    assert.deepEqual(placed, ['node_modules/a a@1', 'node_modules/b b@1', 'node_modules/c c@1']);
  });

  it('holds another version below whoever needs it, and again for each', () => {
    const placed = layout({
      ...{ root: ['a@1', 'b@1', 'x@1'], 'a@1': ['x@2'], 'b@1': ['x@2'], 'x@1': [] },
      ...{ 'x@2': ['y@1'], 'y@1': ['x@2'] },
    });
    assert.deepEqual(placed?.slice(3), [
      'node_modules/a/node_modules/x x@2',
      'node_modules/b/node_modules/x x@2',
      'node_modules/y y@1',
      'node_modules/y/node_modules/x x@2',
    ]);
  });

  it('does not exist for versions that need each other in turn', () => {
    const graph = {
      ...{ root: ['a@1'], 'a@1': ['b@2'], 'b@2': ['a@2'], 'a@2': ['b@1'], 'b@1': ['a@1'] },
    };
    assert.equal(layout(graph), undefined);
  });
});

describe('lock files of Node.js', () => {
  it('lead to the folders and archives of the workspace', () => {
    const npm = {
      packages: {
        '': {},
        'node_modules/one': { resolved: 'functions/one', link: true },
        'functions/one': {},
        'functions/one/node_modules/ms': {},
        'node_modules/local': { resolved: 'file:vendor/local.tgz' },
      },
    };
    assert.deepEqual(npmLockMembers(JSON.stringify(npm)), {
      folders: ['', 'functions/one'],
      files: ['vendor/local.tgz'],
    });
    const pnpm = [
      "lockfileVersion: '9.0'",
      'importers:',
      '',
      '  .: {}',
      '  functions/one:',
      '    dependencies:',
      "      '@top/shared':",
      '        specifier: workspace:*',
      '        version: link:../../packages/shared',
      'packages:',
      '  not/one:',
    ].join('\n');
    assert.deepEqual(pnpmLockMembers(pnpm).folders, ['', 'functions/one', 'packages/shared']);
    const berry =
      '__metadata:\n"one@workspace:functions/one":\n  resolution: "one@workspace:functions/one"\n';
    assert.deepEqual(berryLockMembers(berry)?.folders, ['', 'functions/one']);
    assert.equal(berryLockMembers('# yarn lockfile v1\n'), undefined);
  });

  it('of yarn 1 leave it to the patterns of the package.json', () => {
    const patterns = ['packages/*', 'functions/**', '!functions/old'];
    const meant = ['packages/a', 'functions/a/b'].map((folder) => matchesWorkspace(patterns, folder));
    const others = ['packages/a/b', 'functions/old', 'other'].map((folder) =>
      matchesWorkspace(patterns, folder),
    );
    assert.deepEqual([...meant, ...others], [true, true, false, false, false]);
  });
});

describe('a package of Node.js', () => {
  it('fits Lambda by its system, processor and C library', () => {
    const rules = { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] };
    assert.ok(fitsLambda(rules, 'arm64'));
    assert.ok(!fitsLambda(rules, 'x64'));
    assert.ok(!fitsLambda({ ...rules, libc: ['musl'] }, 'arm64'));
    assert.ok(fitsLambda({ os: ['!win32'], cpu: [], libc: [] }, 'x64'));
    assert.ok(!fitsLambda({ os: ['!linux'], cpu: [], libc: [] }, 'x64'));
  });

  it('is told from one that brings binaries by the names of those', () => {
    assert.deepEqual(platformBinaries(['@esbuild/linux-x64', '@esbuild/darwin-arm64', 'other']).length, 2);
    assert.deepEqual(platformBinaries(['fsevents', 'tool-win32-x64']), []);
  });

  it('asks for what it needs and for what it can do without', () => {
    const read = packageJsonOf({
      ...{ dependencies: { a: '1', b: '1' }, optionalDependencies: { b: '1' } },
      ...{ peerDependencies: { c: '1', d: '1' }, peerDependenciesMeta: { d: { optional: true } } },
      scripts: { install: 'node-gyp rebuild' },
    });
    assert.deepEqual([read.required, read.optional, read.hasInstallScript], [['a', 'c'], ['b', 'd'], true]);
  });
});

describe('the output of npm, pnpm and yarn', () => {
  const lock = { file: '/w/pnpm-lock.yaml' };
  const failure = (output: string, tool = 'npm') =>
    nodeToolFailure({
      ...{ tool, code: 1, output, lock, packageJson: '/w/package.json' },
      packageText: '{\n  "dependencies": {\n    "no-such": "^1.0.0" } }',
      target: 'nodejs24.x on arm64',
    });
  const rows = [
    ['npm error code ENOTFOUND\nnpm error network request to https://r failed', 'build.registryUnreachable'],
    ['ERR_PNPM_OUTDATED_LOCKFILE Cannot install with "frozen-lockfile"', 'build.lockOutOfDate'],
    ['error Your lockfile needs to be updated, but yarn was run with', 'build.lockOutOfDate'],
    ['npm error notsup Unsupported platform for fsevents@2.3.3: wanted {"os":"darwin"}', 'build.noBinary'],
    ["npm error 404  'no-such@^1.0.0' is not in this registry.", 'build.packageNotFound'],
    ['npm error code E401\nnpm error Incorrect or missing password.', 'build.registryRefused'],
    ['npm error code EACCES\nnpm error cannot write', 'build.toolFailed'],
    [
      'npm error code 127\nnpm error path /s t/work/node_modules/@top/own\nnpm error command failed',
      'build.scriptFailed',
    ],
    ['npm error code ENOSPC\nnpm error nospc There appears to be insufficient space', 'build.diskFull'],
  ] as const;
  it('tells why it failed', () => {
    for (const [output, code] of rows) assert.ok(isFailure(failure(output), code), output);
    assert.equal(failure(rows[4][0]).location?.line, 3);
    assert.match(failure(rows[6][0]).message, /^npm ended with 1: cannot write$/);
    assert.match(failure(rows[7][0]).message, /^An install script of @top\/own failed/);
  });

  it('is shown without what logs in', () => {
    const line =
      'GET https://me:pa55@host/x?X-Amz-Signature=5ec12e7 failed, //host/:_authToken=5ec12e7 authorization: Bearer 5ec12e7';
    assert.doesNotMatch(withoutCredentials(line), /pa55|5ec12e7/);
    assert.match(withoutCredentials(line), /host\/x/);
    assert.equal(withoutCredentials('added 2 packages in 1s'), 'added 2 packages in 1s');
  });
});

describe('settings for npm, pnpm and yarn', () => {
  it('take the place of those that the project has', () => {
    const own = 'packages:\n  - a\nsupportedArchitectures:\n  os:\n    - darwin\n\ncatalog:\n  b: 1\n';
    assert.equal(
      withSettings(own, 'supportedArchitectures:\n  os: [linux]\n'),
      'packages:\n  - a\ncatalog:\n  b: 1\nsupportedArchitectures:\n  os: [linux]\n',
    );
  });

  it('reach npm as arguments where it knows them', () => {
    const versions = ['8.19.4', '9.2.0', '9.9.4', '10.0.0', '10.2.4', '11.19.1', 'what?'];
    assert.deepEqual(versions.filter(installsElsewhere), ['9.9.4', '10.2.4', '11.19.1']);
  });

  it('name the variables that they need, but no log-in to AWS', () => {
    const text = '//r/:_authToken=${NPM_TOKEN}\nx=${AWS_SECRET_ACCESS_KEY}\nnpmAuthToken: "${OTHER:-none}"';
    assert.deepEqual(namedVariables(text), ['NPM_TOKEN', 'OTHER']);
  });

  it('come to the script itself where Windows has a command file', () => {
    const npm =
      'SET "NPM_PREFIX_JS=%~dp0\\node_modules\\npm\\bin\\npm-prefix.js"\r\nSET "NPM_CLI_JS=%~dp0\\node_modules\\npm\\bin\\npm-cli.js"\r\n';
    assert.equal(scriptOfCommandFile(npm), 'node_modules/npm/bin/npm-cli.js');
    const pnpm = '"%_prog%"  "%dp0%\\node_modules\\pnpm\\bin\\pnpm.cjs" %*';
    assert.equal(scriptOfCommandFile(pnpm), 'node_modules/pnpm/bin/pnpm.cjs');
  });
});

describe('npm in a container', () => {
  it('sees the project and the person’s settings, whose values are in no argument', () => {
    const install = { tool: 'npm', member: 'functions/one', cpu: 'arm64', ...{ hasLock: true } } as const;
    const scripts = { installScripts: true, runsAllScripts: true };
    const command = npmInContainer({ ...install, ...scripts }, '/s/work', 'top', '/home/me/.npmrc');
    const args = runInContainer(
      {
        ...{ name: 'build-1', image: 'public.ecr.aws/lambda/nodejs:24', architecture: 'arm64' },
        ...{ network: 'host', user: '1000:1000', variables: ['NPM_TOKEN'] },
      },
      command,
    );
    assert.equal(
      args.join(' '),
      [
        'run --rm --name build-1 --platform linux/arm64 --network host --user 1000:1000',
        '--env HOME=/tmp --env CI=true --env npm_config_cache=/tmp/.npm --env npm_config_script_shell=sh',
        '--env npm_config_dangerously_allow_all_scripts=true',
        '--env NPM_TOKEN --mount type=bind,source=/s/work,target=/work',
        '--mount type=bind,source=/home/me/.npmrc,target=/tmp/.npmrc,readonly',
        '--workdir /work/top --entrypoint npm public.ecr.aws/lambda/nodejs:24',
        'ci --omit=dev --os=linux --cpu=arm64 --libc=glibc --ignore-scripts=false --foreground-scripts',
        '--install-links=false --no-audit --no-fund --no-progress --no-update-notifier',
        '--workspace=functions/one',
      ].join(' '),
    );
  });
});
