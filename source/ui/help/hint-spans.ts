import {fitText, printable, textWidth} from '../../text/printable.ts';
import {confirmationOf} from '../../imports/task.ts';
import {type Model} from '../../app/model.ts';
import {isPaused} from '../../app/selectors.ts';
import {type Command} from '../../app/message.ts';
import {signInCommandOf} from '../../app/sign-in.ts';
import {selectedTarget} from '../../app/target-screens.ts';
import {
	type Binding,
	type Keymap,
	type Scope,
	scopeOf,
	shownKeyOf,
} from '../../app/keys/keymap.ts';
import {type Span} from '../lines/span.ts';

const gap = '  ';

const willResume = (model: Model): boolean => selectedTarget(model)?.isPaused ?? isPaused(model);

// The last two hints (help and quit) always stay. The others stay if they fit.
const keptAtEnd = 2;

const isArrow = (label: string): boolean => /^[←↑→↓]$/v.test(label);

/*
A hint such as `↑↓ move`; undefined if the binding has no hint or no key.
*/
const hintOf = (binding: Binding, bindings: readonly Binding[], word = binding.hint): string | undefined => {
	const shownBefore = bindings.filter(({command}) => command === binding.shownWith);
	const labels = [...shownBefore, binding].map(shown => shownKeyOf(shown)).filter(label => label !== undefined);
	return word === undefined || binding.keys.length === 0 ? undefined : `${labels.join(labels.every(label => isArrow(label)) ? '' : ' ')} ${word}`;
};

const isUseful = (command: Command, scope: Scope, model: Model): boolean =>
	(command !== 'clearFilter' || scope !== 'list' || model.query.text !== '')
	&& (command !== 'askToCancel' || model.canCancel)
	&& (command !== 'signIn' || signInCommandOf(model) !== undefined);

/*
The sign-in comes first: nothing else works without it.
*/
const hintsIn = (scope: Scope, model: Model, {bindings}: Keymap): readonly string[] => [...bindings.filter(({command}) => command === 'signIn'), ...bindings.filter(({command}) => command !== 'signIn')]
	.filter(({scopes, command, isFixed = false}) => !isFixed && scopes.includes(scope) && isUseful(command, scope, model))
	.map(binding => hintOf(binding, bindings, binding.command === 'togglePause' && willResume(model) ? 'resume' : binding.hint))
	.filter(hint => hint !== undefined);

/**
The key hints at the bottom; while a cancellation waits for confirmation, the prompt for it.
*/
export const hintSpans = (model: Model, keymap: Keymap): readonly Span[] => {
	if (model.confirming !== undefined) {
		const {ref, typed} = model.confirming;
		const hints = hintsIn('confirm', model, keymap).map(hint => ` · ${hint}`).join('');
		return [{text: ` Type \`${printable(confirmationOf(ref.taskId))}\` to cancel this import: `}, {text: fitText(`${typed} `, 12), style: 'selected'}, {text: hints, style: 'muted'}];
	}

	const hints = hintsIn(scopeOf(model), model, keymap);
	const last = hints.slice(-keptAtEnd);
	let room = model.size.columns - 1 - textWidth(last.join(gap));
	const shown: string[] = [];

	for (const hint of hints.slice(0, -keptAtEnd)) {
		room -= textWidth(gap + hint);

		if (room < 0) {
			break;
		}

		shown.push(hint);
	}

	return [{text: ` ${[...shown, ...last].join(gap)}`, style: 'muted'}];
};
