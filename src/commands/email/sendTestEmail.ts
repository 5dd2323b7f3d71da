import * as vscode from 'vscode';
import { isForAddress } from '../../core/email/receiptRule.ts';
import { addressIn, testEmailEvent } from '../../core/email/testEmail.ts';
import type { TestEmail } from '../../core/email/testEmail.ts';
import { exampleAddress } from '../../core/events/samples/sesNotification.ts';
import type { InputQuestion } from '../../editor/dialogs.ts';
import { back, runFlow } from '../../editor/multiStep.ts';
import type { FlowStep } from '../../editor/multiStep.ts';
import { withQuickProgress } from '../../editor/progress.ts';
import { emailFunction } from '../../workflows/email/planEmail.ts';
import type { EmailTarget } from '../../workflows/email/planEmail.ts';
import type { CommandServices } from '../commandServices.ts';
import { runDeployed } from '../invoke/invokeInAws.ts';
import { chooseEmail } from './emailTarget.ts';

/** `Lambda: Send Test E-mail…`: runs the deployed function with the event that SES would send for such a mail. */
export async function sendTestEmail(args: readonly unknown[], services: CommandServices): Promise<void> {
  const { t } = vscode.l10n;
  const title = t('Send Test E-mail');
  const target = await chooseEmail(args, title, services);
  if (target === undefined) return;
  const mail = await askForMail(title, target, services);
  if (mail === undefined) return;
  const { memory, clock, connection } = services;
  const { from, subject } = mail;
  memory.write('testEmail', { from, subject });
  const { functionName, alias } = target;
  const functionArn = await withQuickProgress(title, async (signal, report) =>
    emailFunction(target, await connection.open({ signal, onProgress: report }), { signal }),
  );
  const text = `${JSON.stringify(testEmailEvent(mail, functionArn, clock.now()), undefined, 2)}\n`;
  const qualifier = alias ?? '$LATEST';
  const reference = { kind: 'deployed', functionName, qualifier, type: 'RequestResponse' } as const;
  const event = { kind: 'text', name: t('E-mail from {0}', from), text } as const;
  await runDeployed({ reference, event }, { showsEvent: false }, services);
}

function askForMail(
  title: string,
  { recipients }: EmailTarget,
  { dialogs, memory }: Pick<CommandServices, 'dialogs' | 'memory'>,
): Promise<TestEmail | undefined> {
  const { t } = vscode.l10n;
  const ask =
    (key: keyof TestEmail, question: Omit<InputQuestion, 'title'>): FlowStep<TestEmail> =>
    async (state, position) => {
      const answer = await dialogs.input({ title, ...question, value: state[key] }, position);
      return answer === undefined || answer === back ? answer : { ...state, [key]: answer };
    };
  const noAddress = (text: string) =>
    addressIn(text) === undefined ? t('This must be an e-mail address, such as you@example.com.') : undefined;
  const [first] = recipients;
  const proposed = { from: 'anna@example.com', subject: t('A test'), ...memory.read('testEmail') };
  return runFlow<TestEmail>({ ...proposed, to: first === undefined ? '' : exampleAddress(first) }, [
    ask('from', {
      prompt: t('From: no mail is sent; a function that answers may write to this address'),
      validate: noAddress,
    }),
    ask('to', {
      prompt: t('To: a recipient of the rule'),
      validate: (text) =>
        noAddress(text) ??
        (isForAddress(recipients, text)
          ? undefined
          : t('The rule is for {0}: mail to this address does not run the function.', recipients.join(', '))),
    }),
    ask('subject', { prompt: t('Subject') }),
  ]);
}
