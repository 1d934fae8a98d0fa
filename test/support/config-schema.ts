import {type Option} from '../../source/cli/option-spec.ts';
import {fileOptions} from '../../source/cli/options.ts';
import {settableCommands} from '../../source/app/keys/key-settings.ts';
import {keyLabel} from '../../source/app/keys/key-names.ts';
import {bindings, filterKeys} from '../../source/app/keys/keymap.ts';

type Schema = Readonly<Record<string, unknown>>;

const text = {type: 'string', minLength: 1, pattern: '^(?!--)'};
const someText = {type: 'string', pattern: String.raw`\S`};

const optionHelp = ({help, offHelp = ''}: Option): string => help ?? `false: ${offHelp}`;

const optionSchema = (option: Option): Schema => {
	const description = optionHelp(option);

	if (option.value === undefined) {
		return {description, type: 'boolean'};
	}

	const one = {anyOf: [text, {type: 'number'}]};
	const values = option.isList === true ? {anyOf: [...one.anyOf, {type: 'array', items: one}]} : one;
	const examples = option.value.choices ?? [option.example].filter(example => example !== undefined);
	return {description, ...values, ...(examples.length > 0 && {examples})};
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

export const configSchema = (): Schema => ({
	$schema: 'http://json-schema.org/draft-07/schema#', // eslint-disable-line unicorn/prefer-https -- The identifier of the draft has http.
	title: 'Config file of neptune-import-watch',
	type: 'object',
	additionalProperties: false,
	properties: {
		$schema: {type: 'string'},
		options: objectOf(
			Object.fromEntries(fileOptions.map(option => [option.flag, optionSchema(option)])),
			'Options as on the command line, without the dashes. Switches are true or false.',
		),
		keys: objectOf(
			Object.fromEntries(settableCommands.map(command => [command, keysSchema(command)])),
			'Keys of a command, which replace its defaults: x, X, Ctrl+F, Alt+B, Enter, PgDn. An empty list removes all.',
		),
		filters: objectOf(
			Object.fromEntries(filterKeys.map(key => [key, filterSchema])),
			'Filters that the keys 1 to 9 apply.',
		),
	},
});

export const configSchemaText = (): string => `${JSON.stringify(configSchema(), undefined, '\t')}\n`;
