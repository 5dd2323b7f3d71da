import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { runInContainer } from '../../core/build/containerCommand.ts';
import type { ContainerCommand, InContainer } from '../../core/build/containerCommand.ts';
import { packageFailures } from '../../core/failures/packageFailures.ts';
import type { FileLocation } from '../../core/failures/failure.ts';
import { lastWordsOf } from '../../core/build/pythonToolOutput.ts';
import { imageOf } from '../../core/local/images.ts';
import type { Architecture, FunctionManifest } from '../../core/manifest/functionManifest.ts';
import { findTool } from '../containers/findTool.ts';
import { packagingEnvironment } from '../packagingEnvironment.ts';
import type { BuildWorld } from './buildWorld.ts';
import { runBuildTool } from './runBuildTool.ts';
import type { ToolRun, ToolRunOptions } from './runBuildTool.ts';

/** A container of the function's image, in which packages may be compiled. */
export interface BuildContainer extends Pick<InContainer, 'image' | 'network' | 'architecture'> {
  /** `docker`, `podman`, `finch`, `nerdctl` or an absolute path. */
  readonly tool: string;
}

/** For `build.inContainer`: the image that the function runs in locally. */
export function buildContainer(
  manifest: FunctionManifest,
  architecture: Architecture,
  world: BuildWorld,
): BuildContainer | undefined {
  if (manifest.build === 'none' || manifest.build?.inContainer !== true) return undefined;
  const { tool, images } = world.containers();
  return { tool, architecture, image: imageOf(manifest, images), network: manifest.local?.network };
}

interface ContainerRun extends ContainerCommand, Pick<ToolRunOptions, 'cwd' | 'signal' | 'onOutput'> {
  /** What is installed takes from variables. */
  readonly variables: NodeJS.ProcessEnv;
  readonly environment: NodeJS.ProcessEnv;
  readonly place: FileLocation;
  /** What the image is to have. */
  readonly installer: 'pip' | 'npm';
}

/** Settings of pip and npm that mean the same in a container; their folders are of this machine. */
const passed =
  /^(PIP_(?:(?:EXTRA_)?INDEX_URL|TRUSTED_HOST|RETRIES|DEFAULT_TIMEOUT|NO_INDEX)|npm_config_(?:registry|fetch_\w+|strict_ssl|noproxy|(?:https?_)?proxy)|(https?|no)_proxy)$/i;

/** Files of a network that answers with certificates of its own. */
const certificates =
  /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|PIP_CERT|npm_config_cafile)$/i;

/** What Python says, and what docker, podman and nerdctl say of a program. */
const notThere = /No module named '?pip\b|executable file.* not found/;

/** Rejects with `local.toolMissing`, `build.containerFailed`, `build.notInImage`; a tool that fails is answered. */
export async function runInBuildContainer(
  { tool, ...container }: BuildContainer,
  { environment, place, signal, cwd, onOutput, installer, ...run }: ContainerRun,
): Promise<ToolRun> {
  const program = await findTool(tool, environment['PATH'] ?? environment['Path'] ?? '');
  const host = Object.entries(packagingEnvironment(environment));
  const variables = {
    ...Object.fromEntries(host.filter(([name]) => passed.test(name))),
    ...run.variables,
  };
  const files = host.flatMap(([name, source = '']) =>
    certificates.test(name) && isAbsolute(source) && existsSync(source)
      ? [{ name, source, target: `/certificates/${name}`, isReadOnly: true }]
      : [],
  );
  const name = `lambda-workbench-build-${randomUUID()}`;
  const user = process.getuid === undefined ? undefined : `${process.getuid()}:${process.getgid?.() ?? 0}`;
  const args = runInContainer(
    { ...container, name, user, variables: Object.keys(variables) },
    {
      ...run,
      settings: { ...run.settings, ...Object.fromEntries(files.map((file) => [file.name, file.target])) },
      mounts: [...run.mounts, ...files],
    },
  );
  const env = { ...environment, ...variables };
  try {
    const ended = await runBuildTool(program, args, { cwd, env, signal, ...(onOutput && { onOutput }) });
    const { code, output } = ended;
    // npm ends with the code of an install script, which may be any.
    if (code === 0 || /^npm err/im.test(output)) return ended;
    if (notThere.test(output)) throw packageFailures.notInImage(installer, container.image, place);
    // What they answer where the container has not run.
    if (code === 125 || code === 126 || code === 127) {
      throw packageFailures.containerFailed(container.image, lastWordsOf(output), place);
    }
    return ended;
  } catch (error) {
    // The container outlives a tool that was ended.
    const remove = { cwd, env: environment, signal: AbortSignal.timeout(30_000) };
    if (signal.aborted) await runBuildTool(program, ['rm', '--force', name], remove).catch(() => undefined);
    throw error;
  }
}
