import {editInput, type InputEdit} from '../text/line-editor.ts';
import {type Outcome} from '../imports/polling/until-done.ts';
import {addEarlierImports} from '../imports/progress/usual.ts';
import {
	handleCommand,
	markInteraction,
	openImport,
	pickOrder,
} from './commands.ts';
import {addEarlierFilters, withQuery} from './list/filter-prompt.ts';
import {editSearch, searchOf} from './screens.ts';
import {pickImport} from './list/cursor.ts';
import {applyDetailsAnswer, recheckReasons} from './details/details-round.ts';
import {endScan} from './polling/end-scan.ts';
import {doneEffects} from './polling/events.ts';
import {applyGraphsAnswer} from './details/graphs.ts';
import {applyCancelAnswer} from './import-commands.ts';
import {type Message, type TargetMessage} from './message.ts';
import {type Model} from './model.ts';
import {type Next, withoutEffects} from './effect.ts';
import {pauseTarget, startScan} from './polling/polling.ts';
import {connectTarget, restoreState} from './polling/restore-state.ts';
import {continueScreen} from './targets/sign-in.ts';
import {moveChoice, openProfiles} from './targets/target-screens.ts';
import {type TargetState} from './targets/target-state.ts';
import {findTarget, mapTargets, setTarget} from './targets/targets.ts';
import {finish} from './polling/until-done.ts';

type MessagesByType = {readonly [Each in Message as Each['type']]: Each};

/*
An indexed type rather than `Extract`, so that TypeScript can match a message with its handler.
*/
type MessageOf<Type extends Message['type']> = {readonly [Each in Type]: {readonly type: Each} & MessagesByType[Each]}[Type];

type TargetMessageType = TargetMessage['type'];

type OtherMessageType = Exclude<Message['type'], TargetMessageType>;

const targetHandlers: {readonly [Type in TargetMessageType]: (model: Model, target: TargetState, message: MessageOf<Type>) => Next} = {
	connected: (model, target, message) => connectTarget(model, target, message.target),
	stateRestored: (model, target, {savedState}) => withoutEffects(restoreState(model, target, savedState)),
	earlierImportsRead: (model, target, {imports}) => withoutEffects(setTarget(model, {...target, earlier: addEarlierImports(target.earlier, imports)})),
	pollDue: (model, target, {at}) => withoutEffects(target.poll.kind === 'scanning' ? model : setTarget(model, startScan(target, at))),
	scanDelayed: (model, target, {scanNumber}) => withoutEffects(target.poll.kind === 'scanning' && scanNumber === target.scanNumber
		? setTarget(model, {...target, poll: {...target.poll, isSlow: true}})
		: model),
	scanEnded: endScan,
	detailsAnswered: applyDetailsAnswer,
	graphsAnswered: applyGraphsAnswer,
	detailsDue: recheckReasons,
	importOpened: (model, target, {key: taskId, at}) => withoutEffects(openImport(markInteraction(model), {targetId: target.id, taskId}, at)),
	importPicked: (model, target, {key: taskId}) => withoutEffects(pickImport(markInteraction(model), {targetId: target.id, taskId})),
};

const end = (model: Model, outcome: Outcome, at: number): Next => {
	const ended = finish(model, outcome);
	return [ended, doneEffects(model, ended, at)];
};

const endSource = (model: Model, at: number): Next => {
	const ended: Model = {...mapTargets(model, target => pauseTarget(target)), notice: 'End of recording'};
	return model.untilDone?.isUnattended === true ? end(ended, 'unanswered', at) : withoutEffects(ended);
};

const scrollTo = (model: Model, scroll: number): Model => 'scroll' in model.screen ? {...model, screen: {...model.screen, scroll}} : model;

const editText = (model: Model, edit: InputEdit): Model => {
	const search = searchOf(model);
	return search === undefined ? withQuery({...model, browsing: undefined}, editInput(model.query, edit)) : editSearch(model, search, edit);
};

const typeConfirmation = (model: Model, typed: string): Model => model.confirming === undefined ? model : {...model, confirming: {...model.confirming, typed}};

const otherHandlers: {readonly [Type in OtherMessageType]: (model: Model, message: MessageOf<Type>) => Next} = {
	timedOut: (model, {at}) => end(model, 'timedOut', at),
	sourceEnded: (model, {at}) => endSource(model, at),
	commandGiven: (model, {command, at}) => handleCommand(model, command, at),
	noted: (model, {sentence}) => withoutEffects({...model, notice: sentence}),
	groupPicked: (model, {group}) => withoutEffects({...markInteraction(model), group}),
	orderPicked: (model, {order}) => withoutEffects(pickOrder(markInteraction(model), order)),
	rowPicked: (model, {index}) => withoutEffects(moveChoice(markInteraction(model), () => index) ?? model),
	filterEdited: (model, {edit}) => withoutEffects(editText(markInteraction(model), edit)),
	noticeExpired: (model, {notice}) => withoutEffects(model.notice === notice ? {...model, notice: undefined} : model),
	scrolled: (model, {scroll}) => withoutEffects(scrollTo(markInteraction(model), scroll)),
	confirmationTyped: (model, {typed}) => withoutEffects(typeConfirmation(markInteraction(model), typed)),
	effectDone: (model, {notice}) => withoutEffects({...model, notice}),
	cancelAnswered: (model, message) => withoutEffects(applyCancelAnswer(model, message)),
	historyRead: (model, {imports}) => withoutEffects({...model, history: imports}),
	profilesListed: (model, {profiles}) => withoutEffects(openProfiles(model, profiles)),
	filtersListed: (model, {queries}) => withoutEffects(addEarlierFilters(model, [...model.earlierFilters, ...queries])),
	resized: (model, {size}) => withoutEffects({...model, size}),
	continued: (model, {at, failure}) => withoutEffects(continueScreen(model, at, failure)),
};

const isTargetMessage = (message: Message): message is TargetMessage => Object.hasOwn(targetHandlers, message.type);

const updateTarget = <Type extends TargetMessageType>(model: Model, target: TargetState, message: MessageOf<Type>): Next => targetHandlers[message.type](model, target, message);

const updateOther = <Type extends OtherMessageType>(model: Model, message: MessageOf<Type>): Next => otherHandlers[message.type](model, message);

/**
Returns the model after a message, and the effects that it requests. Pure: messages carry the time. Ignores messages for removed targets.
*/
export const update = (model: Model, message: Message): Next => {
	if (!isTargetMessage(message)) {
		return updateOther(model, message);
	}

	const target = findTarget(model, message.targetId);
	return target === undefined ? withoutEffects(model) : updateTarget(model, target, message);
};
