// A workbook as LibreOffice reads it, without a window: somebody else's reading of what Minga writes.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const waitMsMax = 120_000;

/// The cells of lines in quotes where they need them.
function cellsOf(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^;\n]*))(;|\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  return rows;
}

/// One sheet (the first is 1) of an XLSX file, as rows of cells. Numbers come as they are stored, with
/// a point (shares in per cent), days as MM/DD/YYYY, and formulas as LibreOffice works them out.
export function officeRows(bytes, sheet = 1) {
  const folder = mkdtempSync(join(tmpdir(), 'minga-office-'));
  try {
    writeFileSync(join(folder, 'libro.xlsx'), bytes);
    // Separator, quote, UTF-8, first line, …, neither quoted nor shown as formatted, and the sheet.
    const filter = `csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,${sheet}`;
    // A profile of its own: several may run at once.
    execFileSync('soffice', [`-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`,
      '--headless', '--convert-to', filter, '--outdir', folder, join(folder, 'libro.xlsx')],
    { stdio: 'pipe', timeout: waitMsMax, env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    const name = readdirSync(folder).find((one) => one.endsWith('.csv'));
    return cellsOf(readFileSync(join(folder, name), 'utf8').trimEnd());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
