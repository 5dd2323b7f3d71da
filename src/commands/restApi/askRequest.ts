import * as vscode from 'vscode';
import { emptyAnswers, hasBody, pathParameters, withoutSecrets } from '../../core/restApi/testRequest.ts';
import type { RequestAnswers } from '../../core/restApi/testRequest.ts';
import { back, runFlow } from '../../editor/multiStep.ts';
import type { FlowStep } from '../../editor/multiStep.ts';
import type { ChosenRoute } from './chooseRoute.ts';
import type { RestApiServices } from './restApiServices.ts';

/** What a request to a route is remembered by. */
const keyOf = ({ target, api, method, path }: ChosenRoute): string =>
  [target.functionName, api, method, path].join(' ');

/** What was asked for the last request to the route; undefined before the first. */
export const rememberedRequest = (
  route: ChosenRoute,
  { memory }: Pick<RestApiServices, 'memory'>,
): RequestAnswers | undefined => memory.read('testRequests')?.[keyOf(route)];

/** Asks for parameters, query, headers and body, proposing those of the last time, and remembers all that is no secret. */
export async function askRequest(
  title: string,
  route: ChosenRoute,
  services: Pick<RestApiServices, 'dialogs' | 'memory'>,
): Promise<RequestAnswers | undefined> {
  const { memory } = services;
  const initial = rememberedRequest(route, services) ?? emptyAnswers(route.method);
  const answers = await runFlow(initial, (state) => questions(title, route, state, services));
  if (answers === undefined) return undefined;
  const all = memory.read('testRequests') ?? {};
  memory.write('testRequests', { ...all, [keyOf(route)]: withoutSecrets(answers) });
  return answers;
}

function questions(
  title: string,
  { method, path }: ChosenRoute,
  state: RequestAnswers,
  { dialogs }: Pick<RestApiServices, 'dialogs'>,
): FlowStep<RequestAnswers>[] {
  const { t } = vscode.l10n;
  const verbs: FlowStep<RequestAnswers> = async (known, position) => {
    const items = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map((label) => ({
      label,
      value: label,
      picked: label === known.method,
    }));
    const answer = await dialogs.pick({ title, placeholder: t('Method'), items }, position);
    return typeof answer === 'string' ? { ...known, method: answer } : answer;
  };
  const asking =
    (
      prompt: string,
      value: (known: RequestAnswers) => string,
      add: (known: RequestAnswers, text: string) => RequestAnswers,
      validate?: (text: string) => string | undefined,
    ): FlowStep<RequestAnswers> =>
    async (known, position) => {
      const question = { title, prompt, value: value(known), validate };
      const answer = await dialogs.input(question, position);
      return answer === undefined || answer === back ? answer : add(known, answer);
    };
  const required = (text: string) => (text === '' ? t('A path parameter cannot be empty.') : undefined);
  const header = (text: string) =>
    text === '' || /^[\w!#$%&'*+.^`|~-]+\s*:/.test(text)
      ? undefined
      : t('Write a header as Name: value, such as Accept: text/html.');
  const headers = Array.from({ length: state.headers.length + 1 }, (_, at) =>
    asking(
      at === 0
        ? t('Header such as Accept: text/html; empty for none')
        : t('Another header; empty for no more'),
      (known) => known.headers[at] ?? '',
      (known, text) => ({
        ...known,
        headers: text === '' ? known.headers.slice(0, at) : known.headers.toSpliced(at, 1, text.trim()),
      }),
      header,
    ),
  );
  return [
    ...(method === 'ANY' ? [verbs] : []),
    ...pathParameters(path).map((name) =>
      asking(
        t('Path parameter {0} of {1}', name, path),
        (known) => known.parameters[name] ?? '',
        (known, text) => ({ ...known, parameters: { ...known.parameters, [name]: text } }),
        required,
      ),
    ),
    asking(
      t('Query such as left=15&right=20; empty for none'),
      (known) => known.query,
      (known, text) => ({ ...known, query: text.replace(/^\?/, '') }),
    ),
    ...headers,
    ...(hasBody(state.method)
      ? [
          asking(
            t('Body; empty for none'),
            (known) => known.body,
            (known, text) => ({ ...known, body: text }),
          ),
        ]
      : []),
  ];
}
