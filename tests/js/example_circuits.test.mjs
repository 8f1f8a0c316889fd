// The circuits of examples/browser: they fill their rows, proofs of them hold, and their statements are asserted.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load, scope } from 'onggi';

import { build, circuits } from '../../examples/browser/circuits.mjs';

const { vesta } = await load();
const create = () => vesta.CircuitBuilder.create();

/** An index of the circuit. @param {any} builder @param {number} logSize */
const indexOf = (builder, logSize) =>
  vesta.PlonkIndex.create(builder.circuit(2 ** logSize), vesta.Srs.create(2 ** logSize));

for (const name of Object.keys(circuits))
  describe(name, () => {
    test('a proof of 2^8 rows holds', () =>
      scope(() => {
        const { builder, rows } = build(name, 8, create);
        assert.ok(rows > 2 ** 7 && rows <= 2 ** 8 - 3, `${rows} rows`);
        const index = indexOf(builder, 8);
        assert.equal(index.domainSize, 2 ** 8);
        assert.equal(index.verifierIndex().verify(index.proveSync(builder.witness())), true);
      }));

    test('twice the rows have as many statements or more', () =>
      scope(() => {
        const [small, large] = [8, 9].map((logSize) => build(name, logSize, create));
        assert.ok(small && large && large.statements >= 2 * small.statements);
        assert.ok(large.rows > 2 ** 8 && large.rows <= 2 ** 9 - 3, `${large.rows} rows`);
      }));

    test('the circuit is the same for all secrets', () =>
      scope(() => {
        const [one, other] = [8, 8].map((logSize) =>
          build(name, logSize, create).builder.gates().serialize(0)
        );
        assert.equal(one, other);
      }));

    test('a witness with another value is refused', () =>
      scope(() => {
        const { builder } = build(name, 8, create);
        const index = indexOf(builder, 8);
        const content = builder.witness().toJSON();
        const row = content.columns[0].length - 30;
        const column = content.columns[0];
        column[row] = column[row] === '0x1' ? '0x2' : '0x1';
        assert.throws(() => index.proveSync(vesta.Witness.fromJSON(content)), /unsatisfied|row/);
      }));
  });

test('a circuit that does not fit is refused', () =>
  scope(() =>
    assert.throws(() => build('signature', 7, create), /one statement has \d+ rows, more than 125/)
  ));
