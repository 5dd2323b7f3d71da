import { t } from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import { checkDeployedEnvironmentFile } from '../checkEnvironmentFile.ts';
import { readEnvironmentFile } from '../environmentFormats.ts';
import { namedLayers } from '../deployment/layerSpec.ts';
import type { NamedLayer } from '../deployment/layerSpec.ts';
import { environmentLimit, environmentSize } from '../deployment/environmentPlan.ts';
import { isReservedVariable, mergeEnvironment } from '../environmentVariables.ts';
import { handlerProblems, type HandlerSource } from '../handler/checkHandler.ts';
import { nodeAt, propertyAt, readJsonDocument } from '../jsonDocument.ts';
import { hasErrors, type Problem, type ReportProblem } from '../problem.ts';
import { runtimeProblems } from '../checkRuntime.ts';
import { nextRuns } from '../warmUp/nextRuns.ts';
import { parseSchedule } from '../warmUp/schedule.ts';
import { filesNamedBy } from './filesNamedBy.ts';
import type { FunctionManifest } from './functionManifest.ts';

/** What `checkManifest` has to know of the world; `workflows/checkManifest` gathers it. */
export interface ManifestFacts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What was found at each path that the manifest names, at `package.root`, at what is included and at folders that are layers. */
  readonly paths: ReadonlyMap<string, 'present' | 'missing' | 'outside'>;
  /** Text of `environmentFile`; undefined when there is none. */
  readonly environmentFileText?: string;
  /** Other manifests of the workspace that mean the same function, as sentences name them. */
  readonly namesakes?: readonly string[];
  /** The first file that the handler can mean; undefined when that is not checked. */
  readonly handlerSource?: HandlerSource;
}

interface Check {
  readonly manifest: FunctionManifest;
  readonly facts: ManifestFacts;
  readonly root: Node | undefined;
  readonly report: ReportProblem;
}

/**
 * What is wrong with a manifest that its schema cannot know: files, runtime, handler, environment. `text` is what
 * `manifest` was parsed from. Never throws; shows no environment value.
 */
export function checkManifest(manifest: FunctionManifest, text: string, facts: ManifestFacts): Problem[] {
  const { root, report } = readJsonDocument(text, { comments: true });
  const check = { manifest, facts, root, report };
  return [
    ...namesakes(check),
    ...missingFiles(check),
    ...runtimeProblems(manifest.runtime, facts.now, nodeAt(root, ['runtime']), report),
    ...layersTwice(check),
    ...handlerProblems(manifest, facts.handlerSource, nodeAt(root, ['handler']), report),
    ...schedule(check),
    ...stageVariable(check),
    ...reservedNames(check),
    ...environmentTooLarge(check),
  ].sort((a, b) => a.offset - b.offset);
}

const start = { offset: 0, length: 1 };

function namesakes({ manifest, facts, root, report }: Check): Problem[] {
  const [other] = facts.namesakes ?? [];
  if (other === undefined) return [];
  const sentence = t(
    '{0} names the function {1} too, and what is deployed last wins. Rename one, or pin both by accountId or region.',
    other,
    manifest.functionName,
  );
  const range = nodeAt(root, ['functionName']) ?? start;
  return [report(range, 'manifest.namesake', sentence, { severity: 'warning' })];
}

function missingFiles({ manifest, facts, root, report }: Check): Problem[] {
  const named = filesNamedBy(manifest).map(({ path, at }) => ({ path, at }));
  const packageRoot = manifest.package?.root;
  if (packageRoot !== undefined) named.push({ path: packageRoot, at: ['package', 'root'] });
  manifest.package?.include?.forEach(({ from }, index) =>
    named.push({ path: from, at: ['package', 'include', index, 'from'] }),
  );
  for (const layer of namedLayers(manifest, '') ?? [])
    if (layer.kind === 'folder') named.push({ path: layer.folder, at: layer.at });
  return named.flatMap(({ path, at }) => {
    const range = nodeAt(root, at) ?? start;
    switch (facts.paths.get(path)) {
      case 'missing':
        return [report(range, 'manifest.fileMissing', t('{0} does not exist.', path))];
      case 'outside':
        return [report(range, 'manifest.fileOutside', t('{0} lies outside of the workspace folder.', path))];
      default:
        return [];
    }
  });
}

/** Lambda takes one version of a layer only, and a layer has one name. */
function layersTwice({ manifest, root, report }: Check): Problem[] {
  const layers = namedLayers(manifest, '/') ?? [];
  const nameOf = (layer: NamedLayer) =>
    layer.kind === 'folder' ? layer.name : layer.arn.slice(0, layer.arn.lastIndexOf(':'));
  return layers.flatMap((layer, index) => {
    const name = nameOf(layer);
    if (layers.findIndex((other) => nameOf(other) === name) === index) return [];
    const sentence = t(
      'Two layers are named {0}, and a function takes one of a name. Give one another name.',
      name,
    );
    return [report(nodeAt(root, layer.at) ?? start, 'manifest.layerTwice', sentence)];
  });
}

function schedule({ manifest, facts, root, report }: Check): Problem[] {
  if (manifest.warmUp === undefined) return [];
  const range = nodeAt(root, ['warmUp', 'schedule']) ?? start;
  const read = parseSchedule(manifest.warmUp.schedule);
  if (read.kind === 'problem') {
    const suggestion = read.suggestion === undefined ? undefined : JSON.stringify(read.suggestion);
    return [report(range, 'manifest.schedule', read.sentence, { suggestion })];
  }
  if (read.kind === 'rate' || nextRuns(read, facts.now, 1).length > 0) return [];
  const sentence = t('There is no time left at which this schedule would run.');
  return [report(range, 'manifest.schedule', sentence, { severity: 'warning' })];
}

function stageVariable({ manifest, root, report }: Check): Problem[] {
  const { stageVariable: name, alias } = manifest.api ?? {};
  if (name === undefined || alias !== undefined) return [];
  const sentence = t('The stage variable {0} holds the alias that the routes run: name it as "alias".', name);
  return [report(nodeAt(root, ['api', 'stageVariable']) ?? start, 'manifest.stageVariable', sentence)];
}

function reservedNames({ manifest, root, report }: Check): Problem[] {
  const environment = nodeAt(root, ['environment']);
  return Object.keys(manifest.environment ?? {})
    .filter(isReservedVariable)
    .map((name) => {
      const range = propertyAt(environment, name)?.key ?? start;
      const sentence = t('{0} is set by Lambda itself and cannot be set here. Remove it.', name);
      return report(range, 'manifest.reservedVariable', sentence);
    });
}

function environmentTooLarge({ manifest, facts, root, report }: Check): Problem[] {
  const text = facts.environmentFileText ?? '';
  if (hasErrors(checkDeployedEnvironmentFile(text, manifest.environmentFileFormat))) return [];
  const merged = mergeEnvironment(
    manifest,
    readEnvironmentFile(text, manifest.environmentFileFormat).entries,
  );
  const bytes = environmentSize(merged?.set ?? {});
  if (merged === undefined || bytes <= environmentLimit) return [];
  const at = propertyAt(root, 'environment') ?? propertyAt(root, 'environmentFile');
  const sentence = t(
    'The environment has {0} bytes as JSON, Lambda takes {1}. Move values to SSM Parameter Store or Secrets Manager.',
    bytes,
    environmentLimit,
  );
  return [report(at?.key ?? start, 'manifest.environmentTooLarge', sentence)];
}
