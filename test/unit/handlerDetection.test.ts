import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { blankJavaScript } from '../../src/core/handler/blankJavaScript.ts';
import { blankPython } from '../../src/core/handler/blankPython.ts';
import {
  awaitsInVain,
  definesHandler,
  detectHandlers,
  handlerParts,
} from '../../src/core/handler/handlerDetection.ts';

const detected = (file: string, text: string) =>
  detectHandlers(file, text).map(({ handler, line }) => `${handler} ${line}`);

describe('detectHandlers in Python', () => {
  it('finds functions of an event and a context, the usual names first', () => {
    const text = `import json
def other(event, context): pass
def handler(event, context): pass
@decorated("def no(event, context)")
def lambda_handler(
    event: dict[str, int],  # def no(event, context):
    context: "LambdaContext" = None,
) -> dict:
    def inner(event, context): pass
    return {}
class A:
    def method(event, context): pass
async def asynchronous(event, context): pass
def add(left, right): pass
def three(event, context, more): pass
def defaults(event, context, more=1, *args, **kw): pass
if True:
    def conditional(_event, _context): pass
'''
def in_text(event, context): pass
'''
`;
    assert.deepEqual(detected('pkg/app.py', text), [
      'pkg/app.lambda_handler 5',
      'pkg/app.handler 3',
      'pkg/app.other 2',
      'pkg/app.defaults 16',
      'pkg/app.conditional 18',
    ]);
  });

  it('takes any two parameters of a function that is called a handler', () => {
    assert.deepEqual(detected('a.py', 'def my_handler(e, c):\n  pass\r\n'), ['a.my_handler 1']);
    assert.deepEqual(detected('a.py', 'def my_handler(e):\n  pass'), []);
  });

  it('reads type parameters and decorators over several lines', () => {
    const text = '@a(\n  b,\n)\ndef handler[T: (int, str)](event: T, context) -> T: pass';
    assert.deepEqual(detected('a.py', text), ['a.handler 4']);
  });
});

describe('detectHandlers in JavaScript and TypeScript', () => {
  const cases: [string, string[]][] = [
    ['exports.handler = async (event) => {};', ['index.handler 1']],
    ['\nmodule.exports.handler = fn;', ['index.handler 2']],
    ['module.exports = { handler };', ['index.handler 1']],
    ['module.exports = {\n  other: 1,\n  handler: fn,\n};', ['index.handler 3']],
    ['module.exports = { async handler(event) {} };', ['index.handler 1']],
    ['export const handler = async (event) => {};', ['index.handler 1']],
    ['export const handler: Handler<A, B> = async () => {};', ['index.handler 1']],
    ['export async function handler(event) {}', ['index.handler 1']],
    ['export function process(event, context) {}', ['index.process 1']],
    ['export const onMail = async (event) => {};', ['index.onMail 1']],
    ['const x = 1;\nexport { x as handler, y };', ['index.handler 2']],
    ['export default async (event) => {};', []],
    ['export const add = (left, right) => left + right;', []],
    ['// exports.handler = 1\n/* export const handler = 1 */ const s = "exports.handler = 1";', []],
    ['const t = `exports.handler = ${`exports.handler = 1`}`;', []],
    ['const r = /exports.handler = "/; exports.handler = 1; // "', ['index.handler 1']],
    ['const half = a / b; exports.handler = c / d;', ['index.handler 1']],
    ['const greeting = `Hi ${name}!`;\nexports.handler = 1;', ['index.handler 2']],
    ['const t = `${ {a: `}`}.a + f({}) }${b}`; exports.handler = 1;', ['index.handler 1']],
    ['const t = `\\${`; exports.handler = 1; // `', ['index.handler 1']],
    ['if (a(b)) /"/.test(c); exports.handler = 1; // "', ['index.handler 1']],
    ['const q = f(a) / 2 + "/"; exports.handler = 1;', ['index.handler 1']],
    ['const q = a.return / b; exports.handler = 1; // /', ['index.handler 1']],
    ['export let handler;', ['index.handler 1']],
    ['export * as handler from "./other.js"', ['index.handler 1']],
    ['exports.handler === 1', []],
    ['other.exports.handler = 1', []],
    [
      'export const other = 1;\nexport const handler = 2;\nexport const mailHandler = 3;',
      ['index.handler 2', 'index.mailHandler 3'],
    ],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => assert.deepEqual(detected('index.mjs', text), expected));
  }

  it('knows no other files', () => {
    assert.deepEqual(detected('a.d.ts', 'export const handler = 1;'), []);
    assert.deepEqual(detected('a.txt', 'exports.handler = 1'), []);
  });
});

describe('definesHandler', () => {
  const python = (text: string, name = 'handler') => definesHandler('a.py', text, name);
  const node = (text: string, name = 'handler') => definesHandler('a.js', text, name);

  it('decides Python where the text can tell', () => {
    assert.equal(python('def handler(e, c): pass'), true);
    assert.equal(python('handler = make()'), true);
    assert.equal(python('handler: Callable = make()'), true);
    assert.equal(python('def lambda_handler(e, c): pass'), false);
    assert.equal(python('class A:\n    def handler(self): pass\n'), false);
    assert.equal(python('"""def handler(e, c): pass"""\n# handler = 1'), false);
  });

  it('says nothing of Python where only running it would tell', () => {
    for (const text of [
      'from other import handler',
      'from other import (\n  handler,\n)',
      'from other import x as handler',
      'from other import *',
      'try:\n    import handler\nexcept ImportError: pass',
      'globals()["handler"] = 1',
      'def load():\n    global other, handler\n    handler = 1\nload()',
    ]) {
      assert.equal(python(text), undefined, text);
    }
  });

  it('decides Node where the text can tell', () => {
    assert.equal(node('exports.handler = 1'), true);
    assert.equal(node('export { handler } from "./other.js"'), true);
    assert.equal(node('export const { handler, b: c = 1 } = make();'), true);
    assert.equal(node('export const main = 1;'), false);
    assert.equal(node('module.exports = { main };'), false);
    assert.equal(node('// module.exports = handler'), false);
    assert.equal(node('export default async (event) => {};'), false);
    assert.equal(node('export default async (event) => {};', 'default'), true);
    assert.equal(node('export abstract class handler {}'), true);
  });

  it('says nothing of Node where only running it would tell', () => {
    for (const text of [
      'export * from "./other.js"',
      'module.exports = require("./other")',
      'module.exports = { ...other, main }',
      'Object.assign(exports, other)',
      'exports["handler"] = 1',
      'Object.defineProperty(module.exports, "handler", {})',
      '__exportStar(require("./a"), exports);',
      'export const a = 1, handler = 2;',
      'export { a as "handler" };',
      // The runtime looks into a default export too.
      'export default { handler };',
      'export { a as default };',
    ]) {
      assert.equal(node(text), undefined, text);
    }
    assert.equal(node('exports.a = {}', 'a.b'), undefined);
    assert.equal(definesHandler('a.rb', '', 'x'), undefined);
  });
});

describe('what a module of our own exports', () => {
  const core = join(import.meta.dirname, '../../src/core');
  it('is defined by its text, for Node as for us', async () => {
    let names = 0;
    for (const file of readdirSync(core, { recursive: true }).map(String)) {
      if (!file.endsWith('.ts')) continue;
      const text = readFileSync(join(core, file), 'utf8');
      const module = (await import(join(core, file))) as object;
      for (const name of Object.keys(module)) {
        names++;
        assert.equal(definesHandler(file, text, name), true, `${name} of ${file}`);
      }
      assert.equal(definesHandler(file, text, 'nothing'), false, file);
    }
    assert.ok(names > 100, `only ${names} exports were looked at`);
  });
});

describe('awaitsInVain', () => {
  const inVain = (text: string) => awaitsInVain('a.py', text, 'handler');
  it('is true for a coroutine function that nothing wraps', () => {
    assert.equal(inVain('import x\n\nasync def handler(event, context):\n    pass'), true);
    assert.equal(inVain('def handler(event, context):\n    pass'), false);
    assert.equal(inVain('async def other(event, context):\n    pass'), false);
    assert.equal(inVain('@synchronous\nasync def handler(event, context):\n    pass'), false);
    assert.equal(inVain('@wrap(\n  a,\n)\nasync def handler(event, context):\n    pass'), false);
    assert.equal(inVain('async def handler(e, c):\n    pass\nhandler = run(handler)'), false);
  });
});

describe('handlerParts', () => {
  it('looks where Lambda looks', () => {
    assert.deepEqual(handlerParts('python3.13', 'pkg/mod.handler'), {
      files: ['pkg/mod.py', 'pkg/mod/__init__.py'],
      sources: [],
      functionName: 'handler',
    });
    assert.deepEqual(handlerParts('python3.13', 'pkg.mod.handler')?.files[0], 'pkg/mod.py');
    const node = handlerParts('nodejs24.x', 'src/app.nested.handler');
    assert.equal(node?.functionName, 'nested.handler');
    assert.deepEqual(node.files.slice(0, 4), ['src/app.js', 'src/app.mjs', 'src/app.cjs', 'src/app']);
    assert.deepEqual(node.sources, ['src/app.ts', 'src/app.mts', 'src/app.cts', 'src/app.tsx']);
    for (const handler of ['handler', '.handler', 'app.']) {
      assert.deepEqual(handlerParts('python3.13', handler)?.files, [], handler);
      assert.deepEqual(handlerParts('nodejs24.x', handler)?.files, [], handler);
    }
    assert.equal(handlerParts('provided.al2023', 'bootstrap'), undefined);
  });
});

describe('blanking', () => {
  it('keeps length and line ends, whatever the text is', () => {
    for (const text of [
      "a = \"x\\\"y\" # c\n'''t\n'''",
      'x = `a${`b${c}`}` / /["/]/g\n// é\r\n',
      '"',
      "'''",
      '`${',
      '/*',
      '/',
    ]) {
      for (const blank of [blankPython, blankJavaScript]) {
        const blanked = blank(text);
        assert.equal(blanked.length, text.length);
        assert.equal(blanked.replace(/[^\n]/g, ''), text.replace(/[^\n]/g, ''));
      }
    }
  });
});
