import * as v from 'valibot';
import type { ImageFacts } from '../../workflows/portsForContainers.ts';
import { ownerLabels } from './owner.ts';
import type { ContainerOwner } from './owner.ts';

/** A container tool and the engine that it talks to. */
export interface EngineFacts {
  readonly toolVersion: string;
  /** Undefined where the tool is the engine, as with podman on Linux. */
  readonly engineVersion: string | undefined;
  /** As Docker has it, such as `amd64`. */
  readonly architecture: string;
}

export interface OurContainer {
  readonly id: string;
  readonly owner: ContainerOwner;
}

/*
 * What the tools write as JSON. Templates are no common ground: podman has no `{{.Server.Arch}}`, nor `{{.Label …}}` for
 * `ps`, and nerdctl calls an id `{{.ID}}` (podman 4.3 seen here; nerdctl 2 by its sources). Their JSON has Docker's names.
 */
const part = v.object({
  Version: v.optional(v.string()),
  Arch: v.optional(v.string()),
  OsArch: v.optional(v.string()),
});
const version = v.object({ Client: v.optional(part), Server: v.nullish(part) });
const images = v.array(v.object({ Id: v.string(), Architecture: v.string() }));
const networks = v.record(v.string(), v.object({ IPAddress: v.optional(v.string()) }));
const containers = v.array(
  v.object({
    Id: v.string(),
    Config: v.object({ Labels: v.nullish(v.record(v.string(), v.string())) }),
    NetworkSettings: v.optional(v.object({ Networks: v.nullish(networks) })),
  }),
);

/** Throws when the text is none of the tool's answers. */
export function parseVersion(text: string): EngineFacts {
  const { Client, Server } = v.parse(version, JSON.parse(text));
  const architectureOf = (one: typeof Client | typeof Server) => one?.Arch ?? one?.OsArch?.split('/').at(-1);
  return {
    toolVersion: Client?.Version ?? '',
    engineVersion: Server?.Version,
    architecture: architectureOf(Server) ?? architectureOf(Client) ?? '',
  };
}

export function parseImage(text: string): ImageFacts {
  const [image] = v.parse(images, JSON.parse(text));
  return { id: image?.Id ?? '', architecture: image?.Architecture ?? '' };
}

export const parseContainerId = (text: string): string =>
  v.parse(containers, JSON.parse(text)).at(0)?.Id ?? '';

/** Its addresses on all networks that it is in. */
export const parseAddresses = (text: string): string[] =>
  v
    .parse(containers, JSON.parse(text))
    .flatMap(({ NetworkSettings }) => Object.values(NetworkSettings?.Networks ?? {}))
    .flatMap(({ IPAddress }) => (IPAddress === undefined || IPAddress === '' ? [] : [IPAddress]));

/** Those of several that are still there. */
export const parseOwners = (text: string): OurContainer[] =>
  v.parse(containers, JSON.parse(text)).map(({ Id, Config }) => {
    const label = (name: keyof typeof ownerLabels) => Config.Labels?.[ownerLabels[name]] ?? '';
    return {
      id: Id,
      owner: { host: label('host'), pid: Number(label('pid')), startedAt: label('startedAt') },
    };
  });
