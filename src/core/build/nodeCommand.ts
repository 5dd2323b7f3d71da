import { containerHome, type ContainerCommand } from './containerCommand.ts';
import type { NodeTool } from './nodeLock.ts';

export interface NodeInstall {
  readonly tool: NodeTool;
  readonly hasLock: boolean;
  /** The function's folder from the one that the tool runs in; '' when it is that. */
  readonly member: string;
  /** npm's name of the function's processor. */
  readonly cpu: string;
  readonly installScripts: boolean;
  /** No file of the project says whose install scripts may run: those of all packages. */
  readonly runsAllScripts: boolean;
}

/** Arguments with which a tool installs what a function needs in Lambda, and no more where it can choose. */
export function nodeInstallArguments({ tool, hasLock, member, cpu, installScripts }: NodeInstall): string[] {
  switch (tool) {
    case 'npm':
      return [
        ...(hasLock ? ['ci'] : ['install', '--package-lock=false']),
        ...[
          '--omit=dev',
          '--os=linux',
          `--cpu=${cpu}`,
          '--libc=glibc',
          `--ignore-scripts=${!installScripts}`,
        ],
        // Said as it comes, where npm would keep it to itself.
        ...(installScripts ? ['--foreground-scripts'] : []),
        // A package of the workspace stays where it is, and is no copy.
        ...['--install-links=false', '--no-audit', '--no-fund', '--no-progress', '--no-update-notifier'],
        ...(member === '' ? [] : [`--workspace=${member}`]),
      ];
    case 'pnpm':
      return [
        ...(member === '' ? [] : [`--filter={${member}}...`]),
        ...['install', '--prod', hasLock ? '--frozen-lockfile' : '--no-frozen-lockfile'],
        ...(installScripts ? [] : ['--ignore-scripts']),
        '--reporter=append-only',
      ];
    case 'yarn':
      return [
        ...['install', '--production', '--non-interactive', '--no-progress'],
        // It knows this machine's platform only: what does not fit is left out afterwards.
        ...['--ignore-platform', '--ignore-engines', hasLock ? '--frozen-lockfile' : '--no-lockfile'],
        ...(installScripts ? [] : ['--ignore-scripts']),
      ];
    case 'yarn berry':
      return ['install', hasLock ? '--immutable' : '--no-immutable'];
  }
}

/**
 * npm of the function's image, whose platform is the function's own: its install scripts need not be told.
 *
 * @param skeleton absolute path here
 * @param top folder in it that npm runs in
 * @param settings absolute path of the person's own `.npmrc`; undefined where there is none
 */
export const npmInContainer = (
  install: NodeInstall,
  skeleton: string,
  top: string,
  settings: string | undefined,
): ContainerCommand => ({
  command: ['npm', ...nodeInstallArguments(install)],
  // Folders and programs that the person's settings may name are of this machine.
  settings: {
    ...{ CI: 'true', npm_config_cache: `${containerHome}/.npm`, npm_config_script_shell: 'sh' },
    ...scriptVariables(install),
  },
  workingFolder: `/work/${top}`,
  mounts: [
    { source: skeleton, target: '/work' },
    ...(settings === undefined
      ? []
      : [{ source: settings, target: `${containerHome}/.npmrc`, isReadOnly: true }]),
  ],
});

/** Whether an npm knows `--os`, `--cpu` and `--libc`; tried: 9.2 and 10.0 do not, 9.9 and 10.2 do. */
export function installsElsewhere(npmVersion: string): boolean {
  const [major = 0, minor = 0] = npmVersion.split('.').map(Number);
  return major > 10 || (major === 10 && minor >= 2) || (major === 9 && minor >= 9);
}

/** npm 12 runs no install script that it is not told to; earlier ones, and arguments, know no such setting. */
const scriptVariables = ({ tool, runsAllScripts }: NodeInstall): Record<string, string> =>
  tool === 'npm' && runsAllScripts ? { npm_config_dangerously_allow_all_scripts: 'true' } : {};

/** Variables for the same; `npm_config_…` is what tools that fetch a binary in an install script ask. */
export function nodeInstallVariables(install: NodeInstall): Record<string, string> {
  const { tool, cpu, installScripts } = install;
  return {
    CI: 'true',
    ...scriptVariables(install),
    COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
    ...(tool === 'yarn berry' && {
      ...{ YARN_ENABLE_SCRIPTS: String(installScripts), YARN_ENABLE_TELEMETRY: '0' },
      ...{
        YARN_NODE_LINKER: 'node-modules',
        YARN_ENABLE_PROGRESS_BARS: '0',
        YARN_ENABLE_GLOBAL_CACHE: 'true',
      },
    }),
    ...(installScripts && {
      ...{ npm_config_platform: 'linux', npm_config_arch: cpu, npm_config_libc: 'glibc' },
      ...{
        npm_config_target_platform: 'linux',
        npm_config_target_arch: cpu,
        npm_config_target_libc: 'glibc',
      },
    }),
  };
}

/**
 * Whether a project says itself which packages may run install scripts: then that counts.
 *
 * @param settings texts of its package.json, `.npmrc` and `pnpm-workspace.yaml`
 */
export const hasScriptPolicy = (settings: string): boolean =>
  /\b(?:allowScripts|allowBuilds|allow-(?:all-)?scripts|(?:only|never)BuiltDependencies(?:File)?|dangerouslyAllowAllBuilds)\b/.test(
    settings,
  );

/**
 * Settings of pnpm and later yarns for the target: neither has an argument for them in every version. pnpm runs no install
 * script that its settings do not name, since version 10.
 */
export const installSettings = ({ tool, cpu, runsAllScripts }: NodeInstall): string =>
  `supportedArchitectures:\n  os: [linux]\n  cpu: [${cpu}]\n  libc: [glibc]\n` +
  (tool === 'pnpm' && runsAllScripts ? 'dangerouslyAllowAllBuilds: true\n' : '');

/** A YAML text with these top-level blocks in place of its own of the same names. */
export function withSettings(text: string, blocks: string): string {
  const names = [...blocks.matchAll(/^(\w+):/gm)].flatMap(([, name]) => name ?? []);
  const own = new RegExp(`^['"]?(?:${names.join('|')})['"]?:.*\\n?(?:[ \\t]+.*(?:\\n|$)|[ \\t]*\\n)*`, 'gm');
  const rest = text.replace(/\r\n/g, '\n').replace(own, '');
  return `${rest}${rest === '' || rest.endsWith('\n') ? '' : '\n'}${blocks}`;
}

/** The script that a Windows command file of npm, pnpm, yarn or corepack runs, relative to it: such files need a shell, the script none. */
export const scriptOfCommandFile = (text: string): string | undefined =>
  /%~?dp0%?[\\/]((?:[^"\n]*[\\/])?(?:npm-cli|pnpm|yarn|corepack)\.[cm]?js)"/
    .exec(text)?.[1]
    ?.replaceAll('\\', '/');

/** Names of environment variables that a tool's settings refer to, as `${NPM_TOKEN}`: never those of an AWS log-in. */
export const namedVariables = (settings: string): string[] =>
  [...settings.matchAll(/\$\{(\w+)[^}]*\}/g)].flatMap(([, name]) =>
    name === undefined || name.startsWith('AWS_') ? [] : name,
  );
