import { t } from '@vscode/l10n';
import { Failure } from './failure.ts';

/** What stops a command before it reaches AWS: one factory per failure. */
export const workspaceFailures = {
  untrusted: (title: string) =>
    new Failure(
      'workspace.untrusted',
      t(
        '"{0}" runs programs or calls AWS with files of this folder, and the folder is not trusted. Trust it first.',
        title,
      ),
      {
        actions: [
          { kind: 'runCommand', title: t('Manage Workspace Trust'), command: 'workbench.trust.manage' },
        ],
      },
    ),
  noFolder: () =>
    new Failure(
      'workspace.noFolder',
      t('No folder is open. Open the folder that holds your function first.'),
      {
        actions: [
          { kind: 'runCommand', title: t('Open Folder…'), command: 'workbench.action.files.openFolder' },
        ],
      },
    ),
  outsideWorkspace: (file: string) =>
    new Failure(
      'workspace.outside',
      t(
        '{0} is in no folder of this workspace, and only files of the workspace are deployed. Add its folder first.',
        file,
      ),
      {
        actions: [
          {
            kind: 'runCommand',
            title: t('Add Folder to Workspace…'),
            command: 'workbench.action.addRootFolder',
          },
        ],
      },
    ),
  noFunction: () =>
    new Failure(
      'workspace.noFunction',
      t(
        'This workspace has no lambda.json, and no handler is open. Open the file with your handler and run the command again.',
      ),
    ),
  noHandler: (file: string) =>
    new Failure(
      'workspace.noHandler',
      t(
        '{0} defines no handler that Lambda could call: def name(event, context) in Python, an exported function in Node.',
        file,
      ),
      { location: { file } },
    ),
  unsaved: (file: string) =>
    new Failure(
      'workspace.unsaved',
      t('{0} could not be saved, and what is deployed or run is on disk.', file),
      {
        location: { file },
        actions: [{ kind: 'openFile', title: t('Open File'), location: { file } }],
      },
    ),
  unreadable: (file: string, cause: unknown) =>
    new Failure('workspace.unreadable', t('{0} could not be read. Check its permissions.', file), {
      location: { file },
      cause,
    }),
  lastTargetGone: (file: string) =>
    new Failure(
      'workspace.lastTargetGone',
      t('What was deployed last is gone: {0}. Choose the function to deploy.', file),
      {
        actions: [
          { kind: 'runCommand', title: t('Deploy Function…'), command: 'lambdaWorkbench.deployFunction' },
        ],
      },
    ),
  alreadyDeploying: (functionName: string) =>
    new Failure(
      'workspace.alreadyDeploying',
      t('{0} is being deployed right now. Wait for it to end.', functionName),
    ),
  manifestExists: (file: string) =>
    new Failure('workspace.manifestExists', t('{0} exists already and was left as it is.', file), {
      location: { file },
      actions: [
        { kind: 'openFile', title: t('Open {0}', file.slice(file.lastIndexOf('/') + 1)), location: { file } },
      ],
    }),
};
