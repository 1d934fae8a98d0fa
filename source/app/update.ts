import {editInput} from '../text/line-editor.ts';
import {type Outcome} from '../imports/until-done.ts';
import {handleCommand, markInteraction, withQuery} from './commands.ts';
import {pickImport} from './cursor.ts';
import {enterAnswer} from './details-round.ts';
import {endScan} from './end-scan.ts';
import {doneEvents} from './events.ts';
import {enterCancelAnswer} from './import-commands.ts';
import {type Message, type TargetMessage} from './message.ts';
import {type Model} from './model.ts';
import {type Next, withoutEffects} from './effect.ts';
import {paused, startScan} from './polling.ts';
import {connectTarget, restoreState} from './restore-state.ts';
import {openProfiles} from './target-screens.ts';
import {type TargetState} from './target-state.ts';
import {findTarget, mapTargets, setTarget} from './targets.ts';
import {finish} from './until-done.ts';

const updateTarget = (model: Model, target: TargetState, message: TargetMessage): Next => {
	switch (message.type) {
		case 'connected': {
			return connectTarget(model, target, message.target);
		}

		case 'stateRestored': {
			return withoutEffects(restoreState(model, target, message.savedState));
		}

		case 'pollDue': {
			return withoutEffects(target.poll.kind === 'scanning' ? model : setTarget(model, startScan(target, message.at)));
		}

		case 'scanDelayed': {
			return withoutEffects(target.poll.kind === 'scanning' && message.scanNumber === target.scanNumber
				? setTarget(model, {...target, poll: {...target.poll, isSlow: true}})
				: model);
		}

		case 'scanEnded': {
			return endScan(model, target, message);
		}

		case 'detailsAnswered': {
			return enterAnswer(model, target, message);
		}

		case 'importPicked': {
			return withoutEffects(pickImport(markInteraction(model), {targetId: target.id, taskId: message.key}));
		}
	}
};

/*
Ends the program with an outcome.
*/
const end = (model: Model, outcome: Outcome, at: number): Next => {
	const ended = finish(model, outcome);
	return ended === model ? withoutEffects(model) : [ended, [{type: 'eventsObserved', events: doneEvents(ended, at)}]];
};

/*
The messages that request no effects.
*/
type PlainMessage = Exclude<Message, TargetMessage | {type: 'timedOut' | 'sourceEnded' | 'commandGiven'}>;

const updatePlain = (model: Model, message: PlainMessage): Model => {
	switch (message.type) {
		case 'noted': {
			return {...model, notice: message.sentence};
		}

		case 'filterEdited': {
			return withQuery(markInteraction(model), editInput(model.query, message.edit));
		}

		case 'scrolled': {
			const seen = markInteraction(model);
			return 'scroll' in seen.screen ? {...seen, screen: {...seen.screen, scroll: message.scroll}} : seen;
		}

		case 'confirmationTyped': {
			const seen = markInteraction(model);
			return seen.confirming === undefined ? seen : {...seen, confirming: {...seen.confirming, typed: message.typed}};
		}

		case 'effectDone': {
			return {...model, notice: message.notice};
		}

		case 'cancelAnswered': {
			return enterCancelAnswer(model, message);
		}

		case 'profilesListed': {
			return openProfiles(model, message.profiles);
		}

		case 'resized': {
			return {...model, size: message.size};
		}

		case 'continued': {
			return {...model, isSuspended: false};
		}
	}
};

/**
The model after a message, and the effects that it requests. Pure: the message brings the time. Ignores messages about removed targets.
*/
export const update = (model: Model, message: Message): Next => {
	switch (message.type) {
		case 'connected':
		case 'stateRestored':
		case 'pollDue':
		case 'scanDelayed':
		case 'scanEnded':
		case 'detailsAnswered':
		case 'importPicked': {
			const target = findTarget(model, message.targetId);
			return target === undefined ? withoutEffects(model) : updateTarget(model, target, message);
		}

		case 'timedOut': {
			return end(model, 'timedOut', message.at);
		}

		case 'sourceEnded': {
			const ended: Model = {...mapTargets(model, target => paused(target, message.at)), notice: 'the recording is at its end'};
			return model.untilDone?.isUnattended === true ? end(ended, 'unanswered', message.at) : withoutEffects(ended);
		}

		case 'commandGiven': {
			return handleCommand(model, message.command, message.at);
		}

		case 'noted':
		case 'filterEdited':
		case 'scrolled':
		case 'confirmationTyped':
		case 'effectDone':
		case 'cancelAnswered':
		case 'profilesListed':
		case 'resized':
		case 'continued': {
			return withoutEffects(updatePlain(model, message));
		}
	}
};
