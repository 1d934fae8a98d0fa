import {dateTime} from '../../text/time-text.ts';
import {refOfChange, type TargetChange} from '../../imports/change.ts';
import {failureCause} from '../../imports/import-facts.ts';
import {type Model} from '../../app/model.ts';
import {shownChanges} from '../../app/list/list-view.ts';
import {changeIndex} from '../../app/targets/target-screens.ts';
import {findRecord, targetNamer} from '../../app/targets/targets.ts';
import {changeSpans, changeTimeText} from '../list/change-spans.ts';
import {lazyLines, type Line, type Lines} from './lines.ts';
import {type CursorLines} from './target-lines.ts';

/*
The reason of a change to a failure, if it is known.
*/
const changeReason = (model: Model, observed: TargetChange): string | undefined => observed.change.kind === 'gone'
	? undefined
	: failureCause({task: observed.change.task, known: findRecord(model, refOfChange(observed))?.known})?.summary;

export const noChanges: Line = [{text: ' No changes yet'}];

/**
One row per observed change, newest first.
*/
export const changesLines = (model: Model): CursorLines => {
	const {columns} = model.size;
	const changes = shownChanges(model);
	const selected = changeIndex(model);
	const timeText = columns < 100 ? changeTimeText(model) : dateTime;
	const name = targetNamer(model);
	const lineOf = (observed: TargetChange, index: number): Line => {
		const spans = changeSpans(observed, columns - 2, {timeText, name, reason: changeReason(model, observed)});
		return index === selected ? [{text: ` ▸${spans.map(({text}) => text).join('')}`, style: 'selected'}] : [{text: '  '}, ...spans];
	};

	const lines: Lines = changes.length === 0 ? [noChanges] : lazyLines(changes, lineOf);
	return {lines, cursorLine: selected};
};
