import fc from 'fast-check';
import {expect, test} from 'vitest';
import {detailsFromWire} from '../../source/neptune/details-from-wire.ts';

test('an answer is read with its units: epoch and elapsed seconds become milliseconds', () => {
	expect(detailsFromWire({
		taskId: 't-1a2b3c4d5e',
		status: 'IMPORTING',
		attemptNumber: 2,
		importOptions: {neptune: {s3ExportPath: 's3://x/', preserveEdgeIds: true}},
		importTaskDetails: {
			status: 'IN_PROGRESS', startTime: 1_700_000_000, timeElapsedSeconds: 90, progressPercentage: 76, errorCount: 0, statementCount: 1234, dictionaryEntryCount: 56,
		},
		novelty: [1],
	})).toEqual({
		status: 'IMPORTING',
		attemptNumber: 2,
		statusReason: undefined,
		options: {s3ExportPath: 's3://x/', preserveEdgeIds: 'true'},
		progress: {
			status: 'IN_PROGRESS', startedAt: 1_700_000_000_000, elapsedMs: 90_000, percentage: 76, errorCount: 0, errorDetails: undefined, statementCount: 1234, dictionaryEntryCount: 56,
		},
		extra: {novelty: [1]},
	});
});

test.each([
	['a time that is text', {importTaskDetails: {startTime: '2026-03-01T12:00:00Z'}}, {startedAt: Date.UTC(2026, 2, 1, 12)}],
	['numbers that are text', {importTaskDetails: {progressPercentage: '76', statementCount: '12'}}, {percentage: 76, statementCount: 12}],
	['nonsense for numbers', {importTaskDetails: {progressPercentage: 'most', errorCount: {}}}, {percentage: undefined, errorCount: undefined}],
])('%s is read as far as it makes sense', (_, wire, progress) => {
	expect(detailsFromWire(wire)?.progress).toMatchObject(progress);
});

test('details may be absent', () => {
	expect(detailsFromWire({status: 'FAILED'})).toMatchObject({status: 'FAILED', progress: undefined, statusReason: undefined});
});

test('whatever comes, nothing is thrown', () => {
	fc.assert(fc.property(fc.anything(), wire => {
		expect(() => detailsFromWire(wire)).not.toThrow();
	}));
});
