// Loads the package sixty times, as hot reloading does, and prints how many copies are still alive.
const copies = [];

async function reload() {
  for (const file of Object.keys(require.cache)) {
    if (file.includes('/dist/')) delete require.cache[file];
  }
  module.children.length = 0;
  const { load } = require('onggi');
  copies.push(new WeakRef(load));
  const { vesta, close, closed } = await load({ name: 'app', debug: true, trace: () => {} });
  vesta.Srs.create(64).free();
  close();
  await closed;
}

async function main() {
  const before = process.listenerCount('exit');
  for (let i = 0; i < 60; ++i) {
    await reload();
    if (i % 10 !== 9) continue;
    for (let turn = 0; turn < 5; ++turn) {
      gc();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const alive = copies.filter((copy) => copy.deref() !== undefined).length;
  const listeners = process.listenerCount('exit') - before;
  console.log(JSON.stringify({ alive, listeners, external: process.memoryUsage().external }));
}
main();
