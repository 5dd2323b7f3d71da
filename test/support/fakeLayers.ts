import { createHash } from 'node:crypto';
import type { LiveLayerVersion } from '../../src/core/deployment/liveState.ts';
import { Failure } from '../../src/core/failures/failure.ts';
import type { CallOptions } from '../../src/workflows/ports.ts';
import type { LayerGateway, UploadGateway } from '../../src/workflows/portsForLayers.ts';

type Call = <T>(operation: string, options: CallOptions, answer: () => T) => Promise<T>;

/** Layers and a bucket behind the ports, in memory. */
export class FakeLayers {
  /** By name, oldest first. */
  readonly versions = new Map<string, LiveLayerVersion[]>();
  /** Objects as `bucket/key`. */
  readonly objects = new Set<string>();
  /** Archives of layer versions, by ARN. */
  readonly archives = new Map<string, Uint8Array>();

  add(name: string, version: Partial<LiveLayerVersion> = {}, region = 'eu-west-1'): LiveLayerVersion {
    const before = this.versions.get(name) ?? [];
    const arn = `arn:aws:lambda:${region}:123456789012:layer:${name}:${before.length + 1}`;
    const added = { arn, codeSha256: 'one', codeSize: 10, runtimes: [], architectures: [], ...version };
    this.versions.set(name, [...before, added]);
    return added;
  }

  gateway(read: Call, write: Call): LayerGateway {
    const find = (arn: string) => [...this.versions.values()].flat().find((version) => version.arn === arn);
    return {
      readNewest: (name, options) =>
        read('ListLayerVersions', options, () => this.versions.get(name)?.at(-1)),
      readVersion: (arn, options) => read('GetLayerVersionByArn', options, () => find(arn)),
      publish: ({ name, archive, runtimes, architectures }, options) =>
        write('PublishLayerVersion', options, () => {
          this.#require(archive.storedAt);
          const { sha256: codeSha256, size: codeSize } = archive;
          return this.add(name, { codeSha256, codeSize, runtimes, architectures });
        }),
      download: (arn, options) =>
        read('GetLayerVersionByArn', options, () => {
          const bytes = this.archives.get(arn);
          if (bytes === undefined) throw new Failure('code.gone', 'fake');
          return { bytes, codeSha256: createHash('sha256').update(bytes).digest('base64') };
        }),
    };
  }

  uploadGateway(write: Call): UploadGateway {
    return {
      upload: ({ bucket, key }, { size }, options) =>
        write('PutObject', options, () => {
          this.objects.add(`${bucket}/${key}`);
          options.onProgress?.(size, size);
        }),
      remove: ({ bucket, key }, options) =>
        write('DeleteObject', options, () => void this.objects.delete(`${bucket}/${key}`)),
    };
  }

  #require(place: { readonly bucket: string; readonly key: string } | undefined): void {
    if (place !== undefined && !this.objects.has(`${place.bucket}/${place.key}`))
      throw new Failure('aws.invalid', 'no such object');
  }
}
