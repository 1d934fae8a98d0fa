import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createSdkLog} from '../../source/neptune/sdk-log.ts';

const linesOf = (writeLog: (log: ReturnType<typeof createSdkLog>) => void): string[] => {
	const lines: string[] = [];
	writeLog(createSdkLog(line => {
		lines.push(line);
	}));
	return lines;
};

test('logs each warning and error as one line, and ignores other levels', () => {
	expect(linesOf(log => {
		log.trace?.('a');
		log.debug('b');
		log.info('c');
		log.warn('Careful:\n    two lines');
		log.error({commandName: 'ListImportTasksCommand', input: {nextToken: 'x'}, error: new RangeError('no')});
		log.error(null);
	})).toEqual([
		'sdk warning: Careful: two lines',
		'sdk error: ListImportTasksCommand: RangeError: no',
		'sdk error: AWS SDK: unknown error',
	]);
});

const characters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/='];
const tokens = fc.string({unit: fc.constantFrom(...characters), minLength: 40, maxLength: 400});
const keyIds = fc.string({unit: fc.constantFrom(...characters.slice(0, 26)), minLength: 16, maxLength: 16}).map(text => `AKIA${text}`);

test('removes keys and tokens', () => {
	fc.assert(fc.property(fc.oneof(tokens, keyIds), text => {
		const error = new Error(`token ${text}`);
		const lines = linesOf(log => {
			log.warn(`x-amz-security-token:${text}, and so on`);
			log.error({commandName: 'X', error});
		});

		expect(lines.join('\n')).not.toContain(text);
	}));
});
