import packageJson from '../../package.json' with {type: 'json'};
import {type Flag, flags} from './arguments.ts';
import {commands, isAccepted, optionGroups} from './option-spec.ts';

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

const flagRow = (flag: Flag): Row => ({usage: flagUsage(flag), help: flag.help});

const rowText = ({usage, help}: Row, usageWidth: number): string => {
	const indent = ' '.repeat(usageWidth + 4);
	const lines = help.match(new RegExp(`.{1,${maxWidth - indent.length}}(?: |$)`, 'gv')) ?? [];
	return `  ${usage.padEnd(usageWidth)}  ${lines.map(line => line.trimEnd()).join(`\n${indent}`)}`;
};

type Section = readonly [heading: string, rows: readonly Row[]];

const commandsSection: Section = ['Commands', commandRows];

const groupSections = (listed: readonly Flag[]): readonly Section[] => optionGroups
	.map((group): Section => [group, listed.filter(({option}) => option.group === group).map(flag => flagRow(flag))])
	.filter(([, rows]) => rows.length > 0);

const sectionsText = (sections: readonly Section[]): string => {
	const usageWidth = Math.max(...sections.flatMap(([, rows]) => rows.map(({usage}) => usage.length)));
	return sections.map(([heading, rows]) => [heading, ...rows.map(row => rowText(row, usageWidth))].join('\n')).join('\n\n');
};

const usage = `Usage
  $ ${program} [options]
  $ ${program} <command> [options]`;

const shortHelp = (): string => `${packageJson.description}

${usage}

${sectionsText([commandsSection, ['Main options', flags.filter(({option}) => option.isCommon).map(flag => flagRow(flag))]])}

--help all prints every option, and history --help those of the history.
Press ? in the program for its keys.
`;

const fullHelp = (): string => `${packageJson.description}

${usage}

${sectionsText([commandsSection, ...groupSections(flags)])}

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

const commandHelp = ({name, help, choices}: (typeof commands)[number]): string => {
	const withoutName = (text: string): string => text.replace(`with ${name}: `, '').replace(`with ${name} `, 'with ');
	const accepted = flags
		.filter(({option}) => isAccepted(option, name))
		.map(flag => ({...flag, help: (name === 'history' ? flag.option.historyHelp : undefined) ?? withoutName(flag.help)}));
	return `${help[0]?.toUpperCase()}${help.slice(1)}

Usage
  $ ${program} ${name} ${choices === undefined ? '' : `<${choices.join('|')}> `}[options]

${sectionsText(groupSections(accepted))}
`;
};

/**
`watch` lists the common options, `all` every option, and a command the options that it accepts.
*/
export const helpTopics = ['watch', 'all', 'history', 'config', 'completion'] as const;

export const helpText = (topic: (typeof helpTopics)[number]): string => {
	const command = commands.find(({name}) => name === topic);

	if (command !== undefined) {
		return commandHelp(command);
	}

	return topic === 'all' ? fullHelp() : shortHelp();
};
