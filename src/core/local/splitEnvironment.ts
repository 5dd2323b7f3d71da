/** A container's environment, by the way that its values take. */
export interface SplitEnvironment {
  /** Passed as `--env NAME`, with the value in the environment of the tool's process. */
  readonly names: readonly string[];
  /** Text of a 0600 file for `--env-file`: what would change the tool itself. Undefined when empty. */
  readonly fileText: string | undefined;
  /** Names that the tool reads, with a value that no line of a file can hold. */
  readonly impossible: readonly string[];
}

/**
 * Names that the tools, the helpers they start or the system's loader read themselves. Given to the tool's process, they
 * would decide which engine it talks to, or whether it starts at all.
 */
const toolReads = [
  /^(PATH|HOME|USER|USERPROFILE|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES|SYSTEMROOT|COMSPEC|PATHEXT|SHELL)$/,
  /^(TMPDIR|TEMP|TMP|LANG|LANGUAGE|TERM|TZ|XAUTHORITY|DISPLAY|WSLENV)$/,
  /^(DOCKER|BUILDKIT|BUILDX|COMPOSE|CONTAINER|CONTAINERS|CONTAINERD|PODMAN|NERDCTL|FINCH|LIMA|COLIMA|REGISTRY|STORAGE)_/,
  /^(CONTAINERD_ADDRESS|CNI_PATH|NETCONFPATH|SSH_AUTH_SOCK|SSH_ASKPASS|SSL_CERT_FILE|SSL_CERT_DIR)$/,
  /^(LD|DYLD|GCONV|LC|XDG|OTEL|DBUS)_/,
  /^(GODEBUG|GOTRACEBACK|GOMAXPROCS|GOGC|GOMEMLIMIT|MALLOC_.*|NOTIFY_SOCKET|LISTEN_FDS|LISTEN_PID)$/,
  /^(.*_)?PROXY$/,
];

/** True for a name that must not be in the environment of the container tool's process. Case counts for nothing. */
const isReadByTool = (name: string): boolean => toolReads.some((pattern) => pattern.test(name.toUpperCase()));

/** A file of Docker's rules has one line for a variable, so a value with a line break cannot go that way. */
export function splitEnvironment(environment: Readonly<Record<string, string>>): SplitEnvironment {
  const names: string[] = [];
  const lines: string[] = [];
  const impossible: string[] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (!isReadByTool(name)) names.push(name);
    else if (/[\r\n]/.test(value)) impossible.push(name);
    else lines.push(`${name}=${value}\n`);
  }
  return { names, fileText: lines.length === 0 ? undefined : lines.join(''), impossible };
}
