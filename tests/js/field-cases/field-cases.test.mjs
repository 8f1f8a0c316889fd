// The field cases in Node.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import './memories.mjs';
import * as onggi from 'onggi';

import { gc } from '../collect.mjs';
import { recordedOf } from '../support.mjs';
import { casesOn } from './cases.mjs';
import { declare } from './declare.mjs';

const execute = promisify(execFile);

const cases = casesOn({
  onggi,
  assert,
  recorded: recordedOf('vesta'),
  searchesHeap: true,
  followsAwaits: true,
  heldMemories: 1,
  jsHeap: () => (gc(), process.memoryUsage().heapUsed),
  runAlone: (program) =>
    execute(process.execPath, [fileURLToPath(new URL(`programs/${program}.mjs`, import.meta.url))]),
});

declare(cases, (number, shim) => cases[number - 1]?.[shim](), 'field-cases.json');
