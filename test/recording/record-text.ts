import {readFileSync, rmSync} from 'node:fs';
import {createRecorder, type RecordedMessage} from '../../source/recording/recorder.ts';
import {startAt} from '../support/model.ts';
import {temporaryFile} from '../support/temporary-files.ts';

/**
The text of a recording that starts at `startAt`. `durationMs` is its length.
*/
export const recordText = (messages: ReadonlyArray<readonly [afterMs: number, message: RecordedMessage]>, durationMs: number): string => {
	const file = temporaryFile();
	const recorder = createRecorder({
		file,
		program: 'watcher 1.2.3',
		at: startAt,
		onNote(sentence) {
			throw new Error(sentence);
		},
	});

	for (const [afterMs, message] of messages) {
		recorder.record(message, startAt + afterMs);
	}

	recorder.close(startAt + durationMs);
	const text = readFileSync(file, 'utf8');
	rmSync(file);
	return text;
};
