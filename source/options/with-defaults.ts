import {type OptionSpec} from './option-specs.ts';

/**
Where an option was given. Those that come first here go before those that come later.
*/
export type Origin =
	| {readonly kind: 'commandLine'}
	| {readonly kind: 'environment'}
	| {readonly kind: 'file'; readonly file: string; readonly line: number};

/**
One option as it was given, its value with it.
*/
export type Given = {readonly spec: OptionSpec; readonly value: string | undefined; readonly origin: Origin};

const account = ['region', 'profile', 'target', 'endpoint-url'];
const waiting = ['until-done', 'fail-fast', 'expect'];
const replaying = ['replay', 'speed'];

/*
Targets are named in two ways: who uses one of them does not mean what was said in the other.
*/
const otherNames: Readonly<Record<string, readonly string[]>> = {target: ['profile', 'region'], profile: ['target'], region: ['target']};

/*
What can't go with an option, and gives way to it.
*/
const giveWay: Readonly<Record<string, readonly string[]>> = {
	plain: ['json', 'once', 'csv'],
	json: ['plain', 'csv'],
	csv: ['plain', 'json', ...waiting],
	once: ['plain', ...waiting],
	...Object.fromEntries(waiting.map(flag => [flag, ['once', 'csv']])),
	...Object.fromEntries(account.map(flag => [flag, ['demo', ...replaying, ...(otherNames[flag] ?? [])]])),
	demo: [...account, ...replaying],
	replay: [...account, 'demo', 'record'],
	record: replaying,
};

/*
What an option goes with: without any of these it says nothing.
*/
const goWith: Readonly<Record<string, readonly string[]>> = {
	csv: ['once'],
	'fail-fast': ['until-done'],
	expect: ['until-done'],
	timeout: ['until-done', 'once'],
	speed: ['replay'],
};

/**
The name of what an option is about: `--color` and `--no-color` are about the same.
*/
export const subjectOf = ({spec: {flag}}: Given): string => flag.replace(/^no-/v, '');

/**
The options of a command line with those that stand elsewhere, which give way to them: where both are about the same, or can't go together. Those that go with nothing that is asked for are left out, since they were written down for when they do.
*/
export const withDefaults = (given: readonly Given[], defaults: readonly Given[]): readonly Given[] => {
	const gone = new Set(given.flatMap(one => [subjectOf(one), ...(giveWay[one.spec.flag] ?? [])]));
	const left = defaults.filter(one => !gone.has(subjectOf(one)));
	const flags = new Set([...given, ...left].map(({spec}) => spec.flag));
	return [...left.filter(({spec}) => goWith[spec.flag]?.some(flag => flags.has(flag)) ?? true), ...given];
};
