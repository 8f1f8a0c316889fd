/**
 * Runs a program of the field cases in this worker; it fails as well where it leaves an error that
 * nobody catches.
 * @param {string} name
 */
export async function run(name) {
  /** @type {string | undefined} */
  let uncaught;
  addEventListener('error', (event) => {
    uncaught ??= event.message;
    event.preventDefault();
  });
  await import(`../../js/field-cases/programs/${name}.mjs`);
  if (uncaught !== undefined) throw new Error(uncaught);
}
