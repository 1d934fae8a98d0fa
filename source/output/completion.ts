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

const isProfile = ({flag}: CompletedOption): boolean => flag === 'profile';

const fileOrElse = (variable: string, name: string): string => `"\${${variable}:-$HOME/.aws/${name}}"`;

/*
The names of the profiles in the configuration of the AWS CLI; nothing where there is none. Names that a shell might read as more than a name are left out, since what is offered is expanded by bash, and stands on the command line once it is chosen.
*/
const profilesCommand = [
	String.raw`sed -n 's|^\[\(profile \)\{0,1\}\([[:alnum:]_.@+/-]*\)\][[:space:]]*$|\2|p'`,
	fileOrElse('AWS_CONFIG_FILE', 'config'),
	fileOrElse('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
	'2>/dev/null | sort -u',
].join(' ');

const flagsOf = (options: readonly CompletedOption[]): readonly string[] => options.map(({flag}) => `--${flag}`);

/*
What is done after one of these words; nothing where there is none.
*/
const bashCase = (words: readonly string[], action: string): string => words.length === 0 ? '' : `\t\t${words.join('|')})\n\t\t\t${action}\n\t\t\treturn\n\t\t\t;;`;

/*
Bash completes names of files best by itself, where it can be asked to; the bash of macOS is too old for that, and takes them one a line, for they may hold spaces.
*/
const bashFiles = `compopt -o default 2>/dev/null && return
			while IFS= read -r word; do
				[ -n "$word" ] && COMPREPLY+=("$word")
			done <<< "$(compgen -f -- "$current")"`;

const bashScript = (program: string, {options, commands}: CompletedProgram): string => {
	const name = `_${program.replaceAll('-', '_')}`;
	const withValue = options.filter(({value}) => value !== undefined);
	const offered = (words: string): string => `COMPREPLY=($(compgen -W '${words}' -- "$current"))`;
	const isFree = (option: CompletedOption): boolean => option.choices === undefined && option.isFile !== true && !isProfile(option);
	const cases = [
		...withValue.filter(({choices}) => choices !== undefined).map(({flag, choices = []}) => bashCase([`--${flag}`], offered(choices.join(' ')))),
		bashCase(flagsOf(withValue.filter(option => isProfile(option))), `COMPREPLY=($(compgen -W "$(${profilesCommand})" -- "$current"))`),
		bashCase(flagsOf(withValue.filter(({isFile}) => isFile === true)), bashFiles),
		bashCase(flagsOf(withValue.filter(option => isFree(option))), ':'),
		...commands.filter(({choices}) => choices !== undefined).map(command => bashCase([command.name], offered((command.choices ?? []).join(' ')))),
	];

	return `# bash completion of ${program}
${name}() {
	local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" word
	COMPREPLY=()

	# --option=value comes as three words.
	if [ "$current" = = ]; then
		current=
	elif [ "$previous" = = ]; then
		previous="\${COMP_WORDS[COMP_CWORD-2]}"
	fi

	case "$previous" in
${cases.filter(one => one !== '').join('\n')}
	esac

	${offered([...flagsOf(options), ...commands.map(command => command.name)].join(' '))}
}

complete -F ${name} ${program}
`;
};

const zshQuoted = (text: string): string => `'${text.replaceAll('\'', String.raw`'\''`)}'`;

/*
Brackets and colons part the fields of a specification.
*/
const zshHelp = (help: string): string => help.replaceAll(/[:\[\\\]]/gv, String.raw`\$&`);

/*
A colon would end the action, so that the profiles have a function of their own.
*/
const zshAction = (option: CompletedOption, profilesFunction: string): string => {
	if (option.choices !== undefined) {
		return `(${option.choices.join(' ')})`;
	}

	if (option.isFile === true) {
		return '_files';
	}

	return isProfile(option) ? profilesFunction : ' ';
};

const zshScript = (program: string, {options, commands}: CompletedProgram): string => {
	// As the file from which zsh loads it: the first time, it calls by that name what the file defines.
	const name = `_${program}`;
	const profilesFunction = `${name}_profiles`;
	const optionSpecs = options.map(option => {
		const help = `[${zshHelp(option.help)}]`;
		return zshQuoted(option.value === undefined ? `*--${option.flag}${help}` : `*--${option.flag}=${help}:${option.value}:${zshAction(option, profilesFunction)}`);
	});
	const commandSpecs = commands.map(command => zshQuoted(`${command.name}:${zshHelp(command.help)}`));
	const argumentCases = commands.filter(({choices}) => choices !== undefined).map(command => `\t\t\t\t(${command.name}) compadd -- ${(command.choices ?? []).join(' ')} && result=0 ;;`);

	return String.raw`#compdef ${program}

${profilesFunction}() {
	local -a profiles=(${'$'}{(f)"$(${profilesCommand})"})
	compadd -a profiles
}

${name}() {
	local context state state_descr line result=1
	local -A opt_args
	local -a commands=(${commandSpecs.join(' ')})

	_arguments \
${optionSpecs.map(spec => `\t\t${spec} \\`).join('\n')}
		'1: :->command' \
		'2: :->argument' && result=0

	case $state in
		(command) _describe command commands && result=0 ;;
		(argument)
			case $line[1] in
${argumentCases.join('\n')}
			esac ;;
	esac

	return result
}

if [ "$funcstack[1]" = ${name} ]; then
	${name} "$@"
else
	compdef ${name} ${program}
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
