// The field cases in Firefox and WebKitGTK, which expose no gc(): tests request collections there as the package does.
import { declareFieldCases } from '../browser/field_cases.mjs';

for (const engine of /** @type {const} */ (['firefox', 'webkit'])) declareFieldCases(engine);
