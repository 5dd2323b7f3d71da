import { t } from '@vscode/l10n';
import { localFailures } from '../../core/failures/localFailures.ts';
import type { FunctionManifest } from '../../core/manifest/functionManifest.ts';
import type { CallOptions } from '../ports.ts';
import type { ContainerEngine, ImageFacts } from '../portsForContainers.ts';

export type EnsureOptions = CallOptions & { readonly onPhase?: (text: string) => void };

/** AWS's names of instruction sets and those of container engines. */
const engineArchitecture = { x86_64: 'amd64', arm64: 'arm64' } as const;
const lambdaArchitecture = (name: string) => (name === 'amd64' ? 'x86_64' : name);

/**
 * The image on the engine, pulled when it is missing. Its architecture has to be the engine's, else it would not run or be
 * emulated at a crawl, and the manifest's where that names one.
 */
export async function ensureImage(
  image: string,
  { functionName, architecture }: Pick<FunctionManifest, 'functionName' | 'architecture'>,
  engine: ContainerEngine,
  { signal, onPhase }: EnsureOptions,
): Promise<ImageFacts> {
  let facts = await engine.inspectImage(image, { signal });
  if (facts === undefined) {
    onPhase?.(t('Pulling {0}', image));
    const platform = architecture === undefined ? undefined : `linux/${engineArchitecture[architecture]}`;
    await engine.pullImage(image, platform, {
      signal,
      onProgress: (text) => onPhase?.(t('Pulling {0}: {1}', image, text)),
    });
    facts = await engine.inspectImage(image, { signal });
    if (facts === undefined) throw localFailures.imageGone(image);
  }
  const actual = lambdaArchitecture(facts.architecture);
  if (architecture !== undefined && architecture !== actual) {
    throw localFailures.architecture(functionName, architecture, image, actual);
  }
  const native = lambdaArchitecture(await engine.architecture({ signal }));
  if (actual !== native) throw localFailures.foreignImage(image, actual, native);
  return facts;
}
