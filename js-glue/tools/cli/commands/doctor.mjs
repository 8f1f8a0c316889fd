// Lists the features of the runtime that handles use, and what follows from each; and which o1js is installed.
import { doctor as examine } from 'onggi';
import { installedO1js } from 'onggi/o1js/installed';

/** @param {ReturnType<typeof installedO1js>} found */
function o1jsLine(found) {
  if (found === undefined) return 'o1js is not installed here';
  const name = `o1js ${found.version} (${found.folder})`;
  return found.supported
    ? `${name}: import 'onggi/o1js' works with it`
    : `${name}: import 'onggi/o1js' refuses it: it is not known to this version of onggi`;
}

export async function doctor() {
  const { runtime, findings } = await examine();
  const o1js = installedO1js();
  const width = Math.max(...findings.map(({ name }) => name.length));
  const isWell = findings.every(({ present }) => present);
  return {
    exitCode: isWell ? 0 : 1,
    report: { runtime, findings, o1js: o1js ?? null },
    lines: [
      `${runtime}${globalThis.process?.version ? ` ${process.version}` : ''}`,
      ...findings.map(
        ({ name, present, meaning }) => `${present ? 'yes' : 'NO '}  ${name.padEnd(width)}  ${meaning}`
      ),
      o1jsLine(o1js),
    ],
  };
}
