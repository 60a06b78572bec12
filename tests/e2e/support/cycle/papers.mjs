// Every paper of a cycle that went to its end.

import assert from 'node:assert/strict';

import { closePaper, openPaper, pdfOf } from '../paper.mjs';
import { goOn } from '../programme_moves.mjs';

export function paperSteps(commune) {
  if (!commune.pictures) return;
  commune.step('without a network every paper of the closed cycle is printed', async () => {
    const { committee } = commune.at;
    const { page } = committee;
    committee.cut();
    await goOn(page, 'imprimir', 'Imprimir formularios');
    const list = page.getByRole('list', { name: 'Formularios e informes' });
    const papers = await list.getByRole('button').all();
    const titles = await Promise.all(papers.map((one) => one.textContent()));
    assert.ok(titles.length > 12, titles.join());
    for (const title of titles) {
      const paper = await openPaper(page, () =>
        list.getByRole('button', { name: title, exact: true }).click());
      const text = await paper.getByRole('main').textContent();
      assert.ok(text.includes(commune.municipality), title);
      const pages = await pdfOf(paper, 'Carta', `${commune.pictures}-${title}`);
      assert.ok(pages.length > 0, title);
      await closePaper(paper);
    }
    await committee.handOver();
  });
}
