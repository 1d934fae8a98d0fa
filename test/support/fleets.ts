import fc from 'fast-check';
import {type ImportTask, knownStatuses} from '../../source/imports/task.ts';
import {numbered} from './tasks.ts';

/**
Lists of up to ten imports. The IDs come from a small set, so that two lists share some of them.
*/
export const fleets: fc.Arbitrary<readonly ImportTask[]> = fc
	.uniqueArray(fc.record({number: fc.integer({min: 1, max: 12}), status: fc.constantFrom(...knownStatuses, 'PONDERING')}), {
		selector: ({number}) => number,
		maxLength: 10,
	})
	.map(entries => entries.map(({number, status}) => numbered(number, status)));
