/**
What can be completed of an option.
*/
export type CompletedOption = {
	/**
	Without the dashes.
	*/
	readonly flag: string;

	/**
	The name of its value; none for a switch.
	*/
	readonly value?: string;
	readonly help: string;
	readonly choices?: readonly string[];
	readonly isFile?: boolean;
};

/**
What can be completed of a command that is named.
*/
export type CompletedCommand = {
	readonly name: string;
	readonly help: string;
	readonly choices?: readonly string[];
};

/**
A command line, as far as it can be completed.
*/
export type CompletedProgram = {
	readonly options: readonly CompletedOption[];
	readonly commands: readonly CompletedCommand[];
};

const functionName = (program: string): string => `_${program.replaceAll('-', '_')}`;

const isProfile = ({flag}: CompletedOption): boolean => flag === 'profile';

/*
The names of the profiles in the configuration of the AWS CLI; nothing where there is none.
*/
const profilesCommand = String.raw`sed -n 's/^\[\(profile \)\{0,1\}\([^] ]*\)\]$/\2/p' "${'$'}{AWS_CONFIG_FILE:-$HOME/.aws/config}" "${'$'}{AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}" 2>/dev/null | sort -u`;

const bashCase = (pattern: string, action: string): string => `\t\t${pattern})\n\t\t\t${action}\n\t\t\treturn\n\t\t\t;;`;

const bashScript = (program: string, {options, commands}: CompletedProgram): string => {
	const withValue = options.filter(({value}) => value !== undefined);
	const offered = (words: string): string => `COMPREPLY=($(compgen -W '${words}' -- "$current"))`;
	const cases = [
		...withValue.filter(({choices}) => choices !== undefined).map(({flag, choices = []}) => bashCase(`--${flag}`, offered(choices.join(' ')))),
		...withValue.filter(option => isProfile(option)).map(({flag}) => bashCase(`--${flag}`, `COMPREPLY=($(compgen -W "$(${profilesCommand})" -- "$current"))`)),
		...withValue.filter(({isFile}) => isFile === true).map(({flag}) => bashCase(`--${flag}`, 'COMPREPLY=($(compgen -f -- "$current"))')),
		...withValue.filter(option => option.choices === undefined && option.isFile !== true && !isProfile(option)).map(({flag}) => bashCase(`--${flag}`, 'COMPREPLY=()')),
		...commands.filter(({choices}) => choices !== undefined).map(({name, choices = []}) => bashCase(name, offered(choices.join(' ')))),
	];

	return `# bash completion of ${program}
${functionName(program)}() {
	local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"

	case "$previous" in
${cases.join('\n')}
	esac

	${offered([...options.map(({flag}) => `--${flag}`), ...commands.map(({name}) => name)].join(' '))}
}

complete -o filenames -F ${functionName(program)} ${program}
`;
};

const zshQuoted = (text: string): string => `'${text.replaceAll('\'', String.raw`'\''`)}'`;

/*
Brackets and colons part the fields of a specification.
*/
const zshHelp = (help: string): string => help.replaceAll(/[:\[\\\]]/gv, String.raw`\$&`);

const zshAction = (option: CompletedOption): string => {
	if (option.choices !== undefined) {
		return `(${option.choices.join(' ')})`;
	}

	if (option.isFile === true) {
		return '_files';
	}

	return isProfile(option) ? `(\${(f)"$(${profilesCommand})"})` : ' ';
};

const zshScript = (program: string, {options, commands}: CompletedProgram): string => {
	const optionSpecs = options.map(option => zshQuoted(`*--${option.flag}[${zshHelp(option.help)}]${option.value === undefined ? '' : `:${option.value}:${zshAction(option)}`}`));
	const commandSpecs = commands.map(({name, help}) => zshQuoted(`${name}:${zshHelp(help)}`));
	const argumentCases = commands.filter(({choices}) => choices !== undefined).map(({name, choices = []}) => `\t\t(${name}) compadd -- ${choices.join(' ')} ;;`);

	return String.raw`#compdef ${program}

${functionName(program)}() {
	local state
	local -a commands=(${commandSpecs.join(' ')})

	_arguments \
${optionSpecs.map(spec => `\t\t${spec} \\`).join('\n')}
		'1: :->command' \
		'2: :->argument'

	case $state in
		(command) _describe command commands ;;
		(argument)
	case $words[2] in
${argumentCases.join('\n')}
	esac ;;
	esac
}

if [ "$funcstack[1]" = ${functionName(program)} ]; then
	${functionName(program)} "$@"
else
	compdef ${functionName(program)} ${program}
fi
`;
};

const fishQuoted = (text: string): string => `'${text.replaceAll(/['\\]/gv, String.raw`\$&`)}'`;

const fishValue = (option: CompletedOption): string => {
	if (option.value === undefined) {
		return '';
	}

	if (option.choices !== undefined) {
		return ` -x -a ${fishQuoted(option.choices.join(' '))}`;
	}

	if (option.isFile === true) {
		return ' -r -F';
	}

	return isProfile(option) ? ` -x -a ${fishQuoted(`(sh -c ${JSON.stringify(profilesCommand).replaceAll('$', String.raw`\$`)})`)}` : ' -x';
};

const fishScript = (program: string, {options, commands}: CompletedProgram): string => [
	`# fish completion of ${program}`,
	`complete -c ${program} -f`,
	...commands.map(({name, help}) => `complete -c ${program} -n __fish_use_subcommand -a ${name} -d ${fishQuoted(help)}`),
	...commands.filter(({choices}) => choices !== undefined).map(({name, choices = []}) => `complete -c ${program} -n '__fish_seen_subcommand_from ${name}' -a ${fishQuoted(choices.join(' '))}`),
	...options.map(option => `complete -c ${program} -l ${option.flag}${fishValue(option)} -d ${fishQuoted(option.help)}`),
	'',
].join('\n');

const scripts = {bash: bashScript, zsh: zshScript, fish: fishScript} as const;

/**
A script that completes the command line of a program in a shell, which reads it at its start.
*/
export const completionScript = (shell: keyof typeof scripts, program: string, completed: CompletedProgram): string => scripts[shell](program, completed);
