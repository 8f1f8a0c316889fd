// A reporter for node:test that says nothing, and ends the process at the first failure.
/** @param {AsyncIterable<{ type: string }>} events */
export default async function* bail(events) {
  for await (const { type } of events) if (type === 'test:fail') process.exit(1);
}
