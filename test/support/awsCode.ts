import { createHash } from 'node:crypto';
import type { AwsAnswer } from './awsAnswers.ts';
import type { AwsRequest } from './awsOperations.ts';

const folder = '/deployed-code/';

/**
 * The code of each version, as AWS gives it: MiniStack serves that of `$LATEST` for all of them. Knows what was uploaded
 * through the proxy.
 */
export class DeployedCode {
  readonly #archives = new Map<string, Buffer>();

  /** Remembers what an upload carries. */
  note({ operation, body }: AwsRequest): void {
    if (operation !== 'CreateFunction' && operation !== 'UpdateFunctionCode') return;
    const request = JSON.parse(body.toString('utf8')) as { ZipFile?: string; Code?: { ZipFile?: string } };
    const text = request.ZipFile ?? request.Code?.ZipFile;
    if (text === undefined) return;
    const bytes = Buffer.from(text, 'base64');
    this.#archives.set(createHash('sha256').update(bytes).digest('base64'), bytes);
  }

  /** Lets the answer of GetFunction lead to the code of the version that it is about. */
  correct({ operation }: AwsRequest, answer: AwsAnswer, proxyUrl: string): AwsAnswer {
    if (operation !== 'GetFunction' || answer.status !== 200) return answer;
    const found = JSON.parse(answer.body.toString('utf8')) as {
      Configuration?: { CodeSha256?: string };
      Code?: { Location?: string };
    };
    const sha = found.Configuration?.CodeSha256 ?? '';
    if (found.Code === undefined || !this.#archives.has(sha)) return answer;
    const Location = `${proxyUrl}${folder}${Buffer.from(sha, 'base64').toString('hex')}`;
    return { ...answer, body: Buffer.from(JSON.stringify({ ...found, Code: { ...found.Code, Location } })) };
  }

  /** The archive that a request of such an address is for. */
  serve({ url }: AwsRequest): AwsAnswer | undefined {
    if (!url.pathname.startsWith(folder)) return undefined;
    const sha = Buffer.from(url.pathname.slice(folder.length), 'hex').toString('base64');
    const body = this.#archives.get(sha);
    return body && { status: 200, headers: { 'content-type': 'application/zip' }, body };
  }
}
