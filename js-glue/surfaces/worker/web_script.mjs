// The script of the worker in browsers.
// @ts-expect-error The build puts it there.
import { load } from '../../web.mjs';

import { serve } from './server.mjs';

serve(load);
