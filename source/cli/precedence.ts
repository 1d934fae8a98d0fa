import {kebabCase} from '../text/kebab-case.ts';
import {type GivenOption} from './arguments.ts';
import {type Option, type OptionSpec} from './option-spec.ts';
import {optionTable, type OptionValues} from './options.ts';
import {hint, type Origin, UsageError} from './usage-error.ts';
import {firstUnknownWord} from './values.ts';

const ranks: Readonly<Record<Origin['kind'], number>> = {commandLine: 0, environment: 1, file: 2};

const rankOf = ({origin}: GivenOption): number => ranks[origin.kind];

const isListed = (column: 'conflicts' | 'replaces', one: Option, other: Option): boolean =>
	one[column]?.includes(other.name) === true || other[column]?.includes(one.name) === true;

// A switch that is off conflicts with nothing.
const isConflict = (one: GivenOption, other: GivenOption): boolean =>
	one.value !== false && other.value !== false && isListed('conflicts', one.option, other.option);

const isOverridden = (lower: GivenOption, higher: GivenOption): boolean =>
	rankOf(higher) < rankOf(lower)
	&& (higher.option === lower.option || isListed('replaces', higher.option, lower.option) || isConflict(higher, lower));

const withoutOverridden = (given: readonly GivenOption[]): readonly GivenOption[] => {
	const kept: GivenOption[] = [];

	for (const one of given.toSorted((left, right) => rankOf(left) - rankOf(right))) {
		if (kept.every(other => !isOverridden(one, other))) {
			kept.push(one);
		}
	}

	return kept;
};

const isIncomplete = ({option, value}: GivenOption, given: readonly GivenOption[]): boolean =>
	option.requires !== undefined
	&& value !== false
	&& given.every(other => other.value === false || option.requires?.includes(other.option.name) !== true);

/**
Returns the options in effect. The command line takes precedence over the environment, and the environment over the config file. This holds for the same option and for conflicting options. Ignores options of the environment and the config file if an option that they require is missing.
*/
export const optionsInEffect = (given: readonly GivenOption[]): readonly GivenOption[] => {
	const kept = withoutOverridden(given);
	const ignored = kept.filter(one => one.origin.kind !== 'commandLine' && isIncomplete(one, kept));

	// An ignored option must not override others, so start again without it.
	return ignored.length === 0 ? kept : optionsInEffect(given.filter(one => !ignored.includes(one)));
};

const orFlags = (names: readonly string[]): string => names.map(name => `--${kebabCase(name)}`).join(' or ');

/**
Throws a `UsageError` if options conflict, or if an option that they require is missing.
*/
export const checkCombination = (given: readonly GivenOption[]): void => {
	for (const one of given) {
		const {option, origin} = one;
		const other = given.find(candidate => option.conflicts?.includes(candidate.option.name) === true && isConflict(one, candidate));

		if (other !== undefined) {
			throw new UsageError(`--${option.flag} can't be combined with --${other.option.flag}`, origin);
		}
	}

	const incomplete = given.find(one => isIncomplete(one, given));

	if (incomplete === undefined) {
		return;
	}

	const {option: {flag, requires = []}, origin} = incomplete;
	throw new UsageError(`--${flag} requires ${orFlags(requires)}`, origin);
};

export const invalidValue = (text: string, {option: {flag}, origin}: GivenOption, reason: string): UsageError =>
	new UsageError(`invalid value "${text}" for --${flag}: ${reason}`, origin);

const parseText = (text: string, given: GivenOption, type: NonNullable<OptionSpec['value']>): unknown => {
	const {expects, parse, choices = []} = type;
	const value = parse(text);

	if (value === undefined) {
		throw invalidValue(text, given, `expected ${expects}${hint(firstUnknownWord(text, choices), choices)}`);
	}

	return value;
};

const parseGiven = (given: GivenOption): unknown => {
	const {option, value} = given;

	if (typeof value === 'boolean' || option.value === undefined) {
		return value;
	}

	const {value: type, isList = false} = option;
	const values = value.map(text => parseText(text, given, type));
	return isList ? values.flat() : values[0];
};

/**
Throws a `UsageError` for an invalid value.
*/
export const parseValues = (given: readonly GivenOption[]): OptionValues => {
	const byName = new Map(given.map(one => [one.option.name, one]));
	const entries = Object.keys(optionTable).flatMap(name => {
		const one = byName.get(name);
		return one === undefined ? [] : [[name, parseGiven(one)] as const];
	});

	return Object.fromEntries(entries);
};
