// Messages of errors whose cause is a thrown value of any type.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { causeText, InstanceDeadError } from '../../js-glue/runtime/errors.mjs';

test('a message describes any thrown value, also undefined and values without a text', () => {
  for (const [cause, text] of [
    [new TypeError('mine'), 'TypeError: mine'],
    ['mine', 'mine'],
    [Symbol('mine'), 'Symbol(mine)'],
    [undefined, 'the cause is unknown'],
    [null, 'the cause is unknown'],
    ['', 'the cause is unknown'],
    [Object.create(null), 'the cause cannot be shown'],
  ]) {
    assert.equal(causeText(cause), text);
    assert.equal(new InstanceDeadError(cause).message, `the WebAssembly instance has died: ${text}`);
  }
});
