import {type Flag, flags as allFlags} from './arguments.ts';
import {commands, isAccepted, shells} from './option-spec.ts';

/*
How a shell completes the value of a flag. `nothing` means that the flag takes no value, and `unknown` that its value can't be completed.
*/
type Completed = 'nothing' | 'choices' | 'files' | 'profiles' | 'unknown';

const completedBy = ({isOff, option: {name, value}}: Flag): Completed => {
	if (value === undefined || isOff) {
		return 'nothing';
	}

	if (value.choices !== undefined) {
		return 'choices';
	}

	if (value.isFile === true) {
		return 'files';
	}

	return name === 'profile' ? 'profiles' : 'unknown';
};

const hasListValue = ({option: {value}}: Flag): boolean => value?.isList === true;

const flagsOf = (flags: readonly Flag[], command: (typeof commands)[number]): readonly Flag[] => flags.filter(({option}) => isAccepted(option, command.name));

const choicesOf = ({option: {value}}: Flag): string => (value?.choices ?? []).join(' ');

const fileOrElse = (variable: string, name: string): string => `"\${${variable}:-$HOME/.aws/${name}}"`;

/*
Prints the profiles of the AWS configuration. Omits names with characters that a shell expands: bash expands its suggestions, and the chosen one ends up on the command line.
*/
const profilesCommand = [
	String.raw`sed -n 's|^\[\(profile \)\{0,1\}\([[:alnum:]_.@+/-]*\)\][[:space:]]*$|\2|p'`,
	fileOrElse('AWS_CONFIG_FILE', 'config'),
	fileOrElse('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
	'2>/dev/null | sort -u',
].join(' ');

const bashCase = (words: readonly string[], action: string): string => `\t\t${words.join('|')})\n\t\t\t${action}\n\t\t\treturn\n\t\t\t;;`;

/*
Lets bash complete file names itself. The bash of macOS is too old for that, so it reads one name per line; names may contain spaces.
*/
const bashFiles = `compopt -o default 2>/dev/null && return
			while IFS= read -r word; do
				[ -n "$word" ] && COMPREPLY+=("$word")
			done <<< "$(compgen -f -- "$current")"`;

const bashScript = (program: string, flags: readonly Flag[]): string => {
	const name = `_${program.replaceAll('-', '_')}`;
	const offer = (words: string): string => `COMPREPLY=($(compgen -W '${words}' -- "$current"))`;
	const offerInList = (words: string): string => `COMPREPLY=($(compgen -P "$before" -W ${words} -- "\${current##*,}"))`;
	const offerFlags = (offered: readonly Flag[], words: readonly string[] = []): string => offer([...offered.map(({flag}) => `--${flag}`), ...words].join(' '));
	const flagsBy = (completed: Completed): readonly string[] => flags.filter(flag => completedBy(flag) === completed).map(({flag}) => `--${flag}`);
	const cases = [
		...flags.filter(flag => completedBy(flag) === 'choices').map(flag => bashCase([`--${flag.flag}`], hasListValue(flag) ? offerInList(`'${choicesOf(flag)}'`) : offer(choicesOf(flag)))),
		bashCase(flagsBy('profiles'), offerInList(`"$(${profilesCommand})"`)),
		bashCase(flagsBy('files'), bashFiles),
		bashCase(flagsBy('unknown'), ':'),
		bashCase(['completion'], offer(shells.join(' '))),
	];

	const commandCases = commands.map(command => bashCase([command.name], offerFlags(flagsOf(flags, command))));

	return `# bash completion of ${program}
${name}() {
	local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" before= word
	COMPREPLY=()

	# Bash splits --option=value into three words.
	if [ "$current" = = ]; then
		current=
	elif [ "$previous" = = ]; then
		previous="\${COMP_WORDS[COMP_CWORD-2]}"
	fi

	# The values before the last comma.
	case "$current" in
		*,*) before="\${current%,*}," ;;
	esac

	case "$previous" in
${cases.join('\n')}
	esac

	for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		case "$word" in
${commandCases.join('\n')}
		esac
	done

	${offerFlags(flags, commands.map(command => command.name))}
}

complete -F ${name} ${program}
`;
};

const zshQuoted = (text: string): string => `'${text.replaceAll('\'', String.raw`'\''`)}'`;

// Brackets and colons separate the fields of a specification.
const zshHelp = (help: string): string => help.replaceAll(/[:\[\\\]]/gv, String.raw`\$&`);

/*
The profiles need a function of their own: a colon would end the action.
*/
const zshAction = (flag: Flag, profilesFunction: string): string => ({
	nothing: '',
	choices: hasListValue(flag) ? `_values -s , ${flag.option.placeholder ?? ''} ${choicesOf(flag)}` : `(${choicesOf(flag)})`,
	files: '_files',
	profiles: profilesFunction,
	unknown: ' ',
})[completedBy(flag)];

const zshFlag = (flag: Flag, profilesFunction: string): string => {
	const help = `[${zshHelp(flag.help)}]`;
	return zshQuoted(completedBy(flag) === 'nothing' ? `*--${flag.flag}${help}` : `*--${flag.flag}=${help}:${flag.option.placeholder ?? ''}:${zshAction(flag, profilesFunction)}`);
};

const zshScript = (program: string, flags: readonly Flag[]): string => {
	// Zsh autoloads the file of this name, then calls the function of the same name.
	const name = `_${program}`;
	const profilesFunction = `${name}_profiles`;
	const specs = (listed: readonly Flag[]): string => listed.map(flag => `\t\t${zshFlag(flag, profilesFunction)}`).join('\n');
	const commandSpecs = commands.map(command => zshQuoted(`${command.name}:${zshHelp(command.help)}`));

	return String.raw`#compdef ${program}

${profilesFunction}() {
	local -a profiles=(${'$'}{(f)"$(${profilesCommand})"})
	(( $#profiles )) && _values -s , profile $profiles
}

${name}() {
	local context state state_descr line result=1
	local -A opt_args
	local -a commands=(${commandSpecs.join(' ')})

	local -a flags=(
${specs(flags)}
	)

	case ${'$'}{words[(r)(${commands.map(command => command.name).join('|')})]} in
${commands.map(command => `\t\t(${command.name}) flags=(\n${specs(flagsOf(flags, command))}\n\t\t) ;;`).join('\n')}
	esac

	_arguments $flags \
		'1: :->command' \
		'2: :->argument' && result=0

	case $state in
		(command) _describe command commands && result=0 ;;
		(argument)
			case $line[1] in
				(completion) compadd -- ${shells.join(' ')} && result=0 ;;
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

/*
Prints the values before the last comma of the current word.
*/
const fishBefore = '(commandline -t | string replace -r \'^(?:--[^=]*=)?((?:.*,)?)[^,]*$\' \'$1\')';

const fishValue = (flag: Flag): string => ({
	nothing: '',
	choices: ` -x -a ${fishQuoted(hasListValue(flag) ? `${fishBefore}{${choicesOf(flag).replaceAll(' ', ',')}}` : choicesOf(flag))}`,
	files: ' -r -F',
	profiles: ` -x -a ${fishQuoted(`${fishBefore}(sh -c ${JSON.stringify(profilesCommand).replaceAll('$', String.raw`\$`)})`)}`,
	unknown: ' -x',
})[completedBy(flag)];

/*
Limits a flag to the commands that accept it. Without a command, all flags are offered.
*/
const fishCondition = ({option}: Flag): string => {
	const rejecting = commands.filter(({name}) => !isAccepted(option, name)).map(({name}) => name);
	return rejecting.length === 0 ? '' : ` -n ${fishQuoted(`not __fish_seen_subcommand_from ${rejecting.join(' ')}`)}`;
};

const fishScript = (program: string, flags: readonly Flag[]): string => [
	`# fish completion of ${program}`,
	`complete -c ${program} -f`,
	...commands.map(({name, help}) => `complete -c ${program} -n __fish_use_subcommand -a ${name} -d ${fishQuoted(help)}`),
	`complete -c ${program} -n '__fish_seen_subcommand_from completion' -a ${fishQuoted(shells.join(' '))}`,
	...flags.map(flag => `complete -c ${program}${fishCondition(flag)} -l ${flag.flag}${fishValue(flag)} -d ${fishQuoted(flag.help)}`),
	'',
].join('\n');

const scripts = {bash: bashScript, zsh: zshScript, fish: fishScript} as const;

/**
Indents with spaces, because output shows a tab as a control picture.
*/
export const completionScript = (shell: keyof typeof scripts, program: string, flags = allFlags): string => scripts[shell](program, flags).replaceAll('\t', '  ');
