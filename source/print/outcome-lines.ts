import {
	type Followed,
	isFailing,
	isDone,
	type Outcome,
} from '../imports/until-done.ts';
import {printable} from '../text/printable.ts';
import {statusLabel} from '../imports/task.ts';

/**
What the waiting was for, and how far it came.
*/
export type Waited = {
	/**
	The imports that were waited for.
	*/
	readonly followed: readonly Followed[];

	/**
	The ids of those that were named.
	*/
	readonly named: readonly string[];

	/**
	How many there had to be.
	*/
	readonly expected: number;

	/**
	Whether the whole list has ever been read.
	*/
	readonly isRead: boolean;

	/**
	Why targets can't be read now, in sentences.
	*/
	readonly failures: readonly string[];

	/**
	Gives the name of a target by its ID; undefined for a single target.
	*/
	readonly nameOf?: (targetId: string) => string | undefined;
};

const importLine = ({nameOf}: Waited, {targetId, task, isGone}: Followed, before = ''): string => {
	const parts = [task.taskId, nameOf?.(targetId), task.graphId ?? '–', statusLabel(task.status)].filter(part => part !== undefined);
	return printable(`${before}${parts.join('  ')}${isGone ? ', no longer listed' : ''}`);
};

const imports = (count: number): string => `${count} ${count === 1 ? 'import' : 'imports'}`;

/*
The imports that are not over, but those that were told already; of those that were named, also the ones that have never been listed.
*/
const remainder = (waited: Waited, told: readonly Followed[] = []): readonly string[] => {
	const {followed, named} = waited;
	const listed = new Set(followed.map(({task}) => task.taskId));
	return [
		...followed.filter(one => !isDone(one) && !told.includes(one)).map(one => importLine(waited, one, 'not over: ')),
		...named.filter(id => !listed.has(id)).map(id => `not listed: ${id}`),
	];
};

/*
How far the waiting came, to stand after a comma.
*/
const progressText = ({followed, isRead}: Waited): string => {
	if (followed.length === 0) {
		return isRead ? 'no import matched' : 'the list was not read to its end';
	}

	const count = followed.filter(one => !isDone(one)).length;

	return count === 0
		? `${imports(followed.length)} ${followed.length === 1 ? 'is' : 'are'} over`
		: `${count} of ${imports(followed.length)} ${count === 1 ? 'is' : 'are'} not over`;
};

/*
How many more there had to be; those that were named are named one by one.
*/
const missingLines = ({followed, named, expected}: Waited): readonly string[] => {
	const missing = named.length > 0 ? 0 : Math.max(0, expected - followed.length);
	return missing === 0 ? [] : [missing === 1 ? '1 more was expected.' : `${missing} more were expected.`];
};

/**
How the waiting ended, in words: which imports did not succeed, and which are not over.
*/
export const outcomeLines = (outcome: Outcome, waited: Waited): readonly string[] => {
	const {followed, failures} = waited;
	const failed = followed.filter(one => isFailing(one));

	switch (outcome) {
		case 'succeeded': {
			return [followed.length === 0 ? 'No import matched.' : `${imports(followed.length)}, all succeeded.`];
		}

		case 'failed': {
			return [
				`${failed.length} of ${imports(followed.length)} did not succeed:`,
				...failed.map(one => importLine(waited, one)),
				...remainder(waited, failed),
			];
		}

		case 'timedOut': {
			return [
				`The time is over, and ${progressText(waited)}.`,
				...missingLines(waited),
				...failures,
				...failed.filter(one => isDone(one)).map(one => importLine(waited, one)),
				...remainder(waited),
			];
		}

		case 'unanswered': {
			return [
				...(failures.length === 0 ? [`The recording is at its end, and ${progressText(waited)}.`] : failures.map(sentence => `The service could not be asked: ${sentence}`)),
				...remainder(waited),
			];
		}
	}
};
