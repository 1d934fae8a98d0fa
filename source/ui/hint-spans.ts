import {fitText, textWidth} from '../domain/printable.ts';
import {type Model} from '../model/model.ts';
import {isPaused} from '../model/selectors.ts';
import {selectedTarget} from '../model/target-screens.ts';
import {
	type Binding,
	type Keymap,
	type Scope,
	scopeOf,
	shownKeyOf,
} from './keymap.ts';
import {type Span} from './span.ts';

const gap = '  ';

/*
Whether the key that pauses lets polling go on now.
*/
const isResumed = (model: Model): boolean => selectedTarget(model)?.isPaused ?? isPaused(model);

/*
The last hints, help and quit, are always there; of the others, as many as have room.
*/
const keptAtEnd = 2;

const isArrow = (label: string): boolean => /^[←↑→↓]$/v.test(label);

/*
`↑↓ move`; undefined where there is nothing to say, or no key for it.
*/
const hintOf = (binding: Binding, bindings: readonly Binding[], word = binding.hint): string | undefined => {
	const before = bindings.filter(({command}) => command === binding.shownWith);
	const labels = [...before, binding].map(shown => shownKeyOf(shown)).filter(label => label !== undefined);
	return word === undefined || binding.keys.length === 0 ? undefined : `${labels.join(labels.every(label => isArrow(label)) ? '' : ' ')} ${word}`;
};

/*
The hints of a scope, in the order of the key table.
*/
const hintsIn = (scope: Scope, model: Model, {bindings}: Keymap): readonly string[] => bindings
	.filter(({scopes, command, isFixed = false}) => !isFixed && (model.query.text !== '' || command !== 'clearFilter') && scopes.includes(scope))
	.map(binding => hintOf(binding, bindings, binding.command === 'togglePause' && isResumed(model) ? 'resume' : binding.hint))
	.filter(hint => hint !== undefined);

/**
The line of key hints: what the keys do that are most wanted here.
*/
export const hintSpans = (model: Model, keymap: Keymap): readonly Span[] => {
	if (model.confirming !== undefined) {
		return [{text: ' type the last four characters of its id: '}, {text: fitText(`${model.confirming.typed} `, 12), style: 'selected'}, {text: gap + hintsIn('confirm', model, keymap).join(gap), style: 'muted'}];
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
