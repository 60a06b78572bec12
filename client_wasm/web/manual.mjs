// The user's manual as one page: assets/manual/*.md in the order of their names, and the glossary of
// the programme.
//
// usage: node manual.mjs MANUAL_FOLDER GLOSSARY.json MANUAL.html
//
// The page is plain HTML without scripts: it opens without a network, in any reader, and prints.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Marked } from 'marked';

const [folder, glossaryFile, target] = process.argv.slice(2);

const escaped = (text) => text.replace(/[&<>"]/g,
  (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);

/** "¿Qué es Minga?" is "que-es-minga". */
const anchorOf = (text) => text.normalize('NFD').toLowerCase()
  .replace(/[\u0300-\u036f]/g, '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

/** A PNG file begins with its size; with it, nothing jumps while pictures arrive. */
function sizeOf(name) {
  const bytes = readFileSync(path.join(folder, name));
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

const chapters = [];
const anchors = new Set();

const marked = new Marked({
  renderer: {
    heading({ tokens, depth }) {
      const text = this.parser.parseInline(tokens);
      const anchor = anchorOf(text.replace(/<[^>]+>/g, ''));
      if (anchors.has(anchor)) throw new Error(`two headings are called "${text}"`);
      anchors.add(anchor);
      if (depth === 2) chapters.push({ anchor, text });
      return `<h${depth} id="${anchor}">${text}</h${depth}>\n`;
    },
    image({ href, text }) {
      if (!text) throw new Error(`${href} has no words for those who do not see it`);
      const { width, height } = sizeOf(href);
      const shape = width > height ? ' class="wide"' : '';
      return `<img${shape} src="${escaped(href)}" alt="${escaped(text)}" width="${width}" height="${height}" loading="lazy">`;
    },
    // A wide table scrolls by itself, also by keyboard.
    table({ header, rows }) {
      const cells = (row, tag) => row.map((cell) =>
        `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('');
      const name = escaped(header.map((cell) => cell.text).join(', '));
      return `<div class="table" role="region" tabindex="0" aria-label="Tabla: ${name}"><table><thead><tr>`
        + `${cells(header, 'th')}</tr></thead><tbody>`
        + `${rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('')}</tbody></table></div>\n`;
    },
  },
});

function glossary() {
  const { notice, terms } = JSON.parse(readFileSync(glossaryFile, 'utf8'));
  const sorted = [...terms].sort((a, b) => a.term.localeCompare(b.term, 'es'));
  const entries = sorted.map(({ term, definition }) =>
    `<dt id="termino-${anchorOf(term)}">${escaped(term)}</dt><dd>${escaped(definition)}</dd>`);
  return `${marked.parse(`## Glosario\n\n${notice}\n`)}<dl>\n${entries.join('\n')}\n</dl>\n`;
}

const files = readdirSync(folder).filter((name) => /^\d\d_.*\.md$/.test(name)).sort();
const parts = files.map((name) => marked.parse(readFileSync(path.join(folder, name), 'utf8')));
parts.push(glossary());

const contents = chapters.map(({ anchor, text }) => `<li><a href="#${anchor}">${text}</a></li>`);
const body = parts.map((part) => `<section>\n${part}</section>`).join('\n');
for (const [, anchor] of body.matchAll(/href="#([^"]+)"/g)) {
  if (!anchors.has(anchor)) throw new Error(`nothing is called #${anchor}`);
}

writeFileSync(target, `<!DOCTYPE html>
<html lang="es-CL">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Manual de Minga</title>
<link rel="icon" href="icon.svg">
<link rel="stylesheet" href="manual.css">
</head>
<body>
<a class="skip" href="#contenido">Ir al contenido</a>
<header>
<p class="back"><a href="index.html">Volver a Minga</a></p>
<h1>Manual de Minga</h1>
<p>Para hacer en terreno, con o sin conexión, el Programa de Mejoramiento Progresivo de la Calidad de la Gestión Municipal.</p>
</header>
<nav aria-label="Capítulos"><ol>
${contents.join('\n')}
</ol></nav>
<main id="contenido">
${body}
</main>
</body>
</html>
`);
