import { delimiter, dirname, join } from 'node:path';

/** What the product uses of AWS; fewer services start faster. */
const services = 'iam,sts,lambda,apigateway,events,logs,ses,monitoring,s3';

export interface MinistackSettings {
  readonly port: number;
  /** Absolute path of the executable. */
  readonly command: string;
  /** Folder for everything that lives no longer than the process. */
  readonly runFolder: string;
  /** Folder for the data that outlives it; undefined = nothing is kept. */
  readonly stateFolder: string | undefined;
}

/** What a process needs of the host to run at all, and nothing else. On Windows Python does not start without the last four. */
const inherited = ['PATH', 'HOME', 'SystemRoot', 'USERPROFILE', 'LOCALAPPDATA', 'PATHEXT'];

/**
 * The whole environment of MiniStack. Functions inherit all of it, so nothing of the host's goes in: a credential there
 * would be readable by every function.
 */
export function ministackEnvironment(
  settings: MinistackSettings,
  host: NodeJS.ProcessEnv,
): Record<string, string> {
  const { port, command, runFolder, stateFolder } = settings;
  const environment: Record<string, string> = {};
  for (const name of inherited) {
    const value = host[name];
    if (value !== undefined) environment[name] = value;
  }
  return {
    ...environment,
    // MiniStack runs Node functions by the PATH's node, and Python ones by its own interpreter.
    PATH: [environment['PATH'] ?? '', dirname(command)].filter((part) => part !== '').join(delimiter),
    // Without these two it listens on every interface, and on port 8883 as well.
    BIND_HOST: '127.0.0.1',
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    SERVICES: services,
    GATEWAY_PORT: String(port),
    LOG_LEVEL: 'WARNING',
    // At start and stop MiniStack removes containers of a Docker engine it finds, also ones it did not start.
    DOCKER_HOST: `unix://${join(runFolder, 'no-engine.sock')}`,
    LAMBDA_EXECUTOR: 'local',
    TMPDIR: runFolder,
    TEMP: runFolder,
    TMP: runFolder,
    // A function that asks the SDK for a profile must not find the person's own.
    AWS_CONFIG_FILE: join(runFolder, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(runFolder, 'no-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    PYTHONUNBUFFERED: '1',
    ...(stateFolder === undefined ? {} : { PERSIST_STATE: '1', STATE_DIR: stateFolder }),
  };
}
