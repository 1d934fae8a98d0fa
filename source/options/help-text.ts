import packageJson from '../../package.json' with {type: 'json'};
import {commandHelp} from './command-names.ts';
import {optionGroups, optionSpecs, type OptionSpec} from './option-specs.ts';

const usage = ({flag, value}: OptionSpec): string => value === undefined ? `--${flag}` : `--${flag} <${value}>`;

const usageWidth = Math.max(...optionSpecs.map(spec => usage(spec).length)) + 2;

const optionLine = (spec: OptionSpec): string => `  ${usage(spec).padEnd(usageWidth)}${spec.help}`;

const groupText = (group: OptionSpec['group']): string => [
	group,
	...optionSpecs.filter(spec => spec.group === group).map(spec => optionLine(spec)),
].join('\n');

/**
The help: usage, options, examples.
*/
export const helpText = `${packageJson.description}

Usage
  $ ${packageJson.name} [options]
${commandHelp.map(({name, help, choices}) => `  $ ${`${packageJson.name} ${name}${choices === undefined ? ' [options]' : ` <${choices.join('|')}>`}`.padEnd(52)}${help}`).join('\n')}

${optionGroups.map(group => groupText(group)).join('\n\n')}

Examples
  $ ${packageJson.name} --demo
  $ ${packageJson.name} --profile staging --region eu-west-1
  $ ${packageJson.name} --filter 'is:active source:s3://lake/' --interval 5
  $ ${packageJson.name} --until-done --graph g-1a2b3c4d5e --expect 1 && echo loaded
  $ ${packageJson.name} --json | jq 'select(.to == "FAILED")'
  $ ${packageJson.name} history --since yesterday

Options can also stand in the environment variable NEPTUNE_IMPORT_WATCH, and in a config file with keys and
filters besides; those of the command line go before those of the environment, and these before the file's.
Press ? while it runs for its keys and the filter language.
`;
