// The classes and functions of the curves, whose members ask a worker.
import { Handle, refuseNonHandle, typeName } from '../../runtime/handles/handle.mjs';
import { classOf } from '../../runtime/handles/table.mjs';
// @ts-expect-error The build puts it there.
import { classes as classMembers, functions as functionMembers } from './members.mjs';

/** @typedef {import('./client.mjs').Client} Client */
/** @typedef {import('./crossing.mjs').Member} Member */

/** The clients of the handle classes. @type {WeakMap<Function, Client>} */
const clientOf = new WeakMap();

/** A handle whose native object is in a worker. */
class RemoteHandle extends Handle {
  /** @returns {any} */
  transfer() {
    return transfer(this);
  }
}

/** @param {RemoteHandle} handle */
async function transfer(handle) {
  const token = Handle.tokenOf(handle);
  if (token === undefined) return refuseNonHandle(handle, 'transfer: this');
  const Class = /** @type {any} */ (classOf(token, typeName(handle)));
  return clientOf.get(Class)?.transfer(handle, token, Class);
}

/** @param {object} target @param {string} name @param {PropertyDescriptor} descriptor */
function define(target, name, descriptor) {
  Object.defineProperty(target, name, { configurable: true, enumerable: false, ...descriptor });
}

/** The classes and functions of one curve. @param {Client} client @param {string} curve */
export function defineCurve(client, curve) {
  /** @param {string | undefined} noun @param {[string, Member]} entry */
  const callOf = (noun, [name, member]) => {
    const target = { curve, noun, name, member };
    return /** @this {unknown} */ async function (/** @type {unknown[]} */ ...args) {
      return client.callMember(target, this, args);
    };
  };
  /** @type {Record<string, any>} */
  const namespace = { name: curve };
  for (const [noun, members] of Object.entries(classMembers)) {
    const Class = class extends RemoteHandle {
      static noun = noun;
      static type = `${curve}.${noun}`;
      get curve() {
        return curve;
      }
    };
    define(Class, 'name', { value: noun });
    clientOf.set(Class, client);
    for (const entry of /** @type {[string, Member][]} */ (Object.entries(members))) {
      const [name, { role }] = entry;
      const call = callOf(noun, entry);
      if (role === 'getter') define(Class.prototype, name, { get: call });
      else define(role === 'factory' ? Class : Class.prototype, name, { value: call, writable: true });
    }
    namespace[noun] = Class;
  }
  define(namespace.PlonkIndex, 'find', {
    value: async (/** @type {unknown} */ digest) => client.find(curve, namespace.PlonkIndex, digest),
    writable: true,
  });
  for (const entry of /** @type {[string, Member][]} */ (Object.entries(functionMembers))) {
    namespace[entry[0]] = callOf(undefined, entry);
  }
  return Object.freeze(namespace);
}
