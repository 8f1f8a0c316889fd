// A dedicated worker that answers one request after the other.
import './requests.mjs';
import { call } from './call.mjs';

addEventListener('message', async ({ data }) => postMessage(await call(data)));
