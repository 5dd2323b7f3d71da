import { t } from '@vscode/l10n';
import { readEnvironmentFile } from './environmentFormats.ts';
import type { EnvironmentFileFormat } from './environmentFormats.ts';
import { isReservedVariable, isVariableName } from './environmentVariables.ts';
import { problemReporter, shownName, type Problem } from './problem.ts';

/**
 * What keeps a file from being deployed: `environmentFile` of the manifest, as opposed to `local.environmentFile`. To the
 * problems of the format come a bare KEY (whose value would depend on whose machine deploys) and names that Lambda
 * refuses. Reserved names are information only: they are left out.
 */
export function checkDeployedEnvironmentFile(text: string, format: EnvironmentFileFormat): Problem[] {
  const report = problemReporter(text);
  const starts = lineOffsets(text);
  const { entries, problems } = readEnvironmentFile(text, format);
  const found = entries.flatMap((entry) => {
    const start = starts[entry.line - 1] ?? 0;
    const range = { offset: text.indexOf(entry.name, start), length: entry.name.length };
    if ('fromHost' in entry) {
      const sentence = t('{0} has no value. A file that is deployed needs {0}=value.', shownName(entry.name));
      return [report(range, 'environmentFile.fromHost', sentence)];
    }
    if (isReservedVariable(entry.name)) {
      const sentence = t('{0} is set by Lambda itself and is left out of a deploy.', entry.name);
      return [report(range, 'environmentFile.reserved', sentence, { severity: 'information' })];
    }
    if (!isVariableName(entry.name)) {
      const sentence = t(
        'Lambda refuses the name {0}: it must start with a letter and have at least two letters, digits or "_".',
        shownName(entry.name),
      );
      return [report(range, 'environmentFile.name', sentence)];
    }
    return [];
  });
  return [...problems, ...found].sort((a, b) => a.offset - b.offset);
}

function lineOffsets(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
