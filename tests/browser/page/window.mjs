// The entry point of the tests: calls a function of a module of this folder, in the window or in a new
// dedicated worker.
import './requests.mjs';
import { call } from './call.mjs';
import { callInWorker } from './in_worker.mjs';

Object.assign(globalThis, { callIn: { window: call, worker: callInWorker } });
