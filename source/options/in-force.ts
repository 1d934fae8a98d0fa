import {type Config, configurableOptions} from './config.ts';
import {optionSpecs} from './option-specs.ts';
import {type Given, type Origin, subjectOf} from './with-defaults.ts';

const ranks: Readonly<Record<Origin['kind'], number>> = {commandLine: 0, environment: 1, file: 2};

/**
The environment variable that options may stand in.
*/
export const optionsVariable = 'NEPTUNE_IMPORT_WATCH';

/**
The options that a config file gives.
*/
export const givenIn = ({file, options}: Config): readonly Given[] => options.flatMap(({spec, values, line}): readonly Given[] => {
	if (spec === undefined) {
		return [];
	}

	const origin: Origin = {kind: 'file', file, line};
	return spec.value === undefined ? [{spec, value: undefined, origin}] : values.map(value => ({spec, value, origin}));
});

/**
Begins a sentence about an option that does not stand on the command line.
*/
export const placeOf = (origin: Origin | undefined): string => {
	switch (origin?.kind) {
		case 'environment': {
			return `In ${optionsVariable}: `;
		}

		case 'file': {
			return `${origin.file}:${origin.line}: `;
		}

		case 'commandLine':
		case undefined: {
			return '';
		}
	}
};

/**
The options that a sentence names.
*/
export const namedIn = (sentence: string, given: readonly Given[]): readonly Given[] => {
	const flags = sentence.matchAll(/--(?<flag>[a-z]+(?:-[a-z]+)*)/gv).map(({groups}) => groups?.['flag']).toArray();
	return flags.flatMap(flag => given.filter(({spec}) => spec.flag === flag));
};

/**
Of options that don't go together, those that give way, by what they are about: what stands in the environment to what stands on the command line, what stands in a file to both; and what has no meaning by itself, unless it stands on the command line. None where that does not decide it.
*/
export const givingWay = (involved: readonly Given[]): ReadonlySet<string> => {
	const rankOf = ({origin}: Given): number => ranks[origin.kind];
	const lowest = Math.max(0, ...involved.map(one => rankOf(one)));
	const last = new Set(involved.filter(one => rankOf(one) === lowest).map(one => subjectOf(one)));
	const isDecided = lowest > 0 && (last.size === 1 || involved.some(one => rankOf(one) < lowest));
	return isDecided ? last : new Set();
};

/**
An option as it is in force.
*/
export type OptionInForce = {
	/**
	Without `no-`.
	*/
	readonly name: string;

	/**
	`on` or `off` for a switch; undefined where there is no value, or the program finds one.
	*/
	readonly value: string | undefined;

	/**
	Undefined where nobody has given it.
	*/
	readonly origin: Origin | undefined;
};

/**
What is in force of all that a config file can set.
*/
export const optionsInForce = (given: readonly Given[], config: Config | undefined): readonly OptionInForce[] => configurableOptions(optionSpecs).map(({name, isSwitch, on, off}) => {
	const found = given.filter(one => subjectOf(one) === name);
	const usually = on === undefined || off === undefined ? (on === undefined ? 'on' : 'off') : undefined;
	const [first] = found;

	if (first === undefined) {
		const set = config?.options.find(option => option.name === name && option.spec === undefined);
		return {name, value: isSwitch ? usually : on?.usually, origin: set === undefined || config === undefined ? undefined : {kind: 'file', file: config.file, line: set.line}};
	}

	const value = isSwitch ? (first.spec.flag === name ? 'on' : 'off') : found.flatMap(one => one.value ?? []).join(', ');
	return {name, value, origin: first.origin};
});
