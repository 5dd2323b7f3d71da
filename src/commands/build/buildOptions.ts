import type { Log } from '../../editor/log.ts';
import type { Report } from '../../editor/progress.ts';
import type { BuildOptions } from '../../workflows/portsForBuild.ts';

/** Builds tell what they do where the command does, and what their tools write in the log. */
export const buildOptions = (log: Log, report: Report): Omit<BuildOptions, 'signal'> => ({
  onProgress: report,
  onOutput: (line) => log.info(line),
});
