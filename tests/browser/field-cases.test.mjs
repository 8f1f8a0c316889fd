// The field cases in Chromium; tests/long has those of the other browsers, which take longer.
import { declareFieldCases } from './field_cases.mjs';

declareFieldCases('chromium');
