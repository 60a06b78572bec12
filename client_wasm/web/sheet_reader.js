// Reads the sheets of an .xlsx file: the cells as they are stored, nothing computed. fflate opens the
// package, saxen reads its XML; no entities, links or macros are followed.

const UNPACKED_BYTES_MAX = 64 * 1024 * 1024;
const ROWS_MAX = 20000;
const COLUMNS_MAX = 200;
const MERGED_CELLS_MAX = 20000;
const DAY_MS = 86400000;
const DAYS_FROM_1904 = 1462;
// Formats that every spreadsheet program knows by number and that show a day or a month.
const DATE_FORMATS = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54,
  57, 58]);

class Refusal extends Error {}

const refusals = {
  old: 'Es una planilla antigua (.xls) o tiene contraseña. Ábrala en Excel, guárdela como «Libro de ' +
    'Excel (.xlsx)» sin contraseña y vuelva a elegirla.',
  damaged: 'El archivo no es una planilla .xlsx, o llegó dañado. Ábralo en Excel, guárdelo de nuevo y ' +
    'vuelva a elegirlo.',
  large: 'La planilla es demasiado grande. Copie en Excel solo las filas que quiere traer y péguelas.',
};

// Elements and attributes by their local names: the prefixes are each program's own.
function local(name) {
  return name.slice(name.indexOf(':') + 1);
}

function decoded(attributes) {
  return Object.fromEntries(Object.entries(attributes || {})
    .map(([name, value]) => [name, saxen.decode(value)]));
}

// What Excel writes for characters that XML cannot hold: "_x000D_".
function unescaped(text) {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

function parse(bytes, { open, close, text }) {
  const parser = new saxen.Parser();
  parser.on('openTag', (name, attributes) => open(local(name), () => decoded(attributes())));
  if (close) parser.on('closeTag', (name) => close(local(name)));
  if (text) {
    parser.on('text', (value, decode) => text(decode(value)));
    parser.on('cdata', (value) => text(value));
  }
  parser.on('error', () => { throw new Refusal(refusals.damaged); });
  parser.on('warn', () => {});
  parser.parse(fflate.strFromU8(bytes));
}

function unzipped(bytes) {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) throw new Refusal(refusals.old);
  let total = 0;
  try {
    return fflate.unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/\.(xml|rels)$/i.test(name)) return false;
        total += originalSize;
        if (total > UNPACKED_BYTES_MAX) throw new Refusal(refusals.large);
        return true;
      },
    });
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(refusals.damaged);
  }
}

function readSheetList(files) {
  const places = new Map();
  parse(files['xl/_rels/workbook.xml.rels'], {
    open(name, attributes) {
      if (name !== 'Relationship') return;
      const { Id, Target } = attributes();
      places.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  const sheets = [];
  let isFrom1904 = false;
  parse(files['xl/workbook.xml'], {
    open(name, attributes) {
      if (name === 'workbookPr') isFrom1904 = /^(1|true)$/.test(attributes().date1904 || '');
      if (name !== 'sheet') return;
      const given = attributes();
      const path = places.get(Object.entries(given)
        .filter(([key]) => key.endsWith(':id')).map(([, value]) => value)[0]);
      const isHidden = given.state === 'hidden' || given.state === 'veryHidden';
      if (!isHidden && files[path]) sheets.push({ name: given.name, path });
    },
  });
  return { sheets, isFrom1904 };
}

// Texts that cells share; what helps to pronounce them (rPh) is left out.
function readTexts(bytes) {
  const texts = [];
  if (!bytes) return texts;
  let isText = false;
  let isAside = false;
  parse(bytes, {
    open(name) {
      if (name === 'si') texts.push('');
      if (name === 'rPh') isAside = true;
      isText = name === 't' && !isAside;
    },
    close(name) {
      if (name === 'rPh') isAside = false;
      if (name === 't') isText = false;
    },
    text(value) {
      if (isText) texts[texts.length - 1] += value;
    },
  });
  return texts;
}

function showsDay(code) {
  const bare = code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
  return bare.toLowerCase() !== 'general' && (/[yd]/i.test(bare) || /mmm/i.test(bare));
}

// By style, whether a number shows as a day.
function readDateStyles(bytes) {
  const styles = [];
  if (!bytes) return styles;
  const codes = new Map();
  let isCells = false;
  parse(bytes, {
    open(name, attributes) {
      if (name === 'numFmt') {
        const { numFmtId, formatCode } = attributes();
        codes.set(numFmtId, formatCode || '');
      }
      if (name === 'cellXfs') isCells = true;
      if (name !== 'xf' || !isCells) return;
      const id = attributes().numFmtId || '0';
      styles.push(codes.has(id) ? showsDay(codes.get(id)) : DATE_FORMATS.has(Number(id)));
    },
    close(name) {
      if (name === 'cellXfs') isCells = false;
    },
  });
  return styles;
}

function placeOf(reference) {
  const [, letters, digits] = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference) || [];
  if (!letters) return null;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(digits) - 1, column };
}

function dayText(serial, isFrom1904) {
  const days = Math.floor(serial) + (isFrom1904 ? DAYS_FROM_1904 : 0);
  return new Date(Date.UTC(1899, 11, 30) + days * DAY_MS).toISOString().slice(0, 10);
}

// A cell as one text: its kind in the first letter, then what it says.
function cellText(cell, book) {
  const { type, value } = cell;
  if (type === 's') return `t${unescaped(book.texts[Number(value)] || '')}`;
  if (type === 'inlineStr' || type === 'str') return `t${unescaped(value)}`;
  if (value === '') return cell.hasFormula ? `f=${cell.formula}` : '';
  if (type === 'b') return `b${value}`;
  if (type === 'e') return `e${value}`;
  if (type === 'd') return `d${value.slice(0, 10)}`;
  const number = Number(value);
  if (!Number.isFinite(number)) return `t${value}`;
  if (book.dateStyles[cell.style] && number >= 1 && number < 200000) {
    return `d${dayText(number, book.isFrom1904)}`;
  }
  // What adding up left beyond the fifteenth digit is nobody's.
  return `n${Number(number.toPrecision(15))}`;
}

function coverMerged(rows, merged) {
  let left = MERGED_CELLS_MAX;
  for (const range of merged) {
    const [from, to] = range.split(':').map(placeOf);
    const first = from && rows[from.row] && rows[from.row][from.column];
    if (!first || !to) continue;
    const lastRow = Math.min(to.row, rows.length - 1);
    for (let row = from.row; row <= lastRow; row++) {
      for (let column = from.column; column <= Math.min(to.column, COLUMNS_MAX - 1); column++) {
        if (row === from.row && column === from.column) continue;
        if (left-- === 0) return;
        rows[row] = rows[row] || [];
        rows[row][column] = `c${first.slice(1)}`;
      }
    }
  }
}

function readSheet(bytes, book) {
  const rows = [];
  const merged = [];
  let row = -1;
  let column = -1;
  let cell = null;
  let part = '';
  parse(bytes, {
    open(name, attributes) {
      if (name === 'row') {
        row = Number(attributes().r || row + 2) - 1;
        column = -1;
      } else if (name === 'c') {
        const { r, t, s } = attributes();
        column = r ? (placeOf(r) || { column: column + 1 }).column : column + 1;
        cell = { type: t || 'n', style: Number(s || 0), value: '', formula: '', hasFormula: false };
      } else if (cell && (name === 'v' || name === 't' || name === 'f')) {
        part = name;
        if (name === 'f') cell.hasFormula = true;
      } else if (name === 'mergeCell') {
        merged.push(attributes().ref || '');
      }
    },
    close(name) {
      if (name === part) part = '';
      if (name !== 'c' || !cell) return;
      const text = cellText(cell, book);
      cell = null;
      if (text === '' || text === 't' || column >= COLUMNS_MAX) return;
      if (row >= ROWS_MAX) throw new Refusal(refusals.large);
      rows[row] = rows[row] || [];
      rows[row][column] = text;
    },
    text(value) {
      if (!cell || !part) return;
      if (part === 'f') cell.formula += value;
      else cell.value += value;
    },
  });
  coverMerged(rows, merged);
  return Array.from(rows, (cells) => Array.from(cells || [], (text) => text || ''));
}

function readWorkbook(bytes) {
  const files = unzipped(bytes);
  if (!files['xl/workbook.xml'] || !files['xl/_rels/workbook.xml.rels']) {
    throw new Refusal(refusals.damaged);
  }
  const { sheets, isFrom1904 } = readSheetList(files);
  const book = {
    isFrom1904,
    texts: readTexts(files['xl/sharedStrings.xml']),
    dateStyles: readDateStyles(files['xl/styles.xml']),
  };
  return { sheets: sheets.map(({ name, path }) => ({ name, rows: readSheet(files[path], book) })) };
}
