import {type CancelAnswer} from '../domain/cancelling.ts';
import {type DetailsReport} from '../domain/details-plan.ts';
import {type EffectReport} from '../domain/effect.ts';
import {type PollReport} from '../domain/poll.ts';
import {type Remembered} from '../domain/remembered.ts';
import {type Target} from '../domain/target.ts';
import {type KnownList, listDifference, nothingKnown} from './list-difference.ts';
import {type RecordedFact, unnamedTargetId, type Written} from './recording-form.ts';
import {createRedactor, type Redactor} from './redactor.ts';

type OfTarget = {readonly targetId?: string | undefined};

/**
The messages of the program, as far as they are written.
*/
export type RecordedMessage =
	| (OfTarget & (
		| PollReport
		| DetailsReport
		| {readonly type: 'connected'; readonly target: Target}
		| {readonly type: 'remembered'; readonly remembered: Remembered}
		| {readonly type: 'cancelAnswered'; readonly key: string; readonly answer: CancelAnswer}
		| {readonly type: 'importPicked'; readonly key: string}
	))
	| Exclude<EffectReport, {type: 'cancelAnswered'}>
	| {readonly type: 'noted'; readonly sentence: string}
	| {readonly type: 'commandGiven'; readonly command: string}
	| {readonly type: 'scrolled'; readonly scroll: number}
	| {readonly type: 'resized'; readonly size: {readonly columns: number; readonly rows: number}}
	| {readonly type: 'filterEdited'}
	| {readonly type: 'confirmationTyped'}
	| {readonly type: 'timedOut'}
	| {readonly type: 'sourceEnded'}
	| {readonly type: 'continued'};

type Fact = Written<RecordedFact>;

const rememberedFact = ({tasks, firstSeen, changedAt, changedAfter, changes, until}: Remembered, redactor: Redactor): Fact => {
	const byKey = <Value>(map: ReadonlyMap<string, Value>): ReadonlyArray<readonly [string, Value]> =>
		map.entries().map(([key, value]) => [redactor.key(key), value] as const).toArray();

	return {
		type: 'remembered',
		remembered: {
			tasks: tasks.values().map(task => redactor.task(task)).toArray(),
			firstSeen: byKey(firstSeen).map(([key, {at, status}]) => [key, {at, status: redactor.constant(status)}]),
			changedAt: byKey(changedAt),
			changedAfter: byKey(changedAfter),
			changes: changes.map(change => redactor.change(change)),
			until,
		},
	};
};

/**
Makes of messages, in the order in which they come, what is written of them: every name in them replaced, scans told by their difference to the one before.
*/
export const createFactWriter = (): ((message: RecordedMessage) => Fact) => {
	const redactor = createRedactor();

	// By target id.
	const known = new Map<string, KnownList>();

	const scanFact = ({scanNumber, snapshot, failure, signIn, targetId = unnamedTargetId}: Extract<RecordedMessage, {type: 'scanEnded'}>): Fact => {
		const {difference, known: next} = listDifference(known.get(targetId) ?? nothingKnown, snapshot);
		known.set(targetId, next);

		return {
			type: 'scanEnded',
			scanNumber,
			isComplete: difference.isComplete,
			list: difference.list.map(part => typeof part === 'string' ? redactor.key(part) : part),
			tasks: difference.tasks.map(task => redactor.task(task)),
			failure: failure && redactor.failure(failure),
			signIn: signIn && redactor.signIn(signIn),
		};
	};

	const factOf = (message: RecordedMessage): Fact => {
		switch (message.type) {
			case 'connected': {
				return {type: 'connected', target: redactor.target(message.target)};
			}

			case 'remembered': {
				return rememberedFact(message.remembered, redactor);
			}

			case 'scanDelayed': {
				return {type: 'scanDelayed', scanNumber: message.scanNumber};
			}

			case 'scanEnded': {
				return scanFact(message);
			}

			case 'detailsAnswered': {
				return {type: 'detailsAnswered', key: redactor.key(message.key), answer: redactor.answer(message.answer)};
			}

			case 'cancelAnswered': {
				const {key, answer} = message;
				return {
					type: 'cancelAnswered',
					key: redactor.key(key),
					answer: answer.kind === 'accepted' ? {kind: 'accepted'} : {kind: 'refused', sentence: redactor.sentence(answer.sentence)},
				};
			}

			case 'commandGiven': {
				return {type: 'commandGiven', command: message.command};
			}

			case 'importPicked': {
				return {type: 'importPicked', key: redactor.key(message.key)};
			}

			case 'noted': {
				return {type: 'noted', sentence: redactor.sentence(message.sentence)};
			}

			case 'scrolled': {
				return {type: 'scrolled', scroll: message.scroll};
			}

			case 'resized': {
				const {columns, rows} = message.size;
				return {type: 'resized', size: {columns, rows}};
			}

			// What was typed, copied, opened or found may hold any name.
			case 'filterEdited':
			case 'confirmationTyped':
			case 'effectDone':
			case 'profilesListed':
			case 'pollDue':
			case 'timedOut':
			case 'sourceEnded':
			case 'continued': {
				return {type: message.type};
			}
		}
	};

	return message => {
		const targetId = 'targetId' in message ? message.targetId : undefined;
		const fact = factOf(message);
		return targetId === undefined ? fact : {...fact, targetId: redactor.targetId(targetId)};
	};
};
