// What the tests call: a function of a module here, in the window or in a dedicated worker of its own.
import './requests.mjs';
import { call } from './call.mjs';
import { callInWorker } from './in_worker.mjs';

Object.assign(globalThis, { callIn: { window: call, worker: callInWorker } });
