// Spreadsheets as other programs write them, read cell by cell; and our own, written and read back.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { officeRows } from './office.mjs';
import { fflate, readSheets, writeBook } from './sheet_tool.mjs';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/// A package with one sheet; `more` replaces parts.
function packed(sheet, more = {}) {
  const parts = {
    'xl/workbook.xml': `<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets>` +
      '<sheet name="Hoja &amp; m&#225;s" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
    'xl/sharedStrings.xml': `<sst ${MAIN}><si><t>Actividad</t></si>` +
      '<si><r><t xml:space="preserve">Dos </t></r><r><t>letras</t></r><rPh><t>no</t></rPh></si></sst>',
    'xl/styles.xml': `<styleSheet ${MAIN}><numFmts>` +
      '<numFmt numFmtId="170" formatCode="dd\\-mm\\-yyyy"/>' +
      '<numFmt numFmtId="171" formatCode="&quot;M$ d&quot;#,##0"/>' +
      '<numFmt numFmtId="172" formatCode="[Red]#,##0.00"/><numFmt numFmtId="173" formatCode="mmm-yy"/>' +
      '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>' +
      '<xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/><xf numFmtId="173"/>' +
      '<xf numFmtId="14"/></cellXfs></styleSheet>',
    'xl/worksheets/sheet1.xml': `<worksheet ${MAIN}>${sheet}</worksheet>`,
    ...more,
  };
  return fflate.zipSync(Object.fromEntries(Object.entries(parts)
    .map(([name, text]) => [name, fflate.strToU8(text)])));
}

async function rowsOf(sheet, more) {
  const [first] = await readSheets(packed(sheet, more));
  return first.rows;
}

test('texts, numbers, days, truths and errors come as they are stored', async () => {
  const sheets = await readSheets(packed(
    '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>' +
    '<row r="3"><c r="A3" t="inlineStr"><is><t>L&#xED;nea_x000A_dos &lt;b&gt;</t></is></c>' +
    '<c r="B3"><v>1200</v></c><c r="C3" s="1"><v>46096</v></c><c r="D3" s="2"><v>46096</v></c>' +
    '<c r="E3" s="3"><v>0.30000000000000004</v></c><c r="F3" s="4"><v>46082</v></c>' +
    '<c r="G3" s="5"><v>46096.75</v></c><c r="H3" t="b"><v>1</v></c><c r="I3" t="e"><v>#N/A</v></c>' +
    '<c r="J3" t="d"><v>2026-03-15T00:00:00</v></c><c r="K3" s="1"/></row></sheetData>'));
  assert.equal(sheets[0].name, 'Hoja & más');
  assert.deepEqual(sheets[0].rows, [
    ['tActividad', '', 'tDos letras'],
    [],
    ['tLínea\ndos <b>', 'n1200', 'd2026-03-15', 'n46096', 'n0.3', 'd2026-03-01', 'd2026-03-15', 'b1',
      'e#N/A', 'd2026-03-15'],
  ]);
});

test('of a formula the stored value counts, and without one it is only named', async () => {
  assert.deepEqual(await rowsOf('<sheetData><row r="1"><c r="A1"><f>SUM(B1:B9)</f><v>12</v></c>' +
    '<c r="B1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="C1"><f>HYPERLINK("x")</f></c>' +
    '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>'),
  [['n12', 'tab', 'f=HYPERLINK("x")', 'e#DIV/0!']]);
});

test('merged cells are told from empty ones', async () => {
  assert.deepEqual(await rowsOf('<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>' +
    '<row r="2"><c r="B2"><v>1</v></c></row></sheetData>' +
    '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B2:B1048576"/><mergeCell ref="nada"/></mergeCells>'),
  [['tActividad', 'cActividad'], ['', 'n1']]);
});

test('other prefixes, other years, cells without a place, hidden sheets', async () => {
  assert.deepEqual(await rowsOf('', {
    'xl/workbook.xml': `<x:workbook xmlns:x="m" xmlns:q="${OFFICE}"><x:workbookPr date1904="1"/><x:sheets>` +
      '<x:sheet name="Oculta" state="hidden" q:id="rId1"/><x:sheet name="A" q:id="rId1"/></x:sheets></x:workbook>',
    'xl/worksheets/sheet1.xml': '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c>' +
      '<x:c s="1"><x:v>44634</x:v></x:c></x:row><x:row><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>',
  }), [['n1', 'd2026-03-15'], ['n2']]);
});

test('what is no workbook, damaged, old, enormous or a trap is refused in words', async () => {
  const whole = packed('<sheetData/>');
  await assert.rejects(readSheets(fflate.strToU8('hola')), /no es una planilla/);
  await assert.rejects(readSheets(whole.subarray(0, whole.length - 30)), /no es una planilla/);
  await assert.rejects(readSheets(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0)), /\.xls/);
  await assert.rejects(readSheets(fflate.zipSync({ 'a.txt': fflate.strToU8('x') })), /no es una planilla/);
  await assert.rejects(readSheets(packed('<sheetData><row r="1"><c')), /no es una planilla/);
  await assert.rejects(readSheets(packed('<sheetData><row r="30000"><c r="A30000"><v>1</v></c></row></sheetData>')),
    /demasiado grande/);
  const bomb = { 'xl/media.xml': 'x'.repeat(65 * 1024 * 1024) };
  await assert.rejects(readSheets(packed('<sheetData/>', bomb)), /demasiado grande/);
  // An entity that would grow is left as it is written: nothing is expanded.
  const rows = await rowsOf('', { 'xl/worksheets/sheet1.xml':
    '<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is>' +
    '</c></row></sheetData></worksheet>' });
  assert.ok(!JSON.stringify(rows).includes('bbbb'));
});

const book = {
  sheets: [
    { name: 'Actividades', widths: [40, 14, 14], frozen: 1, filtered: 3, rows: [
      [[2, 't', 'Actividad'], [2, 't', 'Inicio'], [2, 't', 'Propios']],
      [[1, 't', '=CMD("calc") & <x>\u0001'], [4, 'd', '2026-03-01'], [5, 'n', '1200']],
      [[1, 't', 'Ñandú "a"\ndos'], [3, 'd', '2026-03-15'], null],
      [[8, 't', 'Total'], null, [9, 'n', '1200', 'SUM(C2:C3)']]] },
    { name: 'Resumen & más', widths: [12], frozen: 0, filtered: 0, rows: [[[7, 'n', '0.5', 'IF(1=0,0,1/2)']]] },
  ],
};

test('what is written reads back the same, and text stays text', async () => {
  const bytes = await writeBook(book);
  assert.deepEqual(await readSheets(bytes), [
    { name: 'Actividades', rows: [['tActividad', 'tInicio', 'tPropios'],
      ['t=CMD("calc") & <x>', 'd2026-03-01', 'n1200'],
      ['tÑandú "a"\ndos', 'd2026-03-15'],
      ['tTotal', '', 'n1200']] },
    { name: 'Resumen & más', rows: [['n0.5']] },
  ]);
  const sheet = fflate.strFromU8(fflate.unzipSync(bytes)['xl/worksheets/sheet1.xml']);
  assert.equal([...sheet.matchAll(/<f>(.*?)<\/f>/g)].map(([, formula]) => formula).join(), 'SUM(C2:C3)');
  assert.match(sheet, /<pane ySplit="1" topLeftCell="A2"/);
  assert.match(sheet, /<c r="B2" s="4"><v>46082<\/v>/);
  assert.deepEqual(await writeBook(book), bytes, 'the same records make the same file');
});

test('LibreOffice opens it, finds the same and works the formulas out', async () => {
  const bytes = await writeBook(book);
  assert.deepEqual(officeRows(bytes), [
    ['Actividad', 'Inicio', 'Propios'],
    ['=CMD("calc") & <x>', '03/01/2026', '1200'],
    ['Ñandú "a"\ndos', '03/15/2026', ''],
    ['Total', '', '1200']]);
  assert.deepEqual(officeRows(bytes, 2), [['50%']]);
});
