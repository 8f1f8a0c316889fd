// Instances that replace each other by name, for hot reloading.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { claimName, checkName } from '../../js-glue/runtime/native/named_instances.mjs';
import { fakeInstance } from './fake_module.mjs';

/** @param {string} name */
function named(name) {
  const { instance, Sample } = fakeInstance();
  claimName(instance, name);
  return { instance, handle: Sample.make(1) };
}

test('a new instance closes only the earlier instance of the same name', () => {
  const [other, first] = [named('other'), named('same')];
  const second = named('same');
  assert.ok(first.instance.dead && !first.handle.live);
  assert.ok(second.handle.live && other.handle.live);
  const third = named('same');
  assert.ok(second.instance.dead);
  assert.ok(third.handle.live && other.handle.live);
  for (const { instance } of [other, third]) instance.close();
});

test('a closed or dead instance loses its name', () => {
  const first = named('same');
  first.instance.close();
  first.instance.close = () => assert.fail('closed by its successor');
  const second = named('same');
  second.instance.die('a test');
  second.instance.close = () => assert.fail('closed by its successor');
  named('same').instance.close();
});

test('copies of the package share the names', async () => {
  const copy = await import(`../../js-glue/runtime/native/named_instances.mjs?${'copy'}`);
  const first = named('same');
  const { instance } = fakeInstance();
  copy.claimName(instance, 'same');
  assert.ok(first.instance.dead && !instance.dead);
  instance.close();
});

test('a name must be a string', () => {
  assert.equal(checkName(undefined), undefined);
  assert.equal(checkName('a'), 'a');
  for (const bad of [7, null, {}]) {
    assert.throws(() => checkName(bad), { code: 'wrong_type', message: /load: name/ });
  }
});
