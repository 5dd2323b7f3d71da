import {
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
} from '@aws-sdk/client-lambda';
import type { LambdaClient, Runtime } from '@aws-sdk/client-lambda';
import type { LiveLayerVersion } from '../core/deployment/liveState.ts';
import { awsFailures } from '../core/failures/awsFailures.ts';
import { layerFailures } from '../core/failures/layerFailures.ts';
import type { LayerGateway } from '../workflows/portsForLayers.ts';
import { archiveInput, uploadTimeout } from './archiveBytes.ts';
import { readCall, sendCall } from './awsCalls.ts';
import type { CallContext } from './awsCalls.ts';
import type { ClientPair } from './clients.ts';
import { downloadChecked } from './codeGateway.ts';
import type { Agents } from './proxyAgents.ts';
import type { ReadFile } from './trustedCertificates.ts';

export function createLayerGateway(
  { reads, writes }: ClientPair<LambdaClient>,
  context: CallContext,
  agents: Agents,
  readFile: ReadFile,
): LayerGateway {
  const readByArn = (arn: string, signal: AbortSignal) =>
    readCall(context, { operation: 'lambda:GetLayerVersion', resource: arn, signal }, (options) =>
      reads.send(new GetLayerVersionByArnCommand({ Arn: arn }), options),
    );
  return {
    async readNewest(name, { signal }) {
      // The list does not tell what a version holds.
      const list = new ListLayerVersionsCommand({ LayerName: name, MaxItems: 1 });
      const operation = 'lambda:ListLayerVersions';
      const page = await readCall(context, { operation, resource: name, signal }, (options) =>
        reads.send(list, options),
      );
      const VersionNumber = page?.LayerVersions?.[0]?.Version;
      if (VersionNumber === undefined) return undefined;
      const call = { operation: 'lambda:GetLayerVersion', resource: `${name}:${VersionNumber}`, signal };
      const found = await readCall(context, call, (options) =>
        reads.send(new GetLayerVersionCommand({ LayerName: name, VersionNumber }), options),
      );
      return found && liveLayer(found, call);
    },

    async readVersion(arn, { signal }) {
      const found = await readByArn(arn, signal);
      return found && liveLayer(found, { operation: 'lambda:GetLayerVersion', resource: arn });
    },

    async publish({ name, archive, runtimes, architectures }, { signal }) {
      const command = new PublishLayerVersionCommand({
        LayerName: name,
        Content: await archiveInput(archive, name, readFile),
        // The manifest takes runtimes that this SDK does not list yet.
        CompatibleRuntimes: runtimes as Runtime[],
        CompatibleArchitectures: architectures as ('x86_64' | 'arm64')[],
      });
      const call = {
        operation: 'lambda:PublishLayerVersion',
        resource: name,
        kind: 'write',
        signal,
      } as const;
      const requestTimeout = uploadTimeout(archive);
      return liveLayer(
        await sendCall(context, call, (options) => writes.send(command, { ...options, requestTimeout })),
        call,
      );
    },

    async download(arn, { signal, onProgress }) {
      const found = await readByArn(arn, signal);
      if (found === undefined) throw layerFailures.gone(arn);
      const { Location: location, CodeSha256: codeSha256, CodeSize: size = 0 } = found.Content ?? {};
      if (location === undefined || codeSha256 === undefined) {
        const subject = { operation: 'lambda:GetLayerVersion', resource: arn };
        throw awsFailures.noAnswer(subject, 'Content.Location, Content.CodeSha256');
      }
      const code = { location, resource: arn, size, codeSha256 };
      return downloadChecked(code, { signal, onProgress }, context, agents);
    },
  };
}

interface LayerAnswer {
  readonly LayerVersionArn?: string;
  readonly Content?: { readonly CodeSha256?: string; readonly CodeSize?: number };
  readonly CompatibleRuntimes?: readonly string[];
  readonly CompatibleArchitectures?: readonly string[];
}

function liveLayer(
  { LayerVersionArn: arn, Content, CompatibleRuntimes, CompatibleArchitectures }: LayerAnswer,
  subject: { readonly operation: string; readonly resource: string },
): LiveLayerVersion {
  const codeSha256 = Content?.CodeSha256;
  if (arn === undefined || codeSha256 === undefined) {
    throw awsFailures.noAnswer(subject, 'LayerVersionArn, Content.CodeSha256');
  }
  return {
    arn,
    codeSha256,
    codeSize: Content?.CodeSize ?? 0,
    runtimes: CompatibleRuntimes ?? [],
    architectures: CompatibleArchitectures ?? [],
  };
}
