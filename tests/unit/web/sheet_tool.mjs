// The page's spreadsheet tool, put together as client_wasm/web/build_site.py does it.

import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const root = new URL('../../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');

const parts = [
  'const fflate = (() => { const module = {}; const exports = {};',
  read('node_modules/fflate/umd/index.js'),
  'return module.exports; })();',
  'const saxen = (() => { const exports = {};',
  read('node_modules/saxen/dist/index.cjs'),
  'return exports; })();',
  ...['reader', 'writer', 'tool'].map((part) => read(`client_wasm/web/sheet_${part}.js`)),
  'self.fflate = fflate;',
];

const self = {};
vm.runInContext(parts.join('\n'),
  vm.createContext({ self, TextDecoder, TextEncoder, Uint8Array, console: { warn() {} } }));

export const { fflate } = self;
const tool = self.openSheetTool();

/// The sheets of a file; throws what people would be told.
export async function readSheets(bytes) {
  const { head, body } = await tool('read', '{}', bytes);
  if (head.code) throw new Error(head.message);
  return JSON.parse(new TextDecoder().decode(body)).sheets;
}

export async function writeBook(workbook) {
  const { head, body } = await tool('write', '{}', new TextEncoder().encode(JSON.stringify(workbook)));
  if (head.code) throw new Error(head.message);
  return body;
}
