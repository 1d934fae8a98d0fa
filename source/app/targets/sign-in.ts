import {commandText} from '../../imports/failures/commands.ts';
import {type Model} from '../model.ts';
import {startScan} from '../polling/polling.ts';
import {selectedTarget} from './target-screens.ts';
import {type TargetState} from './target-state.ts';
import {mapTargets} from './targets.ts';

/*
Warns this long before a sign-in expires.
*/
const warnedForMs = 900_000;

export const isSignInDue = ({signIn, lastCompleteAt}: TargetState): boolean =>
	signIn !== undefined && lastCompleteAt !== undefined && signIn.endsAt - lastCompleteAt <= warnedForMs;

const commandFor = (target: TargetState): readonly string[] | undefined => {
	const {failure, signIn} = target;
	return failure === undefined ? (isSignInDue(target) ? signIn?.command : undefined) : failure.failure.signInCommand;
};

/*
The sign-in command that the banner or the selected target names.
*/
const namedCommandOf = (model: Model): readonly string[] | undefined => {
	const selected = selectedTarget(model);
	const all = model.targets.values().toArray();
	const named = selected === undefined ? [...all.filter(({failure}) => failure !== undefined), ...all] : [selected];
	return named.map(target => commandFor(target)).find(command => command !== undefined);
};

/**
Undefined if no target needs a sign-in, or if the program may not run the command.
*/
export const signInCommandOf = (model: Model): readonly string[] | undefined => model.canSignIn ? namedCommandOf(model) : undefined;

export const signIn = (model: Model): Model => {
	const command = namedCommandOf(model);

	if (command === undefined) {
		return {...model, notice: 'No target needs a sign-in with aws sso login or aws login'};
	}

	return model.canSignIn ? {...model, suspension: {kind: 'signIn', command}} : {...model, notice: 'Signing in from here is disabled'};
};

/*
A running scan may still use the old credentials.
*/
const restartScan = (target: TargetState, at: number): TargetState => startScan({...target, poll: {kind: 'waiting', nextAt: at}}, at);

/**
Takes the terminal back. After a sign-in, polls at once.
*/
export const continueScreen = (model: Model, at: number, failure: string | undefined): Model => {
	const {suspension} = model;
	const continued = {...model, suspension: undefined};
	return suspension?.kind === 'signIn'
		? {...mapTargets(continued, target => restartScan(target, at)), notice: failure ?? `${commandText(suspension.command)} finished. Polling…`}
		: continued;
};
