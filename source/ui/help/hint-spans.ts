import {isFailureStatus} from '../../imports/failures/reason.ts';
import {textWidth} from '../../text/printable.ts';
import {type Model} from '../../app/model.ts';
import {shownChanges, shownCount} from '../../app/list/list-view.ts';
import {isMovement} from '../../app/list/paging.ts';
import {isPaused, selectedImport} from '../../app/selectors.ts';
import {type Command} from '../../app/message.ts';
import {signInCommandOf} from '../../app/targets/sign-in.ts';
import {timelineView} from '../../app/timeline/timeline.ts';
import {selectedTarget} from '../../app/targets/target-screens.ts';
import {
	type Binding,
	type Keymap,
	listAndTimeline,
	type Scope,
	scopeOf,
	shownKeyOf,
} from '../../app/keys/keymap.ts';
import {type Span} from '../lines/span.ts';

const gap = '  ';

const willResume = (model: Model): boolean => selectedTarget(model)?.isPaused ?? isPaused(model);

const isArrow = (label: string): boolean => /^[←↑→↓]$/v.test(label);

type Hint = {readonly command: Command; readonly keys: string; readonly word: string};

const hintWidth = ({keys, word}: Hint): number => textWidth(`${gap}${keys} ${word}`);

/*
A hint such as `↑↓ move`; undefined if the binding has no hint or no key.
*/
const hintOf = (binding: Binding, bindings: readonly Binding[], word = binding.hint): Hint | undefined => {
	const shownBefore = bindings.filter(({command, scopes}) => command === binding.shownWith && scopes.some(scope => binding.scopes.includes(scope)));
	const labels = [...shownBefore, binding].map(shown => shownKeyOf(shown)).filter(label => label !== undefined);
	return word === undefined || binding.keys.length === 0 ? undefined : {command: binding.command, keys: labels.join(labels.every(label => isArrow(label)) ? '' : ' '), word};
};

const isForSelection = (command: Command): boolean => isMovement(command) || ['openDetails', 'copyTaskId', 'openCommands', 'openConsole', 'askToCancel'].includes(command);

const emptiness: Readonly<Partial<Record<Scope, (model: Model) => boolean>>> = {
	list: model => shownCount(model) === 0,
	timeline: model => timelineView(model).choices.length === 0,
	changes: model => shownChanges(model).length === 0,
};

const isUseful = (command: Command, scope: Scope, model: Model): boolean =>
	(command !== 'clearFilter' || scope !== 'list' || model.query.text !== '')
	&& (command !== 'refresh' || scope === 'list' || scope === 'targets')
	&& (command !== 'askToCancel' || model.canCancel)
	&& !(isForSelection(command) && emptiness[scope]?.(model) === true)
	&& (command !== 'signIn' || signInCommandOf(model) !== undefined);

// The sign-in comes first: nothing else works without it. In lists, the keys that move the cursor are the best known ones.
const rankIn = (scope: Scope, {command}: Binding): number => {
	if (command === 'signIn') {
		return -1;
	}

	if (!listAndTimeline.includes(scope)) {
		return 0;
	}

	if (['openHelp', 'quit', 'closeScreen'].includes(command)) {
		return 3;
	}

	return isMovement(command) ? 2 : Number(command !== 'openDetails');
};

const hintsIn = (scope: Scope, model: Model, {bindings}: Keymap): readonly Hint[] => bindings
	.filter(({scopes, command, isFixed = false}) => !isFixed && scopes.includes(scope) && isUseful(command, scope, model))
	.toSorted((one, other) => rankIn(scope, one) - rankIn(scope, other))
	.map(binding => hintOf(binding, bindings, binding.command === 'togglePause' && willResume(model) ? 'resume' : binding.hint))
	.filter(hint => hint !== undefined);

/*
The hints in the list that stay longest in narrow terminals come first.
*/
const listPriorities: readonly Command[] = [
	'signIn',
	'openHelp',
	'quit',
	'openDetails',
	'editFilter',
	'clearFilter',
	'nextGroup',
	'nextOrder',
	'togglePause',
	'openTimeline',
	'openCommands',
	'askToCancel',
	'openChanges',
	'copyTaskId',
	'openConsole',
	'refresh',
];

/*
After a failure, the commands help more than another order. In a pause, so does the key that ends it.
*/
const listRank = (command: Command, model: Model): number => {
	const rank = listPriorities.indexOf(command);
	const isUrgent = (command === 'openCommands' && isFailureStatus(selectedImport(model)?.task.status ?? '')) || (command === 'togglePause' && isPaused(model));

	if (isUrgent) {
		return listPriorities.indexOf('nextOrder') - 0.5;
	}

	return rank === -1 ? Infinity : rank;
};

// On the other screens, help and quit or the way back come last and stay longest.
const keptAtEnd = 2;

const byRank = (hints: readonly Hint[], scope: Scope, model: Model): readonly Hint[] => scope === 'list'
	? hints.toSorted((one, other) => listRank(one.command, model) - listRank(other.command, model))
	: [...hints.slice(-keptAtEnd), ...hints.slice(0, -keptAtEnd)];

/**
The key hints at the bottom, as many as fit.
*/
export const hintSpans = (model: Model, keymap: Keymap): readonly Span[] => {
	const scope = scopeOf(model);
	const hints = hintsIn(scope, model, keymap);
	const shown = new Set<Hint>();
	let room = model.size.columns + 1;

	for (const hint of byRank(hints, scope, model)) {
		room -= hintWidth(hint);

		if (room < 0) {
			break;
		}

		shown.add(hint);
	}

	return hints.filter(hint => shown.has(hint)).flatMap(({keys, word}, index): readonly Span[] => [{text: index === 0 ? ' ' : gap}, {text: keys, style: 'key'}, {text: ` ${word}`, style: 'muted'}]);
};
