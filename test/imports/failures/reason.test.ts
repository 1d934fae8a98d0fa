import {describe, expect, test} from 'vitest';
import {type ImportDetails} from '../../../source/imports/details.ts';
import {detailsFailureText} from '../../../source/imports/failures/failure.ts';
import {isSameReason, reasonOf} from '../../../source/imports/failures/reason.ts';
import {importTask} from '../../support/tasks.ts';

describe('the reason of an import', () => {
	const details: ImportDetails = {status: 'FAILED', statusReason: 'OUT_OF_MEMORY: 32 m-NCU', progress: {errorDetails: 'vertex 7'}};

	test.each([
		['FAILED', 'FAILED'],
		['FAILED', 'ROLLING_BACK'],
		['ROLLING_BACK', 'ROLLING_BACK'],
	])('is known if the list says %s and the details say %s', (status, detailsStatus) => {
		expect(reasonOf(importTask({status}), {...details, status: detailsStatus})).toEqual({
			code: 'OUT_OF_MEMORY',
			summary: 'OUT_OF_MEMORY: 32 m-NCU',
			remedy: 'Give the graph more memory (m-NCU), then start the import again.',
			statusReason: 'OUT_OF_MEMORY: 32 m-NCU',
			errorDetails: 'vertex 7',
		});
	});

	test.each([
		['IMPORTING', 'FAILED'],
		['FAILED', 'IMPORTING'],
		['SUCCEEDED', 'SUCCEEDED'],
	])('is unknown if the list says %s and the details say %s', (status, detailsStatus) => {
		expect(reasonOf(importTask({status}), {...details, status: detailsStatus})).toBeUndefined();
	});

	test.each<[string, ImportDetails | undefined, unknown]>([
		['the service\'s text alone if no rule applies', {status: 'FAILED', statusReason: 'Something else'}, {summary: 'Something else', statusReason: 'Something else'}],
		['the error details alone', {status: 'FAILED', progress: {errorDetails: 'Something else'}}, {summary: 'Something else', errorDetails: 'Something else'}],
		['nothing without a text', {status: 'FAILED'}, undefined],
		['nothing without details', undefined, undefined],
	])('is %s', (_, known, reason) => {
		const found = reasonOf(importTask({status: 'FAILED'}), known);
		expect(found).toEqual(reason);
		expect(Object.keys(found ?? {})).toEqual(Object.keys(reason ?? {}));
	});

	test('is the same if the service\'s texts are', () => {
		const reason = {summary: 'one', statusReason: 'a', errorDetails: 'b'};
		expect(isSameReason(reason, {...reason, summary: 'other', code: 'PARSING_ERROR'})).toBe(true);
		expect(isSameReason(reason, {...reason, statusReason: 'c'})).toBe(false);
		expect(isSameReason(reason, {...reason, errorDetails: 'c'})).toBe(false);
	});
});

test.each([
	[undefined, undefined, 'Can\'t get progress and reasons of failures: No permission.'],
	['Allow it.', 'dev@us-east-1: ', 'dev@us-east-1: Can\'t get progress and reasons of failures: No permission. Allow it.'],
])('a failure of GetImportTask with the remedy %j for the target %j is reported', (remedy, name, text) => {
	expect(detailsFailureText({
		kind: 'permission', sentence: 'No permission.', isTransient: false, ...(remedy !== undefined && {remedy}),
	}, name)).toBe(text);
});
