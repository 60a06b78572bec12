// The page that shows a form or report and prints it. It asks the application's page for what it
// shows, or finds it in this tab's own storage where no window of its own could be opened. Nothing of
// it is kept.
//
// The browser breaks the pages. Sizes and what stands in the margins of each page are rules that
// depend on the paper, so they are made here.

const SIZES = {
  carta: { width: '8.5in', height: '11in' },
  oficio: { width: '216mm', height: '330mm' },
};
const SIZE_KEY = 'minga-paper-size';
const HANDED_KEY = 'minga-paper';
const WAIT_MS = 4000;
// Of a table, in the page's pixels: some two fifths of a sheet.
const WHOLE_HEIGHT = 400;
// Wider at the left, where sheets are filed.
const MARGINS = '19mm 14mm 17mm 20mm';

const desk = new BroadcastChannel('minga-paper');
const question = String(Math.random());
const pages = new CSSStyleSheet();
let shown = null;

const byId = (id) => document.getElementById(id);

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// --- Paper -------------------------------------------------------------------------------------------

function chosenSize() {
  return document.querySelector('input[name=size]:checked').value;
}

function quoted(text) {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/[\n\r\f]+/g, ' ')}"`;
}

const joined = (parts) => parts.filter((part) => part).join(' · ');

/// Whose it is, of which cycle, and from which day: what each sheet says first.
const headWords = (paper) =>
  joined([paper.organization, paper.cycle, paper.date && `Impreso el ${paper.date}`]);

function pageRule(name, width, height) {
  const small = 'font: 8pt "Minga", system-ui, sans-serif; color: #333; vertical-align: middle;';
  const box = (place, content) => `@${place} { content: ${content}; ${small} }`;
  const head = quoted(headWords(shown));
  const draft = quoted(shown.isDraft ? 'BORRADOR' : '');
  return `@page ${name} {
    size: ${width} ${height};
    margin: ${MARGINS};
    ${box('top-left', head)}
    ${box('top-right', draft)}
    ${box('bottom-left', quoted(shown.title))}
    ${box('bottom-right', '"Página " counter(page) " de " counter(pages)')}
  }`;
}

function usePaper() {
  const { width, height } = SIZES[chosenSize()];
  const look = document.documentElement.style;
  look.setProperty('--paper-width', width);
  look.setProperty('--paper-height', height);
  if (!shown) return;
  // The first sheet has a head of its own, whichever way it lies.
  const bare = '{ @top-left { content: none; } @top-right { content: none; } }';
  pages.replaceSync(`${pageRule('', width, height)} ${pageRule('wide', height, width)}
    @page :first ${bare} @page wide:first ${bare}`);
  settleTables();
}

function rememberSize() {
  try {
    localStorage.setItem(SIZE_KEY, chosenSize());
  } catch (error) {
    // Without local storage the choice lasts as long as the page.
  }
}

function recallSize() {
  try {
    const size = localStorage.getItem(SIZE_KEY);
    if (size in SIZES) document.querySelector(`input[value=${size}]`).checked = true;
  } catch (error) {
    // Carta, then.
  }
}

// --- The document ------------------------------------------------------------------------------------

function headOf(paper) {
  const head = element('header', '', 'head');
  head.append(element('p', headWords(paper), 'about'));
  head.append(element('h1', paper.title));
  if (paper.isDraft) head.append(element('p', joined(['Borrador', paper.state]), 'draft'));
  return head;
}

// Wide tables scroll by themselves on a small screen, also by keyboard; those that are short stay
// whole on paper.
function settleTables() {
  for (const box of document.querySelectorAll('.table')) {
    box.classList.toggle('whole', box.offsetHeight < WHOLE_HEIGHT);
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
}

function wrapTables(sheet, titles) {
  for (const table of sheet.querySelectorAll('table')) {
    // Heard with the table, but not to be read twice.
    if (titles.includes(table.caption.textContent)) table.caption.className = 'said';
    const box = element('div', '', 'table');
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', table.caption.textContent);
    table.replaceWith(box);
    box.append(table);
  }
}

function sheetOf(paper, part, isFirst) {
  const sheet = element('article', '', part.isWide ? 'sheet wide' : 'sheet');
  if (isFirst) sheet.append(headOf(paper));
  if (!isFirst || part.title !== paper.title) sheet.append(element('h2', part.title, 'part'));
  // Written by the application, which escapes what people wrote (paper/html.cpp).
  const body = new DOMParser().parseFromString(part.html, 'text/html').body;
  sheet.append(...body.childNodes);
  wrapTables(sheet, [paper.title, part.title]);
  return sheet;
}

function show(paper) {
  shown = paper;
  document.title = joined([paper.title, paper.organization, paper.cycle]);
  byId('paper').replaceChildren(
    ...paper.parts.map((part, index) => sheetOf(paper, part, index === 0)));
  usePaper();
  document.fonts.ready.then(() => { byId('print').disabled = false; });
}

function showMissing() {
  if (shown) return;
  byId('waiting').textContent =
    'Aquí no hay nada que imprimir. Vuelva a Minga y ábralo de nuevo con «Imprimir».';
}

function handedOver() {
  try {
    const text = sessionStorage.getItem(HANDED_KEY);
    return text ? JSON.parse(text) : null;
  } catch (error) {
    return null;
  }
}

function goBack() {
  window.close();
  // Still here: it took the place of the application's page, which opens again where it was.
  setTimeout(() => {
    history.back();
    setTimeout(() => location.assign('index.html'), 1000);
  }, 100);
}

document.adoptedStyleSheets = [...document.adoptedStyleSheets, pages];
recallSize();
usePaper();
byId('back').addEventListener('click', goBack);
byId('print').addEventListener('click', () => window.print());
document.querySelector('fieldset').addEventListener('change', () => {
  rememberSize();
  usePaper();
});
window.addEventListener('resize', settleTables);
const handed = handedOver();
if (handed) {
  show(handed);
} else {
  desk.onmessage = ({ data }) => {
    if (data.given === question) show(data.paper);
  };
  desk.postMessage({ wanted: question });
  setTimeout(showMissing, WAIT_MS);
}
