import * as vscode from 'vscode';
import type { CallerIdentity } from '../../core/deployment/liveState.ts';
import { back } from '../../editor/multiStep.ts';
import type { ChooseApi } from '../../workflows/restApi/planRestApi.ts';
import type { TargetServices } from '../targets/deploymentTarget.ts';
import type { CommandServices } from '../commandServices.ts';

/** What the commands of a REST API take. */
export type RestApiServices = TargetServices &
  Pick<
    CommandServices,
    'connection' | 'clock' | 'dialogs' | 'log' | 'memory' | 'reports' | 'functionChanged'
  >;

/** What an API is remembered by, once its first plan was confirmed here. */
export const apiPlanKey = (
  { identity, region }: { readonly identity: Pick<CallerIdentity, 'accountId'>; readonly region: string },
  name: string,
): string => `${identity.accountId}/${region}/api:${name}`;

/** Which of several APIs of one name is meant: asked once, and remembered as long as it is there. */
export const chooseApiOf =
  (name: string, { dialogs, memory }: Pick<CommandServices, 'dialogs' | 'memory'>): ChooseApi =>
  async (ids, place) => {
    const key = apiPlanKey(place, name);
    const chosen = memory.read('chosenApis') ?? {};
    const known = ids.find((id) => id === chosen[key]);
    if (known !== undefined) return known;
    const items = ids.map((id) => ({ label: id, description: name, value: id }));
    const title = vscode.l10n.t('Several APIs are named {0}', name);
    const answer = await dialogs.pick({ title, placeholder: vscode.l10n.t('API'), items });
    if (answer === undefined || answer === back) return undefined;
    memory.write('chosenApis', { ...chosen, [key]: answer });
    return answer;
  };
