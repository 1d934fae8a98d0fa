import {fitText} from '../domain/printable.ts';
import {type Model} from '../model/model.ts';
import {isPaused} from '../model/selectors.ts';
import {selectedTarget} from '../model/target-screens.ts';
import {bindings, scopeOf} from './keymap.ts';
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

/**
The line of key hints: what the keys do that are most wanted here.
*/
export const hintSpans = (model: Model): readonly Span[] => {
	if (model.confirming !== undefined) {
		return [{text: ' type the last four characters of its id: '}, {text: fitText(`${model.confirming.typed} `, 12), style: 'selected'}, {text: '  Enter cancels it  Esc keeps it', style: 'muted'}];
	}

	const scope = scopeOf(model);
	const hints = bindings
		.filter(binding => binding.scopes.includes(scope) && (binding.command !== 'clearFilter' || model.query.text !== ''))
		.map(({command, hint}) => command === 'togglePause' && isResumed(model) ? 'p resume' : hint)
		.filter(hint => hint !== undefined);
	const last = hints.slice(-keptAtEnd);
	let room = model.size.columns - 1 - last.join(gap).length;
	const shown: string[] = [];

	for (const hint of hints.slice(0, -keptAtEnd)) {
		room -= hint.length + gap.length;

		if (room < 0) {
			break;
		}

		shown.push(hint);
	}

	return [{text: ` ${[...shown, ...last].join(gap)}`, style: 'muted'}];
};
