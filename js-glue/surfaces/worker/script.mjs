// The script of the worker.
import { load } from 'onggi';

import { serve } from './server.mjs';

serve(load);
