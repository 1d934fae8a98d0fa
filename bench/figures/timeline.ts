import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {openHistory} from '../../source/history/open-history.ts';
import {type HistoryEvent} from '../../source/imports/event.ts';
import {observedImports} from '../../source/imports/timeline/observed-imports.ts';
import {byStart, timelineImport} from '../../source/imports/timeline/timeline.ts';
import {timelineRowSpans, timelineScale, tickSpans} from '../../source/imports/timeline/timeline-drawing.ts';
import {timelineRows} from '../../source/imports/timeline/timeline-rows.ts';
import {timelineReachMs, timelineWindow} from '../../source/imports/timeline/timeline-window.ts';
import {temporaryFolder} from '../environment.ts';
import {type Figure, runsOf} from '../figure.ts';
import {createFleet} from '../fleets.ts';
import {timesOf} from '../keys.ts';
import {ours} from '../programs.ts';
import {countIn, hasFrame} from '../screen-text.ts';
import {openSession} from '../session.ts';
import {openSimulator} from '../simulator.ts';

const size = 10_000;
const active = 50;
const historyMs = 90 * 86_400_000;
const importMs = 8 * 60_000;
const visibleRows = 36;
const columns = 140;

// Five observed statuses of each finished import.
const pastEvents = (now: number): readonly HistoryEvent[] => createFleet({size, active}).tasks().slice(active).flatMap((task, index) => {
	const startAt = now - importMs - (index * historyMs / size);
	return ['INITIALIZING', 'ANALYZING_DATA', 'REPROVISIONING', 'IMPORTING', task.status ?? 'SUCCEEDED'].map((status, step, statuses): HistoryEvent => {
		const {taskId, graphId = '', source = '', format = '', roleArn = ''} = task;
		const head = {
			version: 1, at: new Date(startAt + (step * importMs / 4)).toISOString(), profile: 'default', region: 'us-east-1', task: {
				taskId, graphId, source, format, roleArn, status,
			},
		} as const;
		const from = statuses[step - 1];
		return from === undefined
			? {...head, event: 'appeared'}
			: {
				...head, event: 'changed', from, to: status,
			};
	});
}).toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));

// Returns a home folder with the history.
const recordPast = (events: readonly HistoryEvent[], endpointUrl: string, now: number): string => {
	const home = temporaryFolder();
	const history = openHistory(path.join(home, '.local', 'state', 'neptune-import-watch', 'history.db'), {
		onNote(sentence) {
			throw new Error(sentence);
		},
	});
	history.openList({target: {profile: 'default', region: 'us-east-1', endpointUrl}, isWhole: true}).append({
		startedAt: now, at: now, events, list: undefined,
	});
	history.close();
	return home;
};

// Each key changes the frame.
const keysOfRound = [...Array.from({length: 12}, () => 'j'), ...Array.from({length: 6}, () => ']'), ...'+hhhhllll-zz'];

const keyTimes = async (events: readonly HistoryEvent[], now: number, rounds: number): Promise<readonly number[]> => {
	const simulator = await openSimulator({size, active});
	const session = openSession(ours(simulator.url, {args: ['--interval', '3600'], env: {HOME: recordPast(events, simulator.url, now)}})); // eslint-disable-line @typescript-eslint/naming-convention -- An environment variable.
	const times: number[] = [];

	try {
		await session.until(countIn(size));
		await delay(3000);
		session.press('T');
		await session.until(written => written.includes('Timeline'));
		await delay(3000);
		session.press('-----z');
		await session.until(written => written.includes('14 days'));
		await delay(1000);

		for (let round = 0; round <= rounds; round++) {
			/* eslint-disable no-await-in-loop -- One after the other is the point. */
			session.press('g');
			await delay(150);
			const measured = await timesOf(session, keysOfRound, hasFrame);
			/* eslint-enable no-await-in-loop */
			times.push(...round === 0 ? [] : measured);
		}

		return times;
	} finally {
		await session.close();
		await simulator.close();
	}
};

const names = {target: () => undefined, graph: () => undefined};

// Everything that depends on the imports, without the results of earlier frames.
const frameTimes = (events: readonly HistoryEvent[], now: number, runs: number): readonly number[] => {
	const imports = observedImports(events, () => '@').map(seen => timelineImport(seen)).filter(one => one !== undefined);
	const window = timelineWindow(columns, timelineReachMs, {now});

	return Array.from({length: runs + 2}, () => {
		const startedAt = performance.now();
		const scale = timelineScale(window, now, {columns});
		const {rows} = timelineRows(byStart(imports), {window, now});
		tickSpans(scale);

		for (const row of rows.slice(0, visibleRows)) {
			timelineRowSpans(row, scale, {names});
		}

		return performance.now() - startedAt;
	}).slice(2);
};

export const timeline: Figure = {
	name: 'timeline',
	title: 'From a key to the screen on the timeline, with 10,000 imports over 90 days',
	goal: '99th percentile 35 ms',
	how: [
		'From writing the key to the pseudo-terminal until the next complete frame has been written. 1,500 imports are in the window of 14 days, one row each.',
		'A round is 12 × down, 6 × page down, zoom in, 4 × earlier, 4 × later, zoom out, and 2 × fold.',
		'“One frame” sorts, groups and draws all imports in the process of the bench, in lanes, without the results of earlier frames.',
	],
	async measure(effort) {
		const now = Date.now();
		const events = pastEvents(now);
		const frames = frameTimes(events, now, runsOf(effort, {normal: 41, quick: 5}));
		effort.reportProgress('keys');
		const keys = await keyTimes(events, now, runsOf(effort, {normal: 20, quick: 2}));
		return [
			{what: 'all keys, median', unit: 'ms', samples: keys},
			{
				what: 'all keys, 99th percentile', unit: 'ms', samples: keys, fraction: 0.99, limit: {atMost: 35},
			},
			{what: 'one frame', unit: 'ms', samples: frames},
		];
	},
};
