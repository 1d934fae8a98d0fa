import packageJson from '../../package.json' with {type: 'json'};
import {type Flag, flags} from './arguments.ts';
import {commands, optionGroups} from './option-spec.ts';

const program = packageJson.name;

const maxWidth = 80;

type Row = {readonly usage: string; readonly help: string};

const flagUsage = ({flag, isOff, option: {shortFlag, placeholder}}: Flag): string => {
	const spelled = shortFlag === undefined ? `--${flag}` : `-${shortFlag}, --${flag}`;
	return placeholder === undefined || isOff ? spelled : `${spelled} <${placeholder}>`;
};

const commandRows: readonly Row[] = commands.map(({name, help, choices}) => ({
	usage: choices === undefined ? name : `${name} <${choices.join('|')}>`,
	help,
}));

const flagRows = (group: (typeof optionGroups)[number]): readonly Row[] =>
	flags.filter(({option}) => option.group === group).map(flag => ({usage: flagUsage(flag), help: flag.help}));

const rowText = ({usage, help}: Row, usageWidth: number): string => {
	const indent = ' '.repeat(usageWidth + 4);
	const lines = help.match(new RegExp(`.{1,${maxWidth - indent.length}}(?: |$)`, 'gv')) ?? [];
	return `  ${usage.padEnd(usageWidth)}  ${lines.map(line => line.trimEnd()).join(`\n${indent}`)}`;
};

export const helpText = (): string => {
	const sections: ReadonlyArray<readonly [heading: string, rows: readonly Row[]]> = [
		['Commands', commandRows],
		...optionGroups.map(group => [group, flagRows(group)] as const),
	];
	const usageWidth = Math.max(...sections.flatMap(([, rows]) => rows.map(({usage}) => usage.length)));

	return `${packageJson.description}

Usage
  $ ${program} [options]
  $ ${program} <command> [options]

${sections.map(([heading, rows]) => [heading, ...rows.map(row => rowText(row, usageWidth))].join('\n')).join('\n\n')}

Examples
  $ ${program} --demo
  $ ${program} --profile staging --region eu-west-1
  $ ${program} --filter 'is:active source:s3://lake/' --interval 5
  $ ${program} --until-done --new --graph g-1a2b3c4d5e
  $ ${program} --json | jq 'select(.to == "FAILED")'
  $ ${program} history --since yesterday

Options can also be set in the environment variable NEPTUNE_IMPORT_WATCH and in
a config file. The command line takes precedence over the variable, and the
variable over the config file. Press ? in the program for keys and filter terms.
`;
};
