import { t } from '@vscode/l10n';
import { localFailures } from '../../core/failures/localFailures.ts';
import { imageForArchitecture, lambdaArchitecture } from '../../core/local/architectures.ts';
import type { CallOptions } from '../ports.ts';
import type { ContainerEngine, ImageFacts } from '../portsForContainers.ts';
import type { FunctionSource } from '../resolveFunction.ts';
import { functionId } from './functionId.ts';

export type EnsureOptions = CallOptions & { readonly onPhase?: (text: string) => void };

export interface ImageRequest {
  readonly source: FunctionSource;
  /** As manifest, setting and runtime name it. */
  readonly image: string;
  /** True when the person agreed that the function runs with the engine's instruction set, whatever its manifest says. */
  readonly runsNatively: boolean;
  /** A file of the code that this instruction set cannot run; undefined when there is none. */
  readonly foreignCode: (architecture: string) => Promise<string | undefined>;
}

export interface EnsuredImage extends ImageFacts {
  /** As it is called on the engine. */
  readonly image: string;
}

/**
 * The image on the engine, pulled when it is missing. Function, image and engine must be of one architecture, else nothing
 * would run, or be emulated at a crawl.
 * @throws Failure `local.architecture`, `local.foreignCode`, `local.foreignImage`, …
 */
export async function ensureImage(
  request: ImageRequest,
  engine: ContainerEngine,
  options: EnsureOptions,
): Promise<EnsuredImage> {
  const { source, runsNatively } = request;
  const { functionName, architecture } = source.manifest;
  const engineName = await engine.architecture({ signal: options.signal });
  const native = lambdaArchitecture(engineName);
  // Before a pull: what it would bring could not run.
  if (!runsNatively && architecture !== undefined && architecture !== native) {
    await requireNoForeignCode(request, native);
    throw localFailures.architecture(functionName, architecture, native, functionId(source));
  }
  const image = runsNatively ? imageForArchitecture(request.image, native) : request.image;
  const platform = runsNatively || architecture !== undefined ? `linux/${engineName}` : undefined;
  const known = await engine.inspectImage(image, options);
  const isPulled = known === undefined || (runsNatively && known.architecture !== engineName);
  const facts = isPulled ? await pull(image, platform, engine, options) : known;
  if (facts.architecture === engineName) return { ...facts, image };
  const actual = lambdaArchitecture(facts.architecture);
  if (runsNatively) throw localFailures.foreignImage(image, actual, native, undefined);
  await requireNoForeignCode(request, native);
  throw localFailures.foreignImage(image, actual, native, functionId(source));
}

/** The image for the engine's instruction set is no help to a package that holds code for another. */
async function requireNoForeignCode({ source, foreignCode }: ImageRequest, native: string): Promise<void> {
  const file = await foreignCode(native);
  if (file !== undefined) throw localFailures.foreignCode(source.manifest.functionName, file, native);
}

async function pull(
  image: string,
  platform: string | undefined,
  engine: ContainerEngine,
  { signal, onPhase }: EnsureOptions,
): Promise<ImageFacts> {
  onPhase?.(t('Pulling {0}', image));
  await engine.pullImage(image, platform, {
    signal,
    onProgress: (text) => onPhase?.(t('Pulling {0}: {1}', image, text)),
  });
  const facts = await engine.inspectImage(image, { signal });
  if (facts === undefined) throw localFailures.imageGone(image);
  return facts;
}
