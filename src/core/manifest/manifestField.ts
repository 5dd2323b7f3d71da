import { t } from '@vscode/l10n';
import * as v from 'valibot';

/** A part of the manifest's schema with what a person reads on hover. */
export const described = <Schema extends v.GenericSchema>(schema: Schema, description: string) =>
  v.pipe(schema, v.description(description));

export const relativePath = v.pipe(
  v.string(),
  v.regex(/^(?![\\/]|[a-zA-Z]:).+$/, () => t('a path relative to the manifest')),
);
