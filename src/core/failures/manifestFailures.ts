import { t } from '@vscode/l10n';
import type { Problem } from '../problem.ts';
import { Failure, type FileLocation } from './failure.ts';

/** A file that does not say what can be deployed; the location is that of the first error. */
function invalid<Code extends string>(code: Code, file: string, problems: readonly Problem[]): Failure<Code> {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const [first] = errors;
  const location: FileLocation = first ? { file, line: first.line, column: first.column } : { file };
  const place = location.line === undefined ? file : `${file}:${location.line}`;
  const sentence = first?.message ?? t('The file cannot be used.');
  const more = errors.length - 1;
  return new Failure(
    code,
    more > 0 ? t('{0}: {1} (and {2} more)', place, sentence, more) : t('{0}: {1}', place, sentence),
    { location, actions: [openFile(location)] },
  );
}

export const openFile = (location: FileLocation) =>
  ({ kind: 'openFile', title: t('Open File'), location }) as const;

/** The manifest is no JSON, breaks the schema or names what cannot be. */
export const manifestInvalid = (file: string, problems: readonly Problem[]) =>
  invalid('manifest.invalid', file, problems);

/** A policy document that IAM would refuse. */
export const policyInvalid = (file: string, problems: readonly Problem[]) =>
  invalid('policy.invalid', file, problems);

/** A line of an environment file that is no KEY=value, or that cannot be deployed. */
export const environmentFileInvalid = (file: string, problems: readonly Problem[]) =>
  invalid('environmentFile.invalid', file, problems);

/** A file that the manifest names is not there. */
export const namedFileMissing = (path: string, location: FileLocation) =>
  new Failure('manifest.fileMissing', t('{0} names {1}, which does not exist.', placeText(location), path), {
    location,
    actions: [openFile(location)],
  });

/** A path of the manifest leads out of the workspace folder; nothing outside is read. */
export const namedFileOutside = (path: string, location: FileLocation) =>
  new Failure(
    'manifest.fileOutside',
    t(
      '{0} names {1}, which lies outside of the workspace folder. Move it inside.',
      placeText(location),
      path,
    ),
    { location, actions: [openFile(location)] },
  );

/** A variable of the manifest's own `environment` that Lambda sets itself: CreateFunction would refuse it. */
export const reservedVariable = (name: string, location: FileLocation) =>
  new Failure(
    'manifest.reservedVariable',
    t('{0}: {1} is set by Lambda itself and cannot be set here. Remove it.', placeText(location), name),
    { location, actions: [openFile(location)] },
  );

/** `lambda.json:12`. */
export const placeText = ({ file, line }: FileLocation): string =>
  line === undefined ? file : `${file}:${line}`;
