import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { described, relativePath } from './manifestField.ts';

/** The manifest's keys for what goes into the archive, how it is built, and the layers below it. */
export const packageSchema = v.strictObject({
  root: v.optional(
    described(relativePath, 'Folder that becomes the archive, relative to the manifest. Default: ".".'),
  ),
  exclude: v.optional(
    described(
      v.array(v.string()),
      'What to leave out, in gitignore syntax. `.lambdaignore` is honoured too.',
    ),
  ),
  include: v.optional(
    described(
      v.array(
        v.strictObject({
          from: described(relativePath, 'File or folder of the workspace, relative to the manifest.'),
          to: described(
            v.pipe(
              v.string(),
              v.regex(/^(?!\/)(?!(.*\/)?\.\.?(\/|$))[^\\]+$/, () =>
                t('a path in the archive, such as "shared"'),
              ),
            ),
            'Path in the archive.',
          ),
        }),
      ),
      'Files and folders outside of the root that go into the archive too.',
    ),
  ),
  symlinks: v.optional(
    described(
      v.picklist(['follow', 'keep']),
      'Links: what they lead to is stored, or the links themselves. Default: follow.',
    ),
  ),
  bucket: v.optional(
    described(
      v.pipe(
        v.string(),
        v.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, () => t('the name of an S3 bucket')),
      ),
      'S3 bucket of the same region that archives over 50 MB go by way of. The object is removed afterwards.',
    ),
  ),
});

export const buildSchema = v.union(
  [
    v.literal('none'),
    v.strictObject({
      dependencies: v.optional(
        described(
          relativePath,
          'What is installed: requirements.txt, uv.lock, poetry.lock, pyproject.toml or package.json. Default: the one that is there.',
        ),
      ),
      tool: v.optional(
        described(
          v.picklist(['uv', 'pip', 'npm', 'pnpm', 'yarn']),
          'What installs. Default: by the lock file; for Python uv where it is installed, else pip.',
        ),
      ),
      installScripts: v.optional(
        described(v.boolean(), 'Run the install scripts of packages. Default: only with `inContainer`.'),
      ),
      entry: v.optional(
        described(relativePath, 'TypeScript or ESM source of the handler. Default: found by the handler.'),
      ),
      sourceMaps: v.optional(
        described(
          v.boolean(),
          'Put source maps into the archive. Local runs have them always. Default: false.',
        ),
      ),
      script: v.optional(
        described(
          v.string(),
          'Script of package.json that writes the code to `output`, in place of esbuild.',
        ),
      ),
      command: v.optional(
        described(
          v.pipe(
            v.array(v.string()),
            v.minLength(1, () => t('a program and its arguments')),
          ),
          'Program and arguments that write the code to `output`. No shell: each argument is passed as it is.',
        ),
      ),
      output: v.optional(
        described(relativePath, 'Folder that `script` or `command` writes: it goes into the archive.'),
      ),
      inContainer: v.optional(
        described(
          v.boolean(),
          'Install with the pip or npm of the local image, for packages without a wheel or binary. Default: false.',
        ),
      ),
    }),
  ],
  () => t('"none" or an object'),
);

export const layerSchema = v.union(
  [
    v.pipe(
      v.string(),
      v.regex(/^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+:\d+$/, () =>
        t('the ARN of a layer version, or a folder'),
      ),
    ),
    relativePath,
    v.strictObject({
      folder: described(relativePath, 'Folder that becomes the layer; it lies at /opt.'),
      name: v.optional(
        described(
          v.pipe(
            v.string(),
            v.regex(/^[a-zA-Z0-9-_]{1,64}$/, () => t('a layer name: 1 to 64 letters, digits, "-" and "_"')),
          ),
          "Name of the layer. Default: the folder's.",
        ),
      ),
    }),
  ],
  () => t('the ARN of a layer version, or a folder'),
);
