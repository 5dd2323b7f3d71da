import {
  DeleteRuleCommand,
  DisableRuleCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import type { EventBridgeClient, PutTargetsResultEntry, Target } from '@aws-sdk/client-eventbridge';
import { AddPermissionCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { awsFailures } from '../core/failures/awsFailures.ts';
import type { CallSubject } from '../core/failures/awsFailures.ts';
import { isFailure } from '../core/failures/failure.ts';
import type { RuleGateway } from '../workflows/portsForTriggers.ts';
import { showableText } from './answerText.ts';
import { readCall, sendCall } from './awsCalls.ts';
import type { CallContext, SendOptions } from './awsCalls.ts';
import type { ClientPair } from './clients.ts';

/** Rules of the default event bus, and the permissions that they need. */
export function createRuleGateway(
  lambda: LambdaClient,
  { reads, writes }: ClientPair<EventBridgeClient>,
  contexts: { readonly lambda: CallContext; readonly eventBridge: CallContext },
): RuleGateway {
  const write = <Answer>(
    subject: CallSubject,
    signal: AbortSignal,
    send: (options: SendOptions) => Promise<Answer>,
  ) => {
    const context = subject.operation.startsWith('lambda:') ? contexts.lambda : contexts.eventBridge;
    return sendCall(context, { ...subject, kind: 'write', signal }, send);
  };
  const readTargets = async (rule: string, signal: AbortSignal): Promise<Target[]> => {
    const call = { operation: 'events:ListTargetsByRule', resource: rule, signal };
    const targets: Target[] = [];
    let next: string | undefined;
    do {
      const command = new ListTargetsByRuleCommand({ Rule: rule, NextToken: next });
      const page = await readCall(contexts.eventBridge, call, (options) => reads.send(command, options));
      targets.push(...(page?.Targets ?? []));
      next = page?.NextToken;
    } while (next !== undefined && next !== '');
    return targets;
  };
  return {
    readTargets: async (rule, { signal }) =>
      (await readTargets(rule, signal)).map(({ Id: id = '', Arn: arn = '', Input: input }) => ({
        id,
        arn,
        input,
      })),

    async putRule(rule, { schedule, enabled }, { signal }) {
      const command = new PutRuleCommand({
        Name: rule,
        ScheduleExpression: schedule,
        // Left out, it would turn a rule on that was turned off.
        State: enabled ? 'ENABLED' : 'DISABLED',
        Description: 'Keeps a Lambda function warm (Lambda Workbench).',
      });
      await write({ operation: 'events:PutRule', resource: rule }, signal, (options) =>
        writes.send(command, options),
      );
    },

    async disableRule(rule, { signal }) {
      const command = new DisableRuleCommand({ Name: rule });
      await write({ operation: 'events:DisableRule', resource: rule }, signal, (options) =>
        writes.send(command, options),
      );
    },

    async putTarget(rule, { id, arn, input }, { signal }) {
      const subject = { operation: 'events:PutTargets', resource: rule };
      // PutTargets replaces: what else the target has, such as a dead-letter queue, is sent again.
      const live = (await readTargets(rule, signal)).find(({ Id }) => Id === id);
      const rest =
        input === undefined ? live : { ...live, InputPath: undefined, InputTransformer: undefined };
      const command = new PutTargetsCommand({
        Rule: rule,
        Targets: [{ ...rest, Id: id, Arn: arn, Input: input }],
      });
      const answer = await write(subject, signal, (options) => writes.send(command, options));
      requireAll(subject, answer);
    },

    async removeTargets(rule, ids, { signal }) {
      const subject = { operation: 'events:RemoveTargets', resource: rule };
      const command = new RemoveTargetsCommand({ Rule: rule, Ids: [...ids] });
      const answer = await write(subject, signal, (options) => writes.send(command, options)).catch(
        unlessGone,
      );
      if (answer !== undefined) requireAll(subject, answer);
    },

    async deleteRule(rule, { signal }) {
      const command = new DeleteRuleCommand({ Name: rule });
      const subject = { operation: 'events:DeleteRule', resource: rule };
      await write(subject, signal, (options) => writes.send(command, options)).catch(unlessGone);
    },

    async addPermission(functionName, alias, permission, { signal }) {
      const command = new AddPermissionCommand({
        FunctionName: functionName,
        Qualifier: alias,
        StatementId: permission.statementId,
        Action: 'lambda:InvokeFunction',
        Principal: permission.principal,
        SourceArn: permission.sourceArn,
        SourceAccount: permission.sourceAccount,
      });
      const subject = { operation: 'lambda:AddPermission', resource: functionName };
      await write(subject, signal, (options) => lambda.send(command, options));
    },

    async removePermission(functionName, alias, statementId, { signal }) {
      const command = new RemovePermissionCommand({
        FunctionName: functionName,
        Qualifier: alias,
        StatementId: statementId,
      });
      const subject = { operation: 'lambda:RemovePermission', resource: functionName };
      await write(subject, signal, (options) => lambda.send(command, options)).catch(unlessGone);
    },
  };
}

/** What is to be removed and is not there is removed. */
function unlessGone(error: unknown): undefined {
  if (!isFailure(error, 'aws.notFound')) throw error;
}

/** EventBridge says in an answer of success which targets it did not take. */
function requireAll(
  subject: CallSubject,
  answer: { FailedEntryCount?: number; FailedEntries?: PutTargetsResultEntry[] },
): void {
  if ((answer.FailedEntryCount ?? 0) === 0) return;
  const { ErrorCode: code = 'FailedEntry', ErrorMessage: message = '' } = answer.FailedEntries?.[0] ?? {};
  throw code === 'ConcurrentModificationException'
    ? awsFailures.inProgress(subject)
    : awsFailures.refused(subject, code, showableText(code, message, []));
}
