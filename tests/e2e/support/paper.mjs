// A form that stands on its sheet, in a window of its own, and becomes a PDF.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { screenshotFolder } from './environment.mjs';

const POINTS_PER_MM = 72 / 25.4;

/// The media boxes of a PDF's pages, in millimetres. Chromium packs none of its page objects.
function pageSizes(pdf) {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)]
    .map(([, width, height]) => [width / POINTS_PER_MM, height / POINTS_PER_MM]);
}

/// Presses what prints, and waits until the sheet is there.
export async function openPaper(page, press) {
  const opened = page.waitForEvent('popup');
  await press();
  const paper = await opened;
  await paper.getByRole('button', { name: 'Imprimir' }).and(paper.locator(':enabled')).waitFor();
  return paper;
}

export async function closePaper(paper) {
  const closed = paper.waitForEvent('close');
  // The sheet may be gone before the press is reported.
  await paper.getByRole('button', { name: 'Volver' }).click().catch(() => {});
  await closed;
}

const fileName = (title) =>
  title.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[^a-z0-9]+/g, '-');

/// The words that a column too narrow for them breaks in the middle.
function brokenWords(paper) {
  return paper.evaluate(() => {
    const broken = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      if (!parentElement.closest('td, th')) continue;
      for (const { 0: word, index } of data.matchAll(/\p{L}+/gu)) {
        const range = document.createRange();
        range.setStart(walker.currentNode, index);
        range.setEnd(walker.currentNode, index + word.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (lines.size > 1) broken.push(word);
      }
    }
    return broken;
  });
}

/// Keeps it among the pictures as a PDF of that size; the sizes of its pages in millimetres.
export async function pdfOf(paper, size, title) {
  await paper.getByRole('radio', { name: size }).check();
  assert.deepEqual(await brokenWords(paper), [], `${title} on ${size}`);
  const pdf = await paper.pdf({ preferCSSPageSize: true, printBackground: true });
  mkdirSync(screenshotFolder, { recursive: true });
  writeFileSync(path.join(screenshotFolder, `print-${fileName(title)}-${size.toLowerCase()}.pdf`), pdf);
  return pageSizes(pdf);
}
