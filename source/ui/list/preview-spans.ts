import {type Cause, remedyFor} from '../../imports/failures/causes.ts';
import {
	graphIn,
	graphNameIn,
	type Graphs,
	memoryText,
	unavailableLabel,
} from '../../imports/graph.ts';
import {failureCause} from '../../imports/import-facts.ts';
import {type ImportRecord} from '../../imports/import-list.ts';
import {stalledSince} from '../../imports/progress/progress.ts';
import {statusLook} from '../../imports/status-look.ts';
import {formatLabel, isFinished} from '../../imports/task.ts';
import {joinParts} from '../../text/join-parts.ts';
import {fitText, printable, textWidth} from '../../text/printable.ts';
import {
	clockTime,
	countText,
	durationText,
	pluralText,
} from '../../text/time-text.ts';
import {cutLines, wrapLines} from '../../text/wrap-lines.ts';
import {newestUnseenFailure} from '../../app/list/list-view.ts';
import {type Model} from '../../app/model.ts';
import {
	findTarget,
	lastScanAt,
	targetNamer,
	usualFor,
} from '../../app/targets/targets.ts';
import {selectedImport, staleTime} from '../../app/selectors.ts';
import {keyFor, type Keymap} from '../../app/keys/keymap.ts';
import {type Line} from '../lines/lines.ts';
import {rateWithSparkline, slowText, usualText} from '../lines/rate-texts.ts';
import {fitSpans, type Span, spansWidth} from '../lines/span.ts';
import {listStatusLabel} from './cells.ts';

// Before and after the title.
const ruleMargin = 6;

/**
A heading above a part of the screen, with a rule up to the right edge.
*/
export const ruleSpans = (title: readonly Span[], columns: number): Line => {
	const fitted = fitSpans(title, columns - ruleMargin);
	return [{text: ' ── ', style: 'muted'}, ...fitted, {text: ` ${'─'.repeat(Math.max(0, columns - ruleMargin - spansWidth(fitted)))}`, style: 'muted'}];
};

/*
The import in the preview: the selected one, or the newest unseen failure while the cursor rests at the top.
*/
const previewedImport = (model: Model): ImportRecord | undefined => {
	const {cursor: {ref, index}} = model;
	return (ref === undefined && index === 0 ? newestUnseenFailure(model) : undefined) ?? selectedImport(model);
};

/*
The name of the graph, with its memory and its status if that is not available. The memory is left out first.
*/
const graphTexts = (graphs: Graphs | undefined, graphId: string | undefined): ReadonlyArray<string | undefined> => {
	const name = graphNameIn(graphs, graphId);
	const graph = graphIn(graphs, graphId);

	if (graph === undefined) {
		return [name];
	}

	const status = unavailableLabel(graph);
	const states = [[status, memoryText(graph)], [status], []].map(parts => joinParts(parts, ', '));
	return states.map(state => state === '' ? name : `${name} (${state})`);
};

const titleOf = (model: Model, {targetId, task, known}: ImportRecord, width: number): readonly Span[] => {
	const attempt = known?.details?.attemptNumber;
	const {sign, style} = statusLook(task.status);
	const target = printable(joinParts(['', targetNamer(model)(targetId)], ' · '));
	const start: readonly Span[] = [{text: printable(task.taskId), style: 'title'}, {text: `${target} · `}, {text: sign, style}];
	const room = width - spansWidth(start);
	const texts = graphTexts(findTarget(model, targetId)?.graphs.byId, task.graphId)
		.map(graph => ` ${printable(joinParts([listStatusLabel(task.status, model.size.columns), attempt === undefined ? undefined : `attempt ${countText(attempt)}`, graph], ' · '))}`);
	return [...start, {text: texts.find(text => textWidth(text) <= room) ?? texts.at(-1) ?? ''}];
};

const separator = ' '.repeat(3);

// In little width, the dictionary entries and then the rate are left out.
const countsForms = [
	{hasRate: true, hasDictionary: true},
	{hasRate: true, hasDictionary: false},
	{hasRate: false, hasDictionary: false},
] as const;

const sparklineColumns = 10;

const countsText = (model: Model, record: ImportRecord, width: number): string => {
	const {task, known} = record;
	const {details, history, answeredAt} = known ?? {};
	const now = lastScanAt(model);
	const usual = usualFor(model, record);
	const usualDuration = usualText(record, usual);
	const usually = usualDuration === undefined ? undefined : `usually ${usualDuration}`;

	if (details === undefined || answeredAt === undefined) {
		return isFinished(task.status) ? '' : joinParts(['No progress from AWS yet', usually], separator);
	}

	const {statementCount, errorCount, dictionaryEntryCount, elapsedMs} = details.progress ?? {};
	const staleAt = staleTime(model, record);
	const stalledAt = history === undefined || isFinished(task.status) ? undefined : stalledSince(history, answeredAt);
	const texts = countsForms.map(({hasRate, hasDictionary}) => joinParts([
		staleAt === undefined ? undefined : `not updated since ${clockTime(staleAt, now)}`,
		statementCount === undefined ? undefined : `${countText(statementCount)} statements`,
		hasRate ? rateWithSparkline(record, sparklineColumns) : undefined,
		slowText(record, usual),
		dictionaryEntryCount === undefined || !hasDictionary ? undefined : `${countText(dictionaryEntryCount)} dictionary entries`,
		errorCount === undefined ? undefined : pluralText(errorCount, 'error'),
		stalledAt === undefined ? undefined : `no progress since ${clockTime(stalledAt, now)}`,
		elapsedMs !== undefined && isFinished(task.status) ? `ran ${durationText(elapsedMs)}` : undefined,
		usually,
	], separator));
	return texts.find(text => textWidth(text) <= width) ?? texts.at(-1) ?? '';
};

const placeText = ({task, known}: ImportRecord, now: number): string => {
	const startedAt = known?.details?.progress?.startedAt;
	return joinParts([
		task.graphId ?? 'graph not created yet',
		task.roleArn === '' ? undefined : `role ${task.roleArn.replace(/^.*\//v, '')}`,
		task.format === undefined ? undefined : formatLabel(task.format),
		startedAt === undefined ? undefined : `started ${clockTime(startedAt, now)}`,
	], ' · ');
};

/*
The remedy or its first sentence, with the key for the commands and without it.
*/
const adviceTexts = (remedy: string, key: string | undefined): readonly string[] => {
	const texts = [remedy, /^.*?\.(?= |$)/v.exec(remedy)?.[0] ?? remedy];
	return [...(key === undefined ? [] : texts.map(text => `${text} ${key} shows the commands.`)), ...texts].map(text => `→ ${text}`);
};

/*
The whole reason and the remedy, as far as they fit. The first sentence of the remedy is never cut.
*/
const causeLines = ({summary, remedy}: Cause, record: ImportRecord, {key, width, height}: {readonly key: string | undefined; readonly width: number; readonly height: number}): readonly string[] => {
	const reason = wrapLines(summary, width);
	const advices = remedy === undefined ? [[]] : adviceTexts(remedy, key).map(text => wrapLines(text, width));
	const advice = advices.find(({length}) => reason.length + length <= height) ?? advices.at(-1) ?? [];
	return [...cutLines(reason, Math.max(1, height - advice.length), width), ...advice, record.task.source].slice(0, height);
};

/**
The preview: a heading and up to three lines, or one line without a heading.
*/
export const previewLines = (model: Model, keymap: Keymap, height: number): readonly Line[] => {
	const {columns} = model.size;
	const record = previewedImport(model);

	if (record === undefined) {
		return Array.from({length: height}, () => []);
	}

	const cause = failureCause(record);
	const remedy = cause && remedyFor(cause, graphIn(findTarget(model, record.targetId)?.graphs.byId, record.task.graphId));
	const width = columns - 2;
	const bodyHeight = height === 1 ? 1 : height - 1;
	// The key applies to the selected import.
	const key = record === selectedImport(model) ? keyFor('openCommands', keymap) : undefined;
	const texts = cause === undefined
		? [countsText(model, record, width), record.task.source, placeText(record, lastScanAt(model))]
		: causeLines({...cause, remedy}, record, {key, width, height: bodyHeight});
	const body = Array.from({length: bodyHeight}, (_, index): Line => [{text: ` ${fitText(texts[index] ?? '', width)}`}]);
	return height === 1 ? body : [ruleSpans(titleOf(model, record, columns - ruleMargin), columns), ...body];
};
