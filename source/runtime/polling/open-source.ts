import process from 'node:process';
import {type CancelAnswer} from '../../imports/task.ts';
import {type ImportList} from '../../imports/import-list.ts';
import {type SavedState} from '../../imports/saved-state.ts';
import {type TargetSpec, type Target} from '../../imports/target.ts';
import {type Recording} from '../../recording/read-recording.ts';
import {createReplaySource} from '../../recording/replay-source.ts';
import {type DebugLog} from '../debug-log.ts';
import {type Options} from '../options.ts';
import {type Clock} from './clock.ts';
import {type AskDetails} from './details-runner.ts';
import {type ScanList} from './watcher.ts';

/**
What reading imports needs besides the options.
*/
export type SourceSettings = {
	readonly clock: Clock;
	readonly log: DebugLog;

	/**
	What is given back in place of the service.
	*/
	readonly recording: Recording | undefined;
};

/**
Which target is read, and whom to tell of it.
*/
export type TargetSettings = {
	readonly id: string;
	readonly spec: TargetSpec;

	/**
	Called when the settings have been resolved, before the first call, and again when the connection is made anew.
	*/
	readonly onConnected: (target: Target) => void;

	/**
	The known list: a scan returns unchanged imports as the same objects.
	*/
	readonly known?: (() => ImportList | undefined) | undefined;

	/**
	Called with what was known from earlier runs, where a recording says that.
	*/
	readonly onSavedState?: (savedState: SavedState) => void;

	/**
	Called when the recording is at its end.
	*/
	readonly onEnd?: () => void;
};

/**
Opens the source of one target: nothing is read yet.
*/
export type OpenSource = (target: TargetSettings) => {
	readonly scan: ScanList;
	readonly askDetails: AskDetails;
	readonly cancel: (taskId: string) => Promise<CancelAnswer>;
	readonly close: () => Promise<void>;
};

/**
Gives what opens the sources of targets: accounts and regions, the simulator inside the process, or a recording.
*/
export const sourceOpener = async (options: Options, {clock, log, recording}: SourceSettings): Promise<OpenSource> => {
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

	// Loaded after the first frame stands, because the SDK takes its time.
	const {openSource} = await import('../../neptune/source.ts');
	return ({spec, onConnected, known}) => openSource({
		...settings, ...spec, onConnected, known,
	});
};
