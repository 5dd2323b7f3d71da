import { execFile } from 'node:child_process';
import type { RevisionFacts, SourceControl } from '../workflows/ports.ts';

/** Milliseconds; a description is not worth waiting longer for. */
const timeout = 3000;

/** `git status` of a large tree; only whether there is a first line matters. */
const maxBuffer = 4 * 1024 * 1024;

/**
 * The folder's commit, branch and whether anything in it is uncommitted, by the git on the PATH. A repository's
 * configuration can name programs: the file system monitor is switched off, and neither command runs hooks or filters
 * that a plain `git status` would not. Not for untrusted workspaces.
 */
export const gitRevision: SourceControl = {
  describeRevision: async (folder, { signal }) => {
    const [head, status] = await Promise.all([
      git(folder, ['rev-parse', 'HEAD', '--abbrev-ref', 'HEAD'], signal),
      git(folder, ['status', '--porcelain', '--untracked-files=normal', '--', '.'], signal),
    ]);
    return head === undefined ? undefined : parseRevision(head, status);
  },
};

/** `head` is the output of rev-parse; `status` undefined when git gave up, which counts as dirty: it cannot vouch. */
export function parseRevision(head: string, status: string | undefined): RevisionFacts | undefined {
  const [commit, branch] = head.trim().split('\n');
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return undefined;
  return {
    commit: commit.slice(0, 10),
    branch: branch === 'HEAD' ? undefined : branch,
    dirty: status === undefined || status !== '',
  };
}

/** Output of git; undefined when there is no git, no repository, or no answer in time. Rejects only when aborted. */
function git(folder: string, args: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  const argv = ['-C', folder, '-c', 'core.fsmonitor=false', '--no-optional-locks', ...args];
  return new Promise((resolve, reject) => {
    execFile('git', argv, { timeout, maxBuffer, signal, windowsHide: true }, (error, stdout) => {
      if (signal.aborted)
        reject(signal.reason instanceof Error ? signal.reason : new DOMException('', 'AbortError'));
      else resolve(error === null ? stdout : undefined);
    });
  });
}
