import process from 'node:process';
import {type ImportList} from '../../imports/import-list.ts';
import {type SavedState} from '../../imports/polling/saved-state.ts';
import {type Source} from '../../imports/polling/poll.ts';
import {type TargetSpec, type Target} from '../../imports/target.ts';
import {createReplaySource} from '../../recording/replay-source.ts';
import {type Inputs} from '../inputs.ts';
import {type Options} from '../options.ts';

type TargetSettings = {
	readonly id: string;
	readonly spec: TargetSpec;

	/**
	Called when the profile and the region are resolved, before the first request, and again after a reconnection.
	*/
	readonly onConnected: (target: Target) => void;

	/**
	Returns the known list. A scan reuses its objects for unchanged imports.
	*/
	readonly known?: (() => ImportList | undefined) | undefined;

	/**
	Called if a recording contains state from earlier runs.
	*/
	readonly onSavedState?: (savedState: SavedState) => void;
	readonly onEnd?: () => void;
};

export type OpenSource = (target: TargetSettings) => Source;

/**
Returns a function that opens the source of a target: the service, the simulator of the demo, or a recording.
*/
export const sourceOpener = async (options: Options, {clock, log, recording}: Inputs): Promise<OpenSource> => {
	if (recording !== undefined) {
		return ({id, onConnected, onSavedState, onEnd}) => createReplaySource({
			recording, targetId: id, clock, onConnected, onSavedState, onEnd,
		});
	}

	const settings = {endpointUrl: options.endpointUrl, env: process.env, onLog: log.write};

	if (options.isDemo) {
		const {startDemo} = await import('../demo.ts');
		return startDemo(settings);
	}

	// Loaded after the first frame, because the SDK loads slowly.
	const {openSource} = await import('../../neptune/source.ts');
	return ({spec, onConnected, known}) => openSource({
		...settings, ...spec, onConnected, known,
	});
};
