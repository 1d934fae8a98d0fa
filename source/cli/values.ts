import {parseDuration, parseSince} from '../text/duration.ts';
import {type ColumnName, columnNames} from '../imports/column-names.ts';
import {type NotifyOn} from '../imports/notify-on.ts';
import {offeredRegions, type TargetSpec} from '../imports/target.ts';
import {knownStatuses} from '../imports/task.ts';

export type ValueType<Value> = {
	/**
	Continues the error message “expected …”.
	*/
	readonly expects: string;

	/**
	Returns undefined if the text is invalid.
	*/
	readonly parse: (text: string) => Value | undefined;
	readonly choices?: readonly string[];

	/**
	Whether the text is a list of values separated by commas.
	*/
	readonly isList?: boolean;
	readonly isFile?: boolean;
};

export const orList = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;

const splitList = (text: string): readonly string[] => text.split(',').map(word => word.trim());

export const text: ValueType<string> = {expects: 'text', parse: value => value};

export const file: ValueType<string> = {expects: 'a file', parse: value => value, isFile: true};

const numberPattern = /^\d{1,9}(?:\.\d+)?$/v;

export const numberFrom = (min: number, max: number, unit = 'a number'): ValueType<number> => ({
	expects: `${unit} from ${min} to ${max}`,
	parse(value) {
		const number = numberPattern.test(value) ? Number(value) : NaN;
		return number >= min && number <= max ? number : undefined;
	},
});

export const wholeNumberFrom = (min: number, max: number): ValueType<number> => {
	const {expects, parse} = numberFrom(min, max, 'a whole number');
	return {expects, parse: value => value.includes('.') ? undefined : parse(value)};
};

export const oneOf = <const Choice extends string>(choices: readonly Choice[]): ValueType<Choice> => ({
	expects: orList(choices),
	parse: value => choices.find(choice => choice === value),
	choices,
});

export const graphId: ValueType<string> = {
	expects: 'a graph ID: g- and ten lowercase letters or digits',
	parse: value => /^g-[\da-z]{10}$/v.test(value) ? value : undefined,
};

export const taskIds: ValueType<readonly string[]> = {
	expects: 'an import task ID: t- and ten lowercase letters or digits',
	parse: value => /^t-[\da-z]{10}$/v.test(value) ? [value] : undefined,
};

/**
Parses to milliseconds.
*/
export const duration: ValueType<number> = {expects: 'a duration from 1s to 366d, such as 90s, 45m, 2h or 1h30m', parse: parseDuration};

/**
Keeps the text, because a relative time depends on the time of the query.
*/
export const since: ValueType<string> = {
	expects: 'a duration or a time, such as 2h, yesterday, 2026-03-01 or 2026-03-01T12:00',
	parse: value => parseSince(value, 0) === undefined ? undefined : value,
};

export const url: ValueType<string> = {
	expects: 'an HTTP URL without a user name, such as http://127.0.0.1:8182',
	parse(value) {
		const {protocol = '', username = '', password = ''} = URL.parse(value) ?? {};
		return /^https?:/v.test(protocol) && username + password === '' ? value : undefined;
	},
};

const listOf = <Item>(expects: string, parseItem: (word: string) => readonly Item[] | undefined): ValueType<readonly Item[]> => ({
	expects,
	parse(value) {
		const items = splitList(value).map(word => parseItem(word));
		return items.includes(undefined) ? undefined : items.flatMap(item => item ?? []);
	},
	isList: true,
});

const regionPattern = /^[\da-z]+(?:-[\da-z]+)*$/v;

/**
Accepts unknown regions too. `all` stands for every region that offers the service.
*/
export const regions = listOf('comma-separated regions, such as us-east-1, or all', word => {
	if (word === 'all') {
		return offeredRegions;
	}

	return regionPattern.test(word) ? [word] : undefined;
});

export const profiles = listOf('comma-separated profile names', word => word === '' ? undefined : [word]);

/**
The region follows the last @, because a profile name may contain one.
*/
export const targets = listOf('profile@region, such as staging@eu-west-1', (word): readonly TargetSpec[] | undefined => {
	const at = word.lastIndexOf('@');
	const region = word.slice(at + 1);
	return at > 0 && regionPattern.test(region) ? [{profile: word.slice(0, at), region}] : undefined;
});

export const columns: ValueType<readonly ColumnName[]> = {
	...listOf(`comma-separated columns: ${columnNames.join(', ')}`, word => {
		const found = columnNames.filter(name => name === word);
		return found.length === 0 ? undefined : found;
	}),
	choices: columnNames,
};

type Channel = 'bell' | 'desktop';

const channelNames: readonly Channel[] = ['bell', 'desktop'];

export const notifyChannels: ValueType<ReadonlySet<Channel>> = {
	expects: 'bell, desktop, none or bell,desktop',
	choices: [...channelNames, 'none'],
	isList: true,
	parse(value) {
		const words = splitList(value);
		const channels = words.flatMap(word => channelNames.filter(name => name === word));

		// Can't be combined with other words.
		if (words.length === 1 && words[0] === 'none') {
			return new Set();
		}

		return channels.length === words.length ? new Set(channels) : undefined;
	},
};

const toStatusWord = (status: string): string => status.toLowerCase().replaceAll('_', '-');

const statusesByWord: ReadonlyMap<string, string> = new Map(knownStatuses.map(status => [toStatusWord(status), status]));

export const notifyOn: ValueType<NotifyOn> = {
	expects: 'comma-separated statuses or last, such as failed,last',
	choices: [...statusesByWord.keys(), 'last'],
	isList: true,
	parse(value) {
		const words = splitList(value).map(word => toStatusWord(word));
		const isKnown = words.every(word => word === 'last' || statusesByWord.has(word));
		return isKnown ? {statuses: new Set(words.flatMap(word => statusesByWord.get(word) ?? [])), isLastEnd: words.includes('last')} : undefined;
	},
};

export const firstUnknownWord = (value: string, choices: readonly string[]): string => splitList(value).find(word => !choices.includes(word)) ?? value;
