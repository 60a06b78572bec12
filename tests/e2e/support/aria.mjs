// What assistive technology is told of a screen, kept as YAML in tests/e2e/aria and compared with it.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { isRenewed, rootFolder } from './environment.mjs';

const folder = join(rootFolder, 'tests/e2e/aria');
const shownLinesMax = 12;

const months = 'enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre'
  + '|diciembre|ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic';

/// What depends on the day of the run: the demonstration data lies around it.
const varying = [
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '‹id›'],
  [/\b\d{1,2}:\d{2}\b/g, '‹hora›'],
  [/\b\d{1,2}-\d{2}-\d{4}\b/g, '‹fecha›'],
  [/\b\d{2}-\d{2}\b/g, '‹día›'],
  [new RegExp(`(?<!\\p{L})(${months})(?!\\p{L})\\.?(( de)? \\d{4})?`, 'giu'), '‹mes›'],
  [/hace \d+ \p{L}+|hace un(a)? \p{L}+|\bhoy\b|\bayer\b/giu, '‹hace›'],
  [/\b20\d{2}\b/g, '‹año›'],
  [/Buen(os|as) (días|tardes|noches)/g, '‹saludo›'],
  // The page's own live regions: what was announced is there for a moment only.
  [/^- (status|alert)(: .*)?$/gm, '- $1'],
];

function steady(snapshot) {
  const text = varying.reduce((rest, [pattern, word]) => rest.replace(pattern, word), snapshot);
  return `${text.trimEnd()}\n`;
}

/// The lines that only one of the two has, in order, as few as were found to differ.
function differences(kept, now) {
  const before = kept.split('\n');
  const after = now.split('\n');
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start
    && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const part = (sign, lines) => lines.slice(start, lines.length - end)
    .slice(0, shownLinesMax).map((line) => `${sign} ${line.trim()}`);
  return [...part('-', before), ...part('+', after)];
}

/// Lines that say what is told otherwise than before; none when all is as it was.
/// `MINGA_E2E_RENEW=1` keeps what is told now.
export async function ariaDifferences(page, name) {
  const path = join(folder, `${name}.yaml`);
  const now = steady(await page.locator('body').ariaSnapshot());
  if (isRenewed) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, now);
    return [];
  }
  if (!existsSync(path)) return [`tests/e2e/aria/${name}.yaml is missing: MINGA_E2E_RENEW=1`];
  const found = differences(readFileSync(path, 'utf8'), now);
  return found.length === 0 || found.join('') === '' ? [] : ['told otherwise than before', ...found];
}
