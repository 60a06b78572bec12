// Loaded by the worker when somebody first brings a spreadsheet in or takes one away. Answers as a
// server would: what went wrong is in the head, in words for people.

self.openSheetTool = () => async (verb, head, body) => {
  try {
    if (verb === 'write') {
      const workbook = JSON.parse(new TextDecoder().decode(body));
      return { head: {}, body: writeWorkbook(workbook) };
    }
    const sheets = JSON.stringify(readWorkbook(body));
    return { head: {}, body: new TextEncoder().encode(sheets) };
  } catch (error) {
    if (!(error instanceof Refusal)) console.warn('minga: spreadsheet', error);
    const message = error instanceof Refusal ? error.message : refusals.damaged;
    return { head: { code: 'malformed', message }, body: new Uint8Array(0) };
  }
};
