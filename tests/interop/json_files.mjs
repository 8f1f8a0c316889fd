// Reads recorded files, compressed or not, and changes their content.
import fs from 'node:fs';
import zlib from 'node:zlib';

/** Read `file`, or `file.gz`, or (if file ends in .gz) the plain one, and parse it as JSON. */
export function readJson(file) {
  const found = resolveDataFile(file);
  if (found === undefined) throw new Error(`no such file: ${file} (or .gz)`);
  let bytes = fs.readFileSync(found);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = zlib.gunzipSync(bytes);
  return JSON.parse(bytes.toString('utf8'));
}

export function resolveDataFile(file) {
  const plain = file.endsWith('.gz') ? file.slice(0, -3) : file;
  return [file, plain, plain + '.gz'].find((f) => fs.existsSync(f) && fs.statSync(f).isFile());
}

/** A deep copy of `json` with the value at `path` (array of keys and indices) replaced. */
export function setPath(json, path, value) {
  const copy = structuredClone(json);
  let at = copy;
  for (const key of path.slice(0, -1)) {
    at = at[key];
    if (at === null || typeof at !== 'object') throw new Error(`no such path: ${path.join('.')}`);
  }
  const last = path[path.length - 1];
  if (!(last in at)) throw new Error(`no such path: ${path.join('.')}`);
  at[last] = value;
  return copy;
}
