import type { CallOptions } from '../core/callOptions.ts';
import type { ArchiveFacts, StoredObject } from '../core/deployment/functionSpec.ts';
import type { LiveLayerVersion } from '../core/deployment/liveState.ts';
import type { DownloadedCode } from './portsForFunctions.ts';

/** The interfaces to layers and to uploads by way of S3. As for ports.ts: `Failure` or AbortError. */

export interface PublishLayerRequest {
  readonly name: string;
  readonly archive: ArchiveFacts;
  readonly runtimes: readonly string[];
  readonly architectures: readonly string[];
}

export interface LayerGateway {
  /** The newest version of a layer of this account; undefined when there is none. */
  readNewest(name: string, options: CallOptions): Promise<LiveLayerVersion | undefined>;
  /** A layer version of any account, by its ARN. */
  readVersion(arn: string, options: CallOptions): Promise<LiveLayerVersion | undefined>;
  publish(request: PublishLayerRequest, options: CallOptions): Promise<LiveLayerVersion>;
  /** The archive of a layer version. Its signed URL never leaves the gateway. Rejects with `layer.gone`, `code.…`. */
  download(
    arn: string,
    options: CallOptions & { readonly onProgress?: (received: number, total: number) => void },
  ): Promise<DownloadedCode>;
}

export interface UploadGateway {
  /**
   * Uploads an archive in parts, each repeated when its answer is lost. Whatever becomes of it, no part is left behind in the
   * bucket. Rejects with `upload.…`.
   * @param onProgress bytes that have arrived, and of how many
   */
  upload(
    place: StoredObject,
    archive: ArchiveFacts,
    options: CallOptions & { readonly onProgress?: (sent: number, total: number) => void },
  ): Promise<void>;
  /** One that is not there is no failure. */
  remove(place: StoredObject, options: CallOptions): Promise<void>;
}

/** Deployed layers, unpacked in the product's storage as long as they are used. */
export interface LayerStore {
  /** Undefined when it is not there. */
  find(arn: string): Promise<{ readonly folder: string; readonly codeSha256: string } | undefined>;
  /** Bytes of a layer's files; undefined when it is not there. */
  unzippedSize(arn: string): Promise<number | undefined>;
  /** Unpacks an archive and answers the folder: its real absolute path. Rejects with `code.…` or `import.…`. */
  keep(arn: string, downloaded: DownloadedCode, options: CallOptions): Promise<string>;
}
