import { t } from '@vscode/l10n';
import { formatBytes } from '../quantities.ts';
import { Failure } from './failure.ts';

/** Settings of this extension that a sentence sends a person to. */
const toolSetting = 'lambdaWorkbench.local.tool';
const chooseTool = () =>
  ({ kind: 'openSetting', title: t('Choose Container Tool'), setting: toolSetting }) as const;

const useNativeImage = (functionId: string) =>
  ({
    kind: 'runCommand',
    title: t('Use the Native Image'),
    command: 'lambdaWorkbench.useNativeImage',
    args: [functionId],
  }) as const;

/** Why a function could not be run in a container at all: one factory per failure. A function that fails is a result. */
export const localFailures = {
  toolMissing: (tool: string, cause?: unknown) =>
    new Failure(
      'local.toolMissing',
      t(
        '{0} was not found, and functions run locally in containers. Install Docker, Podman, Finch or nerdctl, or name yours in the setting.',
        tool,
      ),
      {
        cause,
        actions: [
          { kind: 'openUrl', title: t('Install Docker'), url: 'https://docs.docker.com/get-docker/' },
          chooseTool(),
        ],
      },
    ),
  engineDown: (tool: string) =>
    new Failure(
      'local.engineDown',
      t('The container engine of {0} does not answer. Start it and invoke again.', tool),
      {
        actions: [chooseTool()],
      },
    ),
  engineDenied: (tool: string) =>
    new Failure(
      'local.engineDenied',
      t(
        'This user may not talk to the container engine of {0}. Add the user to its group (for Docker: "docker"), or use a rootless engine.',
        tool,
      ),
      { actions: [chooseTool()] },
    ),
  imageMissing: (image: string, reason: string) =>
    new Failure(
      'local.imageMissing',
      t(
        'The image {0} is not on this machine and could not be pulled ({1}). Check its name, the network and the registry’s log-in.',
        image,
        reason,
      ),
    ),
  imageGone: (image: string) =>
    new Failure(
      'local.imageGone',
      t('The image {0} is not on this machine any more. Invoke again to pull it.', image),
    ),
  architecture: (functionName: string, wanted: string, engine: string, functionId: string) =>
    new Failure(
      'local.architecture',
      t(
        '{0} is declared for {1}, and the container engine runs {2}. It holds no machine code of its own, so it can run here with the image for {2}.',
        functionName,
        wanted,
        engine,
      ),
      { actions: [useNativeImage(functionId)] },
    ),
  foreignCode: (functionName: string, file: string, engine: string) =>
    new Failure(
      'local.foreignCode',
      t(
        '{0} cannot run here: {1} holds machine code for another processor than the container engine’s ({2}). Install its packages for {2}, or use another engine.',
        functionName,
        file,
        engine,
      ),
    ),
  /** @param functionId undefined when the image for the engine is what was asked for, and there is none */
  foreignImage: (image: string, actual: string, engine: string, functionId: string | undefined) =>
    new Failure(
      'local.foreignImage',
      t(
        'The image {0} is for {1}, and the container engine runs {2}. Pull it for {2}, or name another in local.image.',
        image,
        actual,
        engine,
      ),
      { actions: functionId === undefined ? [] : [useNativeImage(functionId)] },
    ),
  codeMissing: (folder: string) =>
    new Failure(
      'local.codeMissing',
      t('The folder with the code, {0}, does not exist. Correct package.root in the manifest.', folder),
      { location: { file: folder } },
    ),
  codeUnreadable: (path: string, code: string) =>
    new Failure(
      'local.codeUnreadable',
      t('{0} could not be read ({1}). Allow reading it, and invoke again.', path, code),
      { location: { file: path } },
    ),
  codeNotCopied: (path: string, code: string) =>
    new Failure(
      'local.codeNotCopied',
      t(
        'A container runs a copy of the code, and {0} could not be copied ({1}). Check that the disk has space and the extension’s storage is writable, and invoke again.',
        path,
        code,
      ),
    ),
  codeChanging: (path: string) =>
    new Failure(
      'local.codeChanging',
      t('{0} changed again and again while it was copied for the container. Invoke again.', path),
    ),
  /** @param file absolute path of the link */
  linkOutside: (path: string, target: string, file: string) =>
    new Failure(
      'local.linkOutside',
      t(
        'The link {0} points to {1}, outside of the workspace folder, so a container may not see it. Move it inside, or add its folder to the workspace.',
        path,
        target,
      ),
      { location: { file } },
    ),
  folderOutside: (folder: string) =>
    new Failure(
      'local.folderOutside',
      t(
        'A container may see {0}, outside of the workspace folder, only when you have allowed it. Invoke the function and allow it once.',
        folder,
      ),
      { location: { file: folder } },
    ),
  mountMissing: (path: string) =>
    new Failure(
      'local.mountMissing',
      t(
        '{0}, which local.layers or local.mounts of the manifest names, does not exist. Correct the path.',
        path,
      ),
      { location: { file: path } },
    ),
  hostNetwork: (image: string) =>
    new Failure(
      'local.hostNetwork',
      t(
        'The image {0} would listen on every interface of this machine with "network": "host". Use another network for it.',
        image,
      ),
    ),
  lineBreak: (name: string) =>
    new Failure(
      'local.lineBreak',
      t(
        'The value of {0} has a line break, and the container tool reads a variable of that name itself. Take the line break out, or rename it.',
        name,
      ),
    ),
  eventTooLarge: (bytes: number, limit: number) =>
    new Failure(
      'local.eventTooLarge',
      t(
        'The event has {0}, and Lambda takes {1}. Make it smaller, or send it by way of S3.',
        formatBytes(bytes),
        formatBytes(limit),
      ),
    ),
  startFailed: (functionName: string, reason: string) =>
    new Failure(
      'local.startFailed',
      t('The container of {0} could not be started: {1}', functionName, reason),
    ),
  startTimedOut: (functionName: string, seconds: number) =>
    new Failure(
      'local.startTimedOut',
      t(
        'The container of {0} did not answer within {1} s and was removed. Check that its image is one for Lambda.',
        functionName,
        seconds,
      ),
    ),
  containerGone: (functionName: string) =>
    new Failure(
      'local.containerGone',
      t(
        'The container of {0} ended while the function ran: it was removed, or the engine stopped. Invoke again.',
        functionName,
      ),
    ),
  containerLost: (functionName: string) =>
    new Failure(
      'local.containerLost',
      t('The container of {0} was gone before the function could run. Invoke again.', functionName),
    ),
  folderUnseen: (folder: string) =>
    new Failure(
      'local.folderUnseen',
      t('The container engine does not see {0}: it runs on another machine or in another container.', folder),
    ),
  toolFailed: (what: string, reason: string) =>
    new Failure('local.toolFailed', t('The container tool could not {0}: {1}', what, reason)),
  scanFailed: (folder: string, cause: unknown) =>
    new Failure(
      'local.scanFailed',
      t('Looking for changes in {0} stopped unexpectedly. Invoke again; the log has the details.', folder),
      { cause },
    ),
  closed: () => new Failure('local.closed', t('The window is closing, so no container is started any more.')),
};
