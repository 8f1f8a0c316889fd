// Slots and their tokens, at their limits.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fakeInstance } from './fake_module.mjs';
import {
  columns,
  endTokens,
  isCurrent,
  recycleSlot,
  slotOf,
  takeSlot,
  tokenOf,
} from '../../js-glue/runtime/handles/slots.mjs';

const slots = 2 ** 22;
const generations = 2 ** 31;
/** Slots whose generations the first test uses up. */
const usedUp = 2;

/** Ends the slot's tokens, and lets it be taken again. @param {number} slot */
function giveUp(slot) {
  endTokens(slot, 'was freed');
  recycleSlot(slot);
}

test('a slot is reused until its next token would not be a safe integer', () => {
  const slot = takeSlot();
  assert.equal(slot, 0);
  columns.token[slot] = slot + (generations - 2) * slots;
  giveUp(slot);
  const next = takeSlot();
  assert.notEqual(next, slot);
  columns.token[next] = next + (generations - 3) * slots;
  giveUp(next);
  assert.equal(takeSlot(), next);
  const last = tokenOf(next);
  assert.ok(last <= Number.MAX_SAFE_INTEGER && last + slots > Number.MAX_SAFE_INTEGER - slots);
  assert.ok(isCurrent(last));
  assert.equal(slotOf(last), next);
  giveUp(next);
  assert.ok(!isCurrent(last));
});

test('if one column cannot grow, none grows and the existing slots still work', () => {
  const { length } = columns.token;
  const taken = [];
  const { older } = columns;
  Object.defineProperty(older, 'constructor', {
    configurable: true,
    value: class {
      constructor() {
        throw new RangeError('Array buffer allocation failed');
      }
    },
  });
  assert.throws(() => {
    for (;;) taken.push(takeSlot());
  }, RangeError);
  assert.ok(taken.length < length);
  for (const column of Object.values(columns)) assert.equal(column.length, length);
  Reflect.deleteProperty(older, 'constructor');
  taken.push(takeSlot());
  for (const column of Object.values(columns)) assert.equal(column.length, 2 * length);
  assert.deepEqual(columns.older.subarray(0, length), older);
  for (const slot of taken) giveUp(slot);
});

test('refuses a slot beyond four million, and reuses one that was given up', () => {
  const first = takeSlot();
  for (let count = usedUp + 1; count < slots; ++count) takeSlot();
  assert.throws(takeSlot, { code: 'too_many_handles', message: /^4194304 / });
  assert.throws(takeSlot, { code: 'too_many_handles' });
  giveUp(first);
  assert.equal(takeSlot(), first);
});

test('destroys a new object if there is no slot for it', () => {
  const { module, Sample } = fakeInstance();
  const before = module.objects.size;
  assert.throws(() => Sample.make(1), { code: 'too_many_handles' });
  assert.equal(module.objects.size, before);
});
