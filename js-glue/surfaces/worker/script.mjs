// The script of the worker outside of browsers.
import { load } from 'onggi';

import { serve } from './server.mjs';

serve(load);
