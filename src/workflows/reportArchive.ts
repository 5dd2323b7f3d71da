import { t } from '@vscode/l10n';
import { formatBytes, formatFileCount } from '../core/quantities.ts';
import type { ArchivedFile, BuiltArchive } from './ports.ts';

/** Of each list; an archive of thousands of files is not read to its end. */
const longest = 2000;
const largest = 10;

/** What is inside an archive, as a document: totals, the largest files, every file with mode and size, what was left out. */
export function reportArchive(functionName: string, archive: BuiltArchive): string {
  const { files, leftOut, size, unzippedSize, sha256 } = archive;
  const bySize = files.toSorted((a, b) => b.size - a.size);
  const total = t(
    '{0}, {1}, unzipped {2}',
    formatFileCount(files.length),
    formatBytes(size),
    formatBytes(unzippedSize),
  );
  const sections = [
    [`# ${functionName} · ${total}`, '', `${t('File')}: ${archive.file}`, `${t('CodeSha256')}: ${sha256}`],
    ...(files.length > largest
      ? [[`# ${t('The ten largest')}`, '', ...fileRows(bySize.slice(0, largest))]]
      : []),
    [`# ${t('Inside')}`, '', ...shorten(fileRows(files))],
    ...(leftOut.length > 0 ? [[`# ${t('Left out')}`, '', ...shorten(leftOutRows(leftOut))]] : []),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function fileRows(files: readonly ArchivedFile[]): string[] {
  const sizes = files.map(({ size }) => formatBytes(size));
  const width = Math.max(0, ...sizes.map((text) => text.length));
  return files.map(
    ({ path, mode }, at) =>
      `  ${mode.toString(8).padStart(4, '0')}  ${(sizes[at] ?? '').padStart(width)}  ${path}`,
  );
}

/** Beyond it a path pushes its rule to the right by itself. */
const widestPath = 40;

function leftOutRows(leftOut: BuiltArchive['leftOut']): string[] {
  const width = Math.min(widestPath, Math.max(0, ...leftOut.map(({ path }) => path.length)));
  return leftOut.map(({ path, rule }) => `= ${path.padEnd(width)}  ${rule}`);
}

function shorten(lines: readonly string[]): readonly string[] {
  if (lines.length <= longest) return lines;
  return [...lines.slice(0, longest), t('… and {0} more', lines.length - longest)];
}
