import { applyEdits, findNodeAtLocation, getNodeValue, modify, parseTree } from 'jsonc-parser';
import type { ConfigurationChange } from '../functions/configurationChange.ts';

/**
 * The text of a manifest with a change of the deployed configuration written into it, comments and layout kept. Undefined
 * when it says so already, or when a variable is to be removed that it does not name.
 */
export function editManifest(text: string, change: ConfigurationChange): string | undefined {
  const [path, value] = placeOf(change);
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, path);
  const current: unknown = node && getNodeValue(node);
  if (current === value) return undefined;
  return applyEdits(text, modify(text, path, value, { formattingOptions: formattingOf(text) }));
}

function placeOf(change: ConfigurationChange): [string[], string | number | undefined] {
  switch (change.kind) {
    case 'setting':
      return [[change.setting], change.value];
    case 'setVariable':
      return [['environment', change.name], change.value];
    case 'removeVariable':
      return [['environment', change.name], undefined];
  }
}

/** As the first indented line does it. */
function formattingOf(text: string) {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 4 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
