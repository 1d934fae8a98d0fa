/*
A process that writes a stream of changes to a history, as a watcher does: it says the number of each on a line of its own once it is written, and what else the history has to say. It begins when it is told to.
*/
import {once} from 'node:events';
import process from 'node:process';
import {openHistory} from '../../source/history/open-history.ts';
import {type AppenderTask} from './appender-task.ts';
import {target} from './lines.ts';
import {streamed} from './stream.ts';

const say = (line: string): void => {
	// To a pipe, and therefore at once.
	process.stdout.write(`${line}\n`);
};

const {file, stream, length, atOnce = 1, limits = {}} = JSON.parse(process.argv[2] ?? '') as AppenderTask; // What startAppender gives.

const history = openHistory({
	file,
	target,
	limits,
	onNote(sentence) {
		say(`note: ${sentence}`);
	},
});

say('ready');
await once(process.stdin, 'data');

for (let index = 0; index < length; index += atOnce) {
	const events = Array.from({length: Math.min(atOnce, length - index)}, (_, offset) => streamed(stream, index + offset));
	history.append(events, Date.parse(events[0]?.at ?? ''));
	say(String(index + events.length));
}

history.close();
say('closed');
