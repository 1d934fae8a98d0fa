/*
Runs a watcher until the process is killed or standard input ends. Each scan gives all imports a new status: `STEP_` and the milliseconds since `epoch`. Prints the milliseconds once a scan is recorded, and notes as they arrive.
*/
import process from 'node:process';
import {startWatcher} from './watchers.ts';

const [file = '', importCount, epoch] = process.argv.slice(2);
const now = (): number => Date.now() - Number(epoch);
const watcher = startWatcher(file, {ms: now()});
let noteCount = 0;
let isEnding = false;

const print = (line: string): void => {
	process.stdout.write(`${line}\n`);
};

const scan = (): void => {
	watcher.begin(now());
	const step = now();
	watcher.end(now(), Object.fromEntries(Array.from({length: Number(importCount)}, (_, index) => [index + 1, `STEP_${step}`])));
	watcher.wait(now());

	for (const note of watcher.notes.slice(noteCount)) {
		print(note);
	}

	noteCount = watcher.notes.length;
	print(String(step));

	if (isEnding) {
		watcher.close();
	} else {
		setTimeout(scan, 1);
	}
};

process.stdin.on('end', () => {
	isEnding = true;
});
process.stdin.resume();
scan();
