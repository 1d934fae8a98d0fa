import {filterKeys} from '../../source/domain/named-filter.ts';
import {configurableOptions, type ConfigurableOption} from '../../source/options/config.ts';
import {optionSpecs} from '../../source/options/option-specs.ts';
import {settableCommands} from '../../source/ui/key-settings.ts';
import {keyLabel} from '../../source/ui/key-names.ts';
import {bindings} from '../../source/ui/keymap.ts';

type Schema = Readonly<Record<string, unknown>>;

const text = {type: 'string', minLength: 1, pattern: '^(?!--)'};
const someText = {type: 'string', pattern: String.raw`\S`};

/*
A switch that is on unless it is turned off is said to be so by what turns it off.
*/
const switchHelp = ({on, off, help}: ConfigurableOption): string => on === undefined && off !== undefined ? `false: ${help}` : help;

const optionSchema = (option: ConfigurableOption): Schema => {
	if (option.isSwitch) {
		return {description: switchHelp(option), type: 'boolean'};
	}

	const one = {anyOf: [text, {type: 'number'}]};
	const values = option.on?.isRepeatable === true ? {anyOf: [...one.anyOf, {type: 'array', items: one}]} : one;
	const examples = option.on?.choices ?? [option.on?.example].filter(example => example !== undefined);
	return {description: option.help, ...values, ...(examples.length > 0 && {examples})};
};

const keysSchema = (command: string): Schema => {
	const found = bindings.filter(binding => binding.command === command && binding.isFixed !== true);
	return {
		description: found.map(({help}) => help).join('; '),
		default: found.flatMap(({keys}) => keys.map(key => keyLabel(key))),
		anyOf: [{type: 'string', minLength: 1}, {type: 'array', items: {type: 'string', minLength: 1}}],
	};
};

const objectOf = (properties: Schema, description: string): Schema => ({
	description, type: 'object', properties, additionalProperties: false,
});

const filterSchema = {
	anyOf: [
		someText,
		{
			type: 'object', properties: {name: someText, query: someText}, required: ['query'], additionalProperties: false,
		},
	],
};

/**
The schema of a config file, as the tables of options and keys have it.
*/
export const configSchema = (): Schema => ({
	$schema: 'http://json-schema.org/draft-07/schema#', // eslint-disable-line unicorn/prefer-https -- It is a name, and this is how it is spelled.
	title: 'Config file of neptune-import-watch',
	type: 'object',
	additionalProperties: false,
	properties: {
		$schema: {type: 'string'},
		options: objectOf(
			Object.fromEntries(configurableOptions(optionSpecs).map(option => [option.name, optionSchema(option)])),
			'Options as on the command line, without the dashes; switches are true or false.',
		),
		keys: objectOf(
			Object.fromEntries(settableCommands.map(command => [command, keysSchema(command)])),
			'Keys that take the place of those that a command has, written as x, X, Ctrl+F, Alt+B, Enter, PgDn; an empty list for none.',
		),
		filters: objectOf(
			Object.fromEntries(filterKeys.map(key => [key, filterSchema])),
			'Filters that the keys 1 to 9 put in force.',
		),
	},
});

/**
The same as a file.
*/
export const configSchemaText = (): string => `${JSON.stringify(configSchema(), undefined, '\t')}\n`;
