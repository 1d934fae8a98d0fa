/*
Records 10,000 scans, or 51 and then stays alive. Arguments: the file, and optionally `wait`.
*/
import process from 'node:process';
import {createRecorder} from '../../source/recording/recorder.ts';

const [file = '', ending] = process.argv.slice(2);
const lines = ending === 'wait' ? 51 : 10_000;

const recorder = createRecorder({
	file,
	program: 'watcher 1.2.3',
	at: 0,
	onNote(sentence) {
		process.stdout.write(`${sentence}\n`);
	},
});

for (let second = 1; second <= lines; second++) {
	recorder.record({
		type: 'scanEnded', targetId: '@', at: second * 1000, scanNumber: second, chance: 0.5, snapshot: {tasks: new Map(), isComplete: true},
	}, second * 1000);
}

if (ending === 'wait') {
	process.stdout.write('ready\n');
	setInterval(() => {}, 60_000); // eslint-disable-line @typescript-eslint/no-empty-function -- Keeps the process alive.
} else {
	recorder.close(lines * 1000);
}
