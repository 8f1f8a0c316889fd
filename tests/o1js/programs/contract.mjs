// A SmartContract on a local chain that checks proofs: deployed, then called.
import { AccountUpdate, Field, Mina, SmartContract, State, declareMethods, declareState } from 'o1js';

import { keyOf } from './program.mjs';

class Counter extends SmartContract {
  /** @param {any[]} given */
  constructor(...given) {
    super(...given);
    // Assigned, not defined: declareState() makes an accessor of the prototype.
    this.count = State();
  }

  init() {
    super.init();
    this.count.set(Field(1));
  }

  async increase(by) {
    const count = this.count.getAndRequireEquals();
    by.assertLessThan(Field(100));
    this.count.set(count.add(by));
  }
}
declareState(Counter, { count: Field });
declareMethods(Counter, { increase: [Field] });

/** @type {import('./program.mjs').Program} */
export default {
  async compile(options) {
    return { counter: keyOf(await Counter.compile(options)) };
  },
  async *prove() {
    const chain = await Mina.LocalBlockchain({ proofsEnabled: true });
    Mina.setActiveInstance(chain);
    const [sender] = chain.testAccounts;
    const address = Mina.TestPublicKey.random();
    const contract = new Counter(address);

    const deploying = await Mina.transaction(sender, async () => {
      AccountUpdate.fundNewAccount(sender);
      await contract.deploy();
    });
    await deploying.prove();
    await deploying.sign([sender.key, address.key]).send();

    const calling = await Mina.transaction(sender, () => contract.increase(Field(41)));
    const [proof] = (await calling.prove()).proofs.filter((each) => each !== undefined);
    await calling.sign([sender.key]).send();
    if (contract.count.get().toString() !== '42') throw new Error('the contract has another state');
    yield { key: 'counter', proof: proof.toJSON() };
  },
};
