import {elapsedText} from '../imports/elapsed.ts';
import {type ChangeEvent, observedChangeOf, type WatchEvent} from '../imports/event.ts';
import {printable} from '../text/printable.ts';
import {type Theme} from '../text/themes.ts';
import {colored} from './sgr.ts';

/**
A line, and where it belongs.
*/
export type PlainLine = {
	readonly stream: 'stdout' | 'stderr';

	/**
	Without a line end.
	*/
	readonly text: string;
};

type LineOptions = {
	/**
	Without a theme there are no colours.
	*/
	readonly theme: Theme | undefined;

	/**
	Whether each line says of which target it is, since there are several.
	*/
	readonly hasTarget?: boolean;
};

/*
One word, whatever the service says, so that no field shifts those after it.
*/
const field = (text: string): string => text === '' ? '–' : printable(text).replaceAll(/\s/gv, '␣');

const targetText = ({profile, region}: WatchEvent): string => `${field(profile)}@${field(region)}`;

const statusText = (status: string, {theme}: LineOptions): string => colored(field(status), status, theme);

const whatText = (event: ChangeEvent, options: LineOptions): string => {
	switch (event.event) {
		case 'appeared': {
			return `appeared ${statusText(event.task.status, options)}`;
		}

		case 'changed': {
			return `${statusText(event.from, options)} → ${statusText(event.to, options)}`;
		}

		case 'gone': {
			return `gone ${statusText(event.task.status, options)}`;
		}
	}
};

/*
Fields stand two spaces apart, and the first three are always there, so that the lines can be cut; none of them has spaces in it. Where several targets are watched, the target is the fourth.
*/
const changeText = (event: ChangeEvent, options: LineOptions): string => {
	const {elapsed} = observedChangeOf(event);

	return [
		event.at,
		field(event.task.taskId),
		field(event.task.graphId ?? ''),
		...(options.hasTarget === true ? [targetText(event)] : []),
		whatText(event, options),
		...(elapsed === undefined ? [] : [`after ${elapsedText(elapsed)}`]),
		...(event.notBefore === undefined ? [] : [`not before ${event.notBefore}`]),
	].join('  ');
};

/**
What is printed of an event: a line for each change, with the statuses as the service writes them; failures and recoveries for standard error. Nothing of what is no news.
*/
export const plainLine = (event: WatchEvent, options: LineOptions): PlainLine | undefined => {
	switch (event.event) {
		case 'appeared':
		case 'changed':
		case 'gone': {
			return {stream: 'stdout', text: changeText(event, options)};
		}

		case 'failure': {
			const {at, sentence, remedy, nextTryAt} = event;
			const next = nextTryAt === undefined ? undefined : `Next try ${nextTryAt}.`;
			return {stream: 'stderr', text: printable(`${at}  ${options.hasTarget === true ? `${targetText(event)}  ` : ''}${[sentence, remedy, next].filter(part => part !== undefined).join(' ')}`)};
		}

		case 'recovered': {
			return {stream: 'stderr', text: `${event.at}  ${options.hasTarget === true ? `${targetText(event)}  ` : ''}The list can be read again, which it could not since ${event.since}.`};
		}

		case 'baseline':
		case 'progress':
		case 'done': {
			return undefined;
		}
	}
};
