import { t } from '@vscode/l10n';
import type { CodeTree } from '../../core/archive/codeTree.ts';
import { attachConfiguration } from '../../core/debug/attachConfiguration.ts';
import { compiledSources } from '../../core/debug/compiledSources.ts';
import { containerDebugger } from '../../core/debug/containerDebugger.ts';
import type { ContainerDebugger } from '../../core/debug/containerDebugger.ts';
import { debugSpec } from '../../core/debug/debugSpec.ts';
import { debugFailures } from '../../core/failures/debugFailures.ts';
import type { ContainerMount } from '../../core/local/containerSpec.ts';
import { contractOf, imageOf } from '../../core/local/images.ts';
import { invocationReport, reportLine } from '../../core/local/reportLine.ts';
import { isInside, resolvePath } from '../../core/workspacePath.ts';
import type { ContainerAnswer, RunningContainer } from '../portsForContainers.ts';
import { requireEventSize } from './eventSize.ts';
import type { LocalDependencies } from './localDependencies.ts';
import type { AttachedDebugger, DebugOptions, DebugTools, LocalDebugger } from './localDebugging.ts';
import type { LocalProgress, LocalRequest, LocalResult } from './localInvoking.ts';
import { resolveContainer } from './resolveContainer.ts';
import type { ResolvedContainer } from './resolveContainer.ts';
import type { ScannedCode } from './scanCode.ts';

/** Milliseconds in which the answer comes when the debugger let go because the function's process ended. */
const answerTime = 5_000;

type Dependencies = LocalDependencies & { readonly tools: DebugTools };

export function createLocalDebugger(deps: Dependencies): LocalDebugger {
  return { debug: (request, options) => debugFunction(request, deps, options) };
}

async function debugFunction(
  { source, event }: LocalRequest,
  deps: Dependencies,
  options: DebugOptions,
): Promise<LocalResult> {
  const { signal, onProgress } = options;
  const { manifest } = source;
  const { functionName } = manifest;
  const onPhase = (text: string) => onProgress({ kind: 'phase', text });
  requireEventSize(event);
  const image = imageOf(manifest, deps.settings().images);
  const wanted = containerDebugger(manifest, { image, contract: contractOf(image, manifest.local) });
  const files = await deps.tools.files(functionName, wanted, { signal });
  const resolved = await resolveContainer(source, deps, { signal, onPhase });
  const [engine, port] = await Promise.all([deps.engine(), deps.tools.freePort()]);
  // What earlier windows left goes meanwhile.
  engine.removeLeftovers().catch(deps.onTrouble);
  onPhase(t('Starting the container'));
  const { tree } = resolved.code;
  const root = ownBuildOf(tree) ?? tree.root;
  const elsewhere = elsewhereOf(resolved, root).filter(
    // For Node.js each file is given a map, and what was fetched is nobody's source.
    ({ source: place }) => wanted.language !== 'node' || isInside(tree.workspaceFolder, place),
  );
  const spec = debugSpec(resolved.spec, wanted, port, files, elsewhere);
  const container = await engine.start(spec, { signal });
  try {
    onPhase(t('Waiting for {0} to take a debugger', functionName));
    const compiled = await compiledCode(resolved.code, deps);
    const code = { functionName, root, elsewhere, compiled };
    const configuration = attachConfiguration(wanted, code, { host: container.host, port });
    const attach = async () => {
      onPhase(t('Attaching to {0}', functionName));
      const attached = await options.attach(configuration);
      onProgress({ kind: 'phase', text: t('Running {0}', functionName), runs: true });
      return attached;
    };
    const asked = deps.clock.now();
    const answer = await answerUnderDebugger(container, event, wanted, functionName, deps, {
      signal,
      onProgress,
      attach,
    });
    const wallMs = deps.clock.now() - asked;
    return resultOf(answer, container, wallMs, resolved.spec.memorySize, onProgress);
  } catch (error) {
    await container.remove();
    throw error;
  }
}

/** The innermost first. */
function elsewhereOf({ code, spec }: ResolvedContainer, root: string): ContainerMount[] {
  const places = code.places.filter(({ path, source }) => source !== resolvePath(root, path));
  const inTask = places.map(({ path, source }) => ({ source, target: `/var/task/${path}` }));
  return [...inTask, ...spec.mounts].sort((a, b) => b.target.length - a.target.length);
}

/** The folder that a build of the person's own wrote: what runs lies there, with its source maps. */
const ownBuildOf = ({ built }: CodeTree): string | undefined =>
  built?.parts.find(({ to, isStaged }) => to === '' && !isStaged)?.from;

/** Undefined where what runs lies in the workspace as it is. */
async function compiledCode({ tree, folder }: ScannedCode, { files }: Pick<Dependencies, 'files'>) {
  const own = ownBuildOf(tree);
  // webpack names sources by their path below the folder that it runs in, other compilers relative to their output.
  if (own !== undefined) return { folder: own, sources: { 'webpack://?:*/*': `${tree.root}/*` } };
  const map = tree.built?.parts.find(({ to }) => to.endsWith('.map'));
  if (map === undefined) return undefined;
  return { folder, sources: compiledSources((await files.readText(map.from)) ?? '', map.to, tree.root) };
}

interface AnswerOptions extends Pick<DebugOptions, 'signal' | 'onProgress'> {
  readonly attach: () => Promise<AttachedDebugger | undefined>;
}

/** The function's code is loaded at the first call: the call comes first, and the debugger when the runtime waits for it. */
async function answerUnderDebugger(
  container: RunningContainer,
  event: string,
  { cue, chatter }: ContainerDebugger,
  functionName: string,
  { clock }: Pick<Dependencies, 'clock'>,
  { signal, onProgress, attach }: AnswerOptions,
): Promise<ContainerAnswer> {
  let cueSeen: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (cueSeen = resolve));
  const over = new AbortController();
  const answering = container.invoke(event, {
    signal,
    onLine: (line) => {
      if (line.source === 'function' && cue.test(line.text)) cueSeen();
      if (line.source !== 'function' || !chatter.test(line.text)) onProgress({ kind: 'line', line });
    },
  });
  const debuggerGone = async (): Promise<never> => {
    await ready;
    const attached = await attach();
    if (attached === undefined) throw debugFailures.notAttached(functionName);
    await attached.ended;
    await clock.sleep(answerTime, over.signal);
    throw debugFailures.detached(functionName);
  };
  try {
    return await Promise.race([answering, debuggerGone()]);
  } finally {
    over.abort();
  }
}

function resultOf(
  answer: ContainerAnswer,
  container: RunningContainer,
  wallMs: number,
  memorySize: number,
  onProgress: (progress: LocalProgress) => void,
): LocalResult {
  const { status, payload, requestId } = answer;
  const report = answer.measured.then(async (measured) => {
    // The peak is the debugger's too, so it says nothing of the function.
    const figures = invocationReport({ ...measured, peakMemory: undefined }, wallMs, memorySize);
    onProgress({ kind: 'line', line: reportLine(requestId, figures) });
    await container.remove();
    return figures;
  });
  return { status, payload, requestId, start: 'cold', report };
}
