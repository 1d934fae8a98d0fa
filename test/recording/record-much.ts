/*
A process that records more than it may write: it says what the recorder has to say.
*/
import process from 'node:process';
import {createRecorder} from '../../source/recording/recorder.ts';

const recorder = createRecorder({
	file: process.argv[2] ?? '',
	program: 'watcher 1.2.3',
	at: 0,
	onNote(sentence) {
		process.stdout.write(`${sentence}\n`);
	},
});

for (let at = 0; at < 10_000; at++) {
	recorder.record({type: 'pollDue', at}, at);
}

recorder.close();
