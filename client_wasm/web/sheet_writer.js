// Writes a workbook as an .xlsx file. Text cells are text whatever they begin with; totals are
// formulas beside the value that they have now.

const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const FIRST_DAY = Date.UTC(1899, 11, 30);

// In the order of `CellStyle` (shared/sheets/workbook.hpp): number format, font, fill, wrapping.
const STYLES = [
  { format: 0 },                              // plain
  { format: 49, wraps: true },                // text: typed into, it stays text
  { format: 0, font: 1, fill: 2, wraps: true },  // heading
  { format: 164 },                            // day
  { format: 165 },                            // month
  { format: 3 },                              // whole, with thousands
  { format: 166 },                            // decimal
  { format: 9 },                              // percent
  { format: 0, font: 1, border: 1 },          // total: words
  { format: 3, font: 1, border: 1 },          // total: whole
  { format: 9, font: 1, border: 1 },          // total: percent
  { format: 0, font: 2 },                     // title
];

function escaped(text) {
  // What XML cannot hold is left out.
  return String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function letters(column) {
  let name = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    name = String.fromCharCode(65 + (left - 1) % 26) + name;
  }
  return name;
}

function styleSheet() {
  const cells = STYLES.map(({ format, font = 0, fill = 0, border = 0, wraps }) =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0" ` +
    'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">' +
    `<alignment vertical="top"${wraps ? ' wrapText="1"' : ''}/></xf>`).join('');
  const font = (size, isBold) => `<font>${isBold ? '<b/>' : ''}<sz val="${size}"/>` +
    '<name val="Calibri"/><family val="2"/></font>';
  return `<styleSheet xmlns="${MAIN}"><numFmts count="3">` +
    '<numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/>' +
    '<numFmt numFmtId="165" formatCode="mm\\-yyyy"/>' +
    '<numFmt numFmtId="166" formatCode="#,##0.###"/></numFmts>' +
    `<fonts count="3">${font(11)}${font(11, true)}${font(14, true)}</fonts>` +
    '<fills count="3"><fill><patternFill patternType="none"/></fill>' +
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">' +
    '<fgColor rgb="FFDCEBEE"/><bgColor indexed="64"/></patternFill></fill></fills>' +
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>' +
    '<border><left/><right/><top style="thin"><color auto="1"/></top><bottom/><diagonal/></border>' +
    '</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' +
    `</cellStyleXfs><cellXfs count="${STYLES.length}">${cells}</cellXfs></styleSheet>`;
}

function serialOf(day) {
  return (Date.parse(`${day}T00:00:00Z`) - FIRST_DAY) / 86400000;
}

// [style, kind, value, formula]: "t" text, "n" number, "d" day.
function cellXml(reference, [style, kind, value, formula]) {
  const head = `<c r="${reference}" s="${style}"`;
  if (kind === 't') {
    return `${head} t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
  }
  const number = kind === 'd' ? serialOf(value) : Number(value);
  return `${head}>${formula ? `<f>${escaped(formula)}</f>` : ''}<v>${number}</v></c>`;
}

function sheetXml({ widths, rows, frozen, filtered }) {
  const columns = widths.map((width, index) =>
    `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join('');
  const pane = frozen ? `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" ` +
    'activePane="bottomLeft" state="frozen"/>' : '';
  const body = rows.map((cells, row) => {
    const inside = cells.map((cell, column) =>
      (cell ? cellXml(letters(column) + (row + 1), cell) : '')).join('');
    return `<row r="${row + 1}">${inside}</row>`;
  }).join('');
  const filter = filtered ? `<autoFilter ref="A${frozen}:${letters(widths.length - 1)}${filtered}"/>`
    : '';
  return `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}` +
    '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>' +
    `${columns ? `<cols>${columns}</cols>` : ''}<sheetData>${body}</sheetData>${filter}` +
    '<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>';
}

function writeWorkbook({ sheets }) {
  const numbers = sheets.map((_, index) => index + 1);
  const files = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships' +
      '+xml"/><Default Extension="xml" ContentType="application/xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>` +
      numbers.map((number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ` +
        `ContentType="${TYPES}.worksheet+xml"/>`).join('') + '</Types>',
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" ` +
      `Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
      sheets.map(({ name }, index) =>
        `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('') +
      '</sheets></workbook>',
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">` +
      numbers.map((number) => `<Relationship Id="rId${number}" Type="${OFFICE}/worksheet" ` +
        `Target="worksheets/sheet${number}.xml"/>`).join('') +
      `<Relationship Id="rId${numbers.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/>` +
      '</Relationships>',
    'xl/styles.xml': styleSheet(),
  };
  sheets.forEach((sheet, index) => {
    files[`xl/worksheets/sheet${index + 1}.xml`] = sheetXml(sheet);
  });
  const packed = Object.entries(files).map(([name, xml]) => [name, fflate.strToU8(XML_HEAD + xml)]);
  // No moment in it: the same records make the same file.
  return fflate.zipSync(Object.fromEntries(packed), { level: 6, mtime: new Date(1980, 0, 1) });
}
