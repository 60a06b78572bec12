// express-pouchdb on LevelDB, as its README starts it.
import { createRequire } from 'node:module';
import { answer_lines, options } from './lines.mjs';

const require = createRequire(import.meta.url);
const express = require('express');
const PouchDB = require('pouchdb').defaults({ prefix: `${options.folder}/` });
const app = express();
app.use('/', require('express-pouchdb')(PouchDB, {
    mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: `${options.folder}/log.txt`,
}));
const listener = app.listen(0, '127.0.0.1', () => answer_lines({}, { port: listener.address().port }));
