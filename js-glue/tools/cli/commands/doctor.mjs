// Lists the features of the runtime that handles use, and what follows from each.
import { doctor as examine } from 'onggi';

export async function doctor() {
  const { runtime, findings } = await examine();
  const width = Math.max(...findings.map(({ name }) => name.length));
  return {
    exitCode: findings.every(({ present }) => present) ? 0 : 1,
    report: { runtime, findings },
    lines: [
      `${runtime}${globalThis.process?.version ? ` ${process.version}` : ''}`,
      ...findings.map(
        ({ name, present, meaning }) => `${present ? 'yes' : 'NO '}  ${name.padEnd(width)}  ${meaning}`
      ),
    ],
  };
}
