import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { requirementKind, requirementLines, requirementName } from '../../../core/build/requirementLines.ts';
import type { FileLocation } from '../../../core/failures/failure.ts';
import { pythonPackageFailures } from '../../../core/failures/pythonPackageFailures.ts';
import type { IncludedPath } from '../../../core/archive/codeTree.ts';
import { localPackage } from './localPackage.ts';

/** Requirements without what other files say: what a tool is given, wherever it runs. */
export interface Requirements {
  readonly lines: readonly string[];
  readonly constraints: readonly string[];
  /** Packages of the workspace: they go as they are, and an edit of theirs is seen. */
  readonly parts: readonly IncludedPath[];
  /** Where packages are named, by their names. */
  readonly places: ReadonlyMap<string, FileLocation>;
}

export interface RequirementsText {
  readonly text: string;
  /** Absolute path: relative ones in the text start there, and mistakes are in it. */
  readonly file: string;
  /** A lock file names what local packages need by itself. */
  readonly isLocked: boolean;
  readonly workspaceFolder: string;
}

/** Follows `-r` and `-c`, and packages of the workspace. Rejects with `build.fileMissing`, `build.localPackage`. */
export async function readRequirements(start: RequirementsText): Promise<Requirements> {
  const lines: string[] = [];
  const constraints: string[] = [];
  const parts: IncludedPath[] = [];
  const places = new Map<string, FileLocation>();
  const seen = new Set<string>();
  const visit = async (text: string, file: string, into: string[]): Promise<void> => {
    for (const { text: line, line: number } of requirementLines(text)) {
      const found = requirementKind(line);
      const location = { file, line: number };
      if (found.kind === 'other') {
        into.push(line);
        const name = requirementName(line);
        if (name !== undefined && !places.has(name)) places.set(name, location);
        continue;
      }
      const path = resolve(dirname(file), found.path);
      if (found.kind === 'links') into.push(`--find-links ${path}`);
      else if (seen.has(path)) continue;
      else if (found.kind === 'local') {
        seen.add(path);
        const local = await localPackage(path, start.workspaceFolder);
        if (local === undefined) throw pythonPackageFailures.localPackage(found.path, location);
        parts.push(...local.parts);
        if (!start.isLocked) await visit(local.dependencies.join('\n'), local.file, into);
      } else {
        seen.add(path);
        const nested = await readFile(path, 'utf8').catch(() => undefined);
        if (nested === undefined) throw pythonPackageFailures.fileMissing(found.path, location);
        await visit(nested, path, found.kind === 'constraints' ? constraints : into);
      }
    }
  };
  await visit(start.text, start.file, lines);
  return { lines, constraints, parts, places };
}
