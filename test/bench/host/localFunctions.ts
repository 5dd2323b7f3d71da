import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Files of the large function's code root, its handler included, and of each of its folders. */
const largeRoot = 7_000;
const inFolder = 20;

export const smallFunctions = ['small', 'second', 'third'] as const;
export const largeFunction = 'large';
/** Has dependencies, which are installed for it. */
export const builtFunction = 'built';
const requirements = 'simplejson==3.19.3\nmarkupsafe==3.0.2\nrequests==2.32.3\n';

/** What is sent. */
export const event = { order: 17, items: ['tea', 'Käse'] };

/** A handler whose module computes for 50 ms when it is loaded, and whose answer tells which text of it ran. */
export const handlerText = (name: string, value: number): string => `import time
${name === builtFunction ? 'import markupsafe\nimport simplejson\n' : ''}
VALUE = ${value}

end = time.perf_counter() + 0.05
while time.perf_counter() < end:
    pass


def handler(event, context):
    return {"value": VALUE, "event": event}
`;

/** Path in the workspace of a function's handler, below its code root. */
export const handlerFile = (name: string): string => path.join(name, 'code', 'app.py');
export const eventFile = (name: string): string => path.join(name, 'events', 'order.json');

/** Makes a workspace with three small functions and one with 7,000 files. @param workspace an existing folder */
export async function writeLocalFunctions(workspace: string): Promise<void> {
  for (const name of [...smallFunctions, largeFunction, builtFunction]) await writeFunction(workspace, name);
  await writeFile(path.join(workspace, builtFunction, 'code', 'requirements.txt'), requirements);
  const code = path.join(workspace, largeFunction, 'code');
  for (let file = 1; file < largeRoot; file++) {
    const folder = path.join(code, 'library', `part${Math.floor(file / inFolder)}`);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, `module${file}.py`), `NUMBER = ${file}\n`);
  }
}

async function writeFunction(workspace: string, name: string): Promise<void> {
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(workspace, file)), { recursive: true });
    await writeFile(path.join(workspace, file), text);
  };
  const manifest = {
    functionName: name,
    runtime: 'python3.13',
    handler: 'app.handler',
    package: { root: 'code' },
  };
  await write(path.join(name, 'lambda.json'), JSON.stringify(manifest));
  await write(handlerFile(name), handlerText(name, 0));
  await write(eventFile(name), JSON.stringify(event));
}
