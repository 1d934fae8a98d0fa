import {parseDuration} from '../domain/duration.ts';
import {defaultNotifyOn, type NotifyOn, worthKnowing} from '../domain/noteworthy.ts';
import {isSortOrder, type SortOrder, sortOrders} from '../domain/order.ts';
import {parseUrl} from '../domain/parse-url.ts';
import {offeredRegions} from '../domain/regions.ts';
import {minIntervalMs} from '../domain/schedule.ts';
import {type AskedTarget, targetIdOf} from '../domain/target.ts';
import {knownStatuses} from '../domain/task.ts';
import {isThemeName, type ThemeName, themeNames} from '../domain/themes.ts';
import {notifyChoices} from './option-specs.ts';
import {type NotifyOptions} from './options.ts';
import {suggestion, UsageError} from './usage-error.ts';

/*
What reads one value from its text: each gives undefined where nothing was written, and throws a `UsageError` where the text is no such value.
*/

const wordsIn = (text: string): readonly string[] => text.split(',').map(word => word.trim());

const orList = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;

/*
A day: whoever asks less often does not watch.
*/
const maxIntervalMs = 86_400_000;

/**
The interval between polls, in milliseconds, from seconds.
*/
export const intervalOf = (text: string | undefined): number | undefined => {
	if (text === undefined) {
		return undefined;
	}

	const intervalMs = /^\d+(?:\.\d+)?$/v.test(text) ? Number(text) * 1000 : NaN;

	if (Number.isNaN(intervalMs) || intervalMs < minIntervalMs || intervalMs > maxIntervalMs) {
		throw new UsageError(`--interval takes a number of seconds from 1 to 86400, for example --interval 10; “${text}” is none.`);
	}

	return intervalMs;
};

/**
A whole number.
*/
export const countOf = (text: string | undefined, flag: string, {min, max}: {readonly min: number; readonly max: number}): number | undefined => {
	if (text === undefined) {
		return undefined;
	}

	if (!/^\d{1,9}$/v.test(text) || Number(text) < min || Number(text) > max) {
		throw new UsageError(`--${flag} takes a whole number from ${min} to ${max}; “${text}” is none.`);
	}

	return Number(text);
};

/**
How many times as fast a recording is replayed.
*/
export const speedOf = (text: string | undefined): number | undefined => {
	if (text === undefined) {
		return undefined;
	}

	const speed = /^\d+(?:\.\d+)?$/v.test(text) ? Number(text) : NaN;

	if (Number.isNaN(speed) || speed < 0.1 || speed > 1000) {
		throw new UsageError(`--speed takes a number from 0.1 to 1000; “${text}” is none.`);
	}

	return speed;
};

/**
A duration, in milliseconds.
*/
export const durationOf = (text: string | undefined, flag: string): number | undefined => {
	if (text === undefined) {
		return undefined;
	}

	const durationMs = parseDuration(text);

	if (durationMs === undefined) {
		throw new UsageError(`--${flag} takes a duration of at most a year, such as 90s, 45m, 2h or 1h30m; “${text}” is none.`);
	}

	return durationMs;
};

/**
The order of the list.
*/
export const sortOf = (text: string | undefined): SortOrder | undefined => {
	if (text === undefined || isSortOrder(text)) {
		return text;
	}

	throw new UsageError(`--sort takes ${orList(sortOrders)}; “${text}” is none of them.${suggestion(text, sortOrders)}`);
};

/**
How the screen looks.
*/
export const themeOf = (text: string | undefined): ThemeName | undefined => {
	if (text === undefined || isThemeName(text)) {
		return text;
	}

	throw new UsageError(`--theme takes ${orList(themeNames)}; “${text}” is none of them.${suggestion(text, themeNames)}`);
};

/**
A text of a certain form.
*/
export const patternOf = (text: string | undefined, pattern: RegExp, sentence: string): string | undefined => {
	if (text !== undefined && !pattern.test(text)) {
		throw new UsageError(`${sentence}; “${text}” is none.`);
	}

	return text;
};

/**
The id of a graph.
*/
export const graphOf = (text: string | undefined): string | undefined =>
	patternOf(text, /^g-[\da-z]{10}$/v, '--graph takes the id of a graph, g- and ten letters or digits');

/**
The ids of imports, each once.
*/
export const taskIdsOf = (texts: readonly string[]): readonly string[] =>
	[...new Set(texts.flatMap(text => patternOf(text, /^t-[\da-z]{10}$/v, '--task takes the id of an import, t- and ten letters or digits') ?? []))];

const everyRegion = 'all';

const regionPattern = /^[\da-z]+(?:-[\da-z]+)*$/v;

/**
The names of regions, each once; those that this version does not know are taken like the others, and `all` is those in which the service is offered.
*/
export const regionsOf = (texts: readonly string[]): readonly string[] => [...new Set(texts.flatMap(text => wordsIn(text)).flatMap(word => word === everyRegion ? offeredRegions : patternOf(word, regionPattern, '--region takes names of AWS regions, for example us-east-1, or all') ?? []))];

/**
The names of profiles, each once.
*/
export const profilesOf = (texts: readonly string[]): readonly string[] => [...new Set(texts.flatMap(text => wordsIn(text)).map(word => {
	if (word === '') {
		throw new UsageError('--profile takes names of profiles, several with commas between; one of them is empty.');
	}

	return word;
}))];

const pairOf = (text: string): AskedTarget => {
	const at = text.lastIndexOf('@');
	const [profile, region] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];

	if (profile === '' || !regionPattern.test(region)) {
		throw new UsageError(`--target takes a profile and a region, for example staging@eu-west-1; “${text}” is none.`);
	}

	return {profile, region};
};

/**
What is watched: each of the profiles in each of the regions, and the pairs that were named exactly, each once. Where nothing is named it is what the environment and the configuration say.
*/
export const targetsOf = ({profiles, regions, pairs}: {readonly profiles: readonly string[]; readonly regions: readonly string[]; readonly pairs: readonly string[]}): readonly AskedTarget[] => {
	const exact = pairs.flatMap(text => wordsIn(text)).map(text => pairOf(text));
	const isOpen = profiles.length > 0 || regions.length > 0 || exact.length === 0;
	const open = <Name>(names: readonly Name[]): ReadonlyArray<Name | undefined> => names.length === 0 ? [undefined] : names;
	const crossed = isOpen ? open(profiles).flatMap(profile => open(regions).map((region): AskedTarget => ({profile, region}))) : [];
	return new Map([...crossed, ...exact].map(target => [targetIdOf(target), target])).values().toArray();
};

/**
An address.
*/
export const urlOf = (text: string | undefined): string | undefined => {
	if (text !== undefined && !/^https?:/v.test(parseUrl(text)?.protocol ?? '')) {
		throw new UsageError(`--endpoint-url takes an address such as http://127.0.0.1:8182; “${text}” is none.`);
	}

	return text;
};

const isChannel = (word: string): word is 'bell' | 'desktop' => word === 'bell' || word === 'desktop';

const channelsOf = (text: string): ReadonlySet<'bell' | 'desktop'> => {
	const words = wordsIn(text);
	const stray = words.find(word => !isChannel(word) && word !== 'none');

	if (stray !== undefined) {
		throw new UsageError(`--notify takes ${orList(notifyChoices)}, several with commas between; “${stray}” is none of them.${suggestion(stray, notifyChoices)}`);
	}

	if (words.length > 1 && words.includes('none')) {
		throw new UsageError('--notify none can\'t go with another way to notify.');
	}

	return new Set(words.filter(word => isChannel(word)));
};

const lastWord = 'last';

const statusWord = (status: string): string => status.toLowerCase().replaceAll('_', '-');

const statusesByWord: ReadonlyMap<string, string> = new Map(knownStatuses.map(status => [statusWord(status), status]));

const notifyOnOf = (text: string): NotifyOn => {
	const words = wordsIn(text).map(word => word === lastWord ? word : statusWord(word));
	const stray = words.find(word => word !== lastWord && !statusesByWord.has(word));

	if (stray !== undefined) {
		throw new UsageError(`--notify-on takes statuses, with commas between, and last for the end of the last import, for example failed,last; “${stray}” is none.${suggestion(stray, [...statusesByWord.keys(), lastWord])}`);
	}

	return {
		statuses: new Set(words.flatMap(word => statusesByWord.get(word) ?? [])),
		isLastEnd: words.includes(lastWord),
	};
};

/**
How the person is notified, and of what.
*/
export const notifyOf = (how: string | undefined, what: string | undefined): NotifyOptions => {
	const usually = how === undefined ? defaultNotifyOn : worthKnowing;
	return {
		channels: how === undefined ? new Set(['bell']) : channelsOf(how),
		on: what === undefined ? usually : notifyOnOf(what),
	};
};
