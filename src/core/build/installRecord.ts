/** Files of a `*.dist-info` that say how and where it was installed: they would differ from machine to machine. */
export const installTraces = ['INSTALLER', 'REQUESTED', 'direct_url.json', 'uv_cache.json', 'uv_build.json'];

/** A package's `RECORD` without what is left out: those files, programs, whose first line is a path, and bytecode. */
export const recordWithoutTraces = (record: string): string =>
  record
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .filter((line) => !installTraces.some((name) => line.includes(`.dist-info/${name},`)))
    .filter((line) => !/^"?(?:\.\.\/)*(?:bin|Scripts)\/|\.pyc[",]/.test(line))
    .sort()
    .map((line) => `${line}\n`)
    .join('');
