// Suggestions for misspelt words.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nearestWord } from '../../js-glue/text/nearest_word.mjs';

const known = ['verify', 'prove', 'index', 'maxMemory', 'x'];

test('the nearest word is found, whatever its case', () => {
  for (const [word, right] of /** @type {[string, string][]} */ ([
    ['verify', 'verify'],
    ['VERIFY', 'verify'],
    ['verfy', 'verify'], // a letter is missing
    ['verrify', 'verify'], // one is too many
    ['verifi', 'verify'], // one is wrong
    ['vreify', 'verify'], // two changed places
    ['maxmem', 'maxMemory'],
    ['y', 'x'],
  ])) {
    assert.equal(nearestWord(word, known), right);
  }
});

test('words that differ in more than a third of their letters are not suggested, nor are long ones compared', () => {
  for (const word of ['vfy', 'zebra', 'prv', 'xyz', '', 'verify'.padEnd(100)]) {
    assert.equal(nearestWord(word, known.slice(0, 4)), undefined, word);
  }
  const long = 'x'.repeat(41);
  assert.equal(nearestWord(long, [long]), undefined);
  assert.equal(nearestWord('verify', []), undefined);
});
