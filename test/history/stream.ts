import {type HistoryEvent} from '../../source/history/history-line.ts';
import {
	appeared,
	changed,
	gone,
	startAt,
} from './lines.ts';

/**
Numbers of imports are no more than this in one stream.
*/
export const streamLength = 1_000_000;

/*
Every tenth import stays in the list, and the others leave it.
*/
const hasStayed = (number: number): boolean => number % 10 === 0;

/**
The nth change of an endless stream of changes, no two of which are alike; each import has three in a row.
*/
export const streamed = (stream: number, index: number): HistoryEvent => {
	const count = Math.floor(index / 3);
	const number = (stream * streamLength) + count;
	const at = startAt + (index * 1000);

	switch (index % 3) {
		case 0: {
			return appeared(number, 'INITIALIZING', at);
		}

		case 1: {
			return changed(number, 'INITIALIZING', 'IMPORTING', at);
		}

		default: {
			return hasStayed(count) ? changed(number, 'IMPORTING', 'SUCCEEDED', at) : gone(number, 'IMPORTING', at);
		}
	}
};

/**
The first changes of a stream.
*/
export const streamStart = (stream: number, length: number): readonly HistoryEvent[] => Array.from({length}, (_, index) => streamed(stream, index));

/**
What is listed after the first changes of a stream: the statuses by task key.
*/
export const listedAfter = (stream: number, length: number): ReadonlyMap<string, string> => {
	const listed = new Map<string, string>();

	for (const event of streamStart(stream, length)) {
		if (event.event === 'gone') {
			listed.delete(event.task.taskId);
		} else {
			listed.set(event.task.taskId, event.task.status);
		}
	}

	return listed;
};
