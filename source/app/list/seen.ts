import {
	type ImportList,
	type ImportRecord,
	mapImports,
	updateImports,
} from '../../imports/import-list.ts';
import {type ImportRef} from '../../imports/task.ts';
import {type Model} from '../model.ts';
import {pageImports} from '../selectors.ts';
import {type TargetState} from '../targets/target-state.ts';
import {mapTargets, refOf} from '../targets/targets.ts';
import {summaryOf} from './list-view.ts';

const hasUnseen = ({targets}: Model): boolean => targets.values().some(({imports}) => summaryOf(imports).hasUnseen);

const visibleRefs = (model: Model): readonly ImportRef[] => {
	const {screen} = model;

	if (screen.kind === 'details') {
		return [screen.ref];
	}

	return screen.kind === 'list' && hasUnseen(model) ? pageImports(model).map(record => refOf(record)) : [];
};

const withoutMarks = (record: ImportRecord): ImportRecord => record.mark === undefined && record.missed === undefined && !record.isUnseenFailure
	? record
	: {
		...record, mark: undefined, missed: undefined, isUnseenFailure: false,
	};

const withLists = (model: Model, change: (target: TargetState) => ImportList): Model => {
	const lists = new Map(model.targets.values().map(target => [target.id, change(target)]));
	return model.targets.values().every(({id, imports}) => lists.get(id) === imports)
		? model
		: mapTargets(model, target => ({...target, imports: lists.get(target.id) ?? target.imports}));
};

/**
Marks the visible imports as seen, because a key press shows that the user is looking.
*/
export const markSeen = (model: Model): Model => {
	const refs = visibleRefs(model);
	return refs.length === 0
		? model
		: withLists(model, ({id, imports}) => updateImports(imports, refs.filter(({targetId}) => targetId === id).map(({taskId}) => taskId), withoutMarks));
};

/**
Dismisses all missed changes, even on other pages.
*/
export const dismissMissed = (model: Model): Model => withLists(model, ({imports}) => mapImports(imports, record => record.missed === undefined
	? record
	: {...record, mark: undefined, missed: undefined}));
