// The reader of JSON outlines accepts what JSON.parse accepts, and names the byte otherwise.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { jsonOutline, NotJson } from '../../js-glue/tools/cli/json_outline.mjs';

const outline = (/** @type {string} */ text) =>
  jsonOutline(Buffer.from(text), ['format', 'srs_depth', 'revision']);

test('reads only strings and numbers of the top object', () => {
  for (const [text, expected] of /** @type {[string, object][]} */ ([
    ['{"format":"a\\u0062\\n","srs_depth":64}', { format: 'ab\n', srs_depth: 64 }],
    [' { "x" : { "format" : "inner" } , "srs_depth" : -1.5e3 } ', { srs_depth: -1500 }],
    [
      '{"format":["a"],"srs_depth":null,"revision":true}',
      { format: undefined, srs_depth: undefined, revision: undefined },
    ],
    ['{"format":"first","format":"last"}', { format: 'last' }],
    ['["format","x"]', {}],
    ['"format"', {}],
    ['{}', {}],
  ]))
    assert.deepEqual(outline(text), expected, text);
});

test('accepts a changed text if and only if JSON.parse() does', () => {
  const text =
    '{"format":"kimchi/1","a":[0,-1.5e+3,true,false,null,"\\u00e9\\\\é😀"],"b":{"c":{},"d":[]},"e":"" }';
  const characters = '{}[]",:\\ue0123.+-Etfn \t\n\0é';
  let state = 1;
  const pick = (/** @type {number} */ below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const counts = { accepted: 0, refused: 0 };
  for (let i = 0; i < 20_000; ++i) {
    const at = pick(text.length);
    const inserted = characters[pick(characters.length)];
    const changed =
      text.slice(0, at) +
      (pick(3) === 0 ? '' : inserted) +
      text.slice(at + pick(2) + (pick(20) === 0 ? 9 : 0));
    // A lone half of a surrogate pair is not UTF-8.
    if (!(/** @type {any} */ (changed).isWellFormed())) continue;
    let isJson = true;
    try {
      JSON.parse(changed);
    } catch {
      isJson = false;
    }
    if (isJson) outline(changed);
    else assert.throws(() => outline(changed), NotJson, changed);
    ++counts[isJson ? 'accepted' : 'refused'];
  }
  assert.ok(counts.accepted > 1000 && counts.refused > 1000, JSON.stringify(counts));
});
