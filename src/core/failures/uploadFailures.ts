import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/** What stops an upload, most of it by way of S3: one factory per failure. */
export const uploadFailures = {
  archiveChanged: (functionName: string, cause?: unknown) =>
    new Failure(
      'deploy.archiveChanged',
      t(
        'The archive of {0} was replaced after this plan was made. Deploy again to see a new plan.',
        functionName,
      ),
      { cause },
    ),
  noBucket: (bucket: string) =>
    new Failure(
      'upload.noBucket',
      t(
        'There is no S3 bucket {0}, which package.bucket names for archives over 50 MB. Create it in the region of the function, or name another.',
        bucket,
      ),
    ),
  otherRegion: (bucket: string, home: string | undefined, region: string) =>
    new Failure(
      'upload.otherRegion',
      home === undefined
        ? t(
            'The S3 bucket {0} is not in the region {1}, and Lambda takes archives from a bucket of its own region only. Name another in package.bucket.',
            bucket,
            region,
          )
        : t(
            'The S3 bucket {0} is in {2}, and Lambda takes archives from a bucket of its own region only: {1}. Name another in package.bucket.',
            bucket,
            region,
            home,
          ),
    ),
  incomplete: (bucket: string) =>
    new Failure(
      'upload.incomplete',
      t('The archive did not arrive whole in the S3 bucket {0}. Deploy again.', bucket),
    ),
};
