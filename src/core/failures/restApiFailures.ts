import { t } from '@vscode/l10n';
import { createAlias, deployFunction } from './nextActions.ts';
import { Failure } from './failure.ts';
import { stepFailure } from './stepFailure.ts';
import type { NextAction } from './failure.ts';

const deployApi = (manifest: string | undefined): readonly NextAction[] =>
  manifest === undefined
    ? []
    : [
        {
          kind: 'runCommand',
          title: t('Deploy API'),
          command: 'lambdaWorkbench.deployApi',
          args: [manifest],
        },
      ];

/** What stops a change or a test of a REST API: one factory per failure. */
export const restApiFailures = {
  /** @param file of the manifest that has none; undefined where no manifest has */
  notInManifest: (file: string | undefined, name = '') => {
    const example =
      '"api": { "name": "calc", "stage": "prod", "routes": [{ "method": "GET", "path": "/calc" }] }';
    return new Failure(
      'api.notInManifest',
      file === undefined
        ? t('No manifest of this workspace has "api". Add {0} to one.', example)
        : t('{0} has no "api". Add {1} to it.', name, example),
      { location: file === undefined ? undefined : { file } },
    );
  },
  noManifest: (functionName: string) =>
    new Failure(
      'api.noManifest',
      t(
        'No manifest of this workspace has an "api" of {0}: what is to be deployed is not known.',
        functionName,
      ),
    ),
  functionMissing: (functionName: string, manifest: string | undefined) =>
    new Failure(
      'api.functionMissing',
      t('{0} is not deployed here, so there is nothing to run. Deploy it first.', functionName),
      {
        actions: [deployFunction(manifest)],
      },
    ),
  aliasMissing: (alias: string, functionName: string) =>
    new Failure(
      'api.aliasMissing',
      t(
        '{1} has no alias {0}, which "api" names. Create it, then deploy the API again.',
        alias,
        functionName,
      ),
      { actions: [createAlias(functionName)] },
    ),
  ambiguous: (name: string, ids: readonly string[]) =>
    new Failure(
      'api.ambiguous',
      t('There are several APIs named {0} ({1}). Deploy API asks which one is meant.', name, ids.join(', ')),
    ),
  routeTaken: (route: string, api: string, by: string) =>
    new Failure(
      'api.routeTaken',
      t(
        '{0} of the API {1} runs something else ({2}), so it is left as it is. Change the route in the manifest, or remove it there.',
        route,
        api,
        by,
      ),
    ),
  rivalParameter: (path: string, rival: string) =>
    new Failure(
      'api.rivalParameter',
      t(
        'API Gateway takes one path parameter at a place, and {1} is there: {0} cannot be. Give both the same name.',
        path,
        rival,
      ),
    ),
  notThere: (name: string, manifest: string | undefined) =>
    new Failure('api.notThere', t('There is no API {0} here. Deploy it first.', name), {
      actions: deployApi(manifest),
    }),
  noRoute: (functionName: string) =>
    new Failure('api.noRoute', t('No route of a REST API runs {0} here.', functionName)),
  permissionNotKept: (route: string) =>
    new Failure(
      'api.permissionNotKept',
      t(
        'The policy of the function does not let {0} run it, although that was just added: every call would fail. Deploy the API again.',
        route,
      ),
    ),
  stepFailed: (step: string, done: readonly string[], cause: Failure) =>
    stepFailure('api.stepFailed', t('Nothing of the API was changed.'), { step, done, cause }),
};
