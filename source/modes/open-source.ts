import process from 'node:process';
import {type DebugLog} from '../debug-log.ts';
import {type Remembered} from '../domain/remembered.ts';
import {type Target} from '../domain/target.ts';
import {type Options} from '../options/options.ts';
import {type Recording} from '../recording/read-recording.ts';
import {createReplaySource} from '../recording/replay-source.ts';
import {type Clock} from '../watch/clock.ts';

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

	/**
	Called when the settings have been resolved, before the first call, and again when the connection is made anew.
	*/
	readonly onConnected: (target: Target) => void;

	/**
	Called with what was known from earlier runs, where a recording says that.
	*/
	readonly onRemembered?: (remembered: Remembered) => void;

	/**
	Called when the recording is at its end.
	*/
	readonly onEnd?: () => void;
};

/**
Where imports are read from: the account and region of the options, the simulator inside the process, or a recording.
*/
export const openSource = async (options: Options, {clock, log, recording, onConnected, onRemembered, onEnd}: SourceSettings) => {
	if (recording !== undefined) {
		return createReplaySource({
			recording, clock, onConnected, onRemembered, onEnd,
		});
	}

	// Loaded after the first frame stands, because the SDK takes its time.
	const {openSource: open} = options.isDemo ? await import('../demo.ts') : await import('../neptune/source.ts');
	return open({
		region: options.region,
		profile: options.profile,
		endpointUrl: options.endpointUrl,
		onConnected,
		env: process.env,
		onLog: log.write,
	});
};
