import { t } from '@vscode/l10n';
import { formatBytes } from '../quantities.ts';
import { Failure } from './failure.ts';
import type { FileLocation } from './failure.ts';
import { openFile, placeText } from './manifestFailures.ts';

/** What stops a deploy or a local run because of its layers: one factory per failure. */
export const layerFailures = {
  otherRegion: (arn: string, region: string, location: FileLocation) =>
    new Failure(
      'layer.otherRegion',
      t(
        '{0} names the layer {1}, which is not of the region {2}: a function takes layers of its own region only. Publish it there and name that version.',
        placeText(location),
        arn,
        region,
      ),
      { location, actions: [openFile(location)] },
    ),
  missing: (arn: string, location: FileLocation) =>
    new Failure(
      'layer.missing',
      t(
        '{0} names the layer version {1}, which does not exist. Name one that does.',
        placeText(location),
        arn,
      ),
      { location, actions: [openFile(location)] },
    ),
  gone: (arn: string) =>
    new Failure('layer.gone', t('There is no layer version {0} where the connection leads.', arn)),
  tooLarge: (
    functionName: string,
    size: number,
    limit: number,
    parts: readonly { readonly name: string; readonly size: number }[],
  ) =>
    new Failure(
      'layer.tooLarge',
      t(
        '{0} and its layers have {1} unzipped, and Lambda takes {2} together. Leave something out, or move to a container image. They have: {3}',
        functionName,
        formatBytes(size),
        formatBytes(limit),
        parts.map(({ name, size: bytes }) => `${name} (${formatBytes(bytes)})`).join(', '),
      ),
    ),
  notPublished: (name: string) =>
    new Failure(
      'layer.notPublished',
      t(
        'Lambda has other content in the new version of the layer {0} than what was sent. Deploy again.',
        name,
      ),
    ),
  unreachable: (arn: string, cause: unknown) =>
    new Failure(
      'layer.unreachable',
      t(
        'The layer {0} is not on this machine yet, and could not be fetched. Connect to AWS once and run it again, or name a folder in its place. {1}',
        arn,
        cause instanceof Error ? cause.message : '',
      ).trim(),
      { cause },
    ),
};
