import {describe, expect, it} from 'vitest';
import {type Model} from '../../../source/app/model.ts';
import {selectedTarget} from '../../../source/app/targets/target-screens.ts';
import {profileName} from '../../../source/app/targets/targets.ts';
import {defaultKeymap} from '../../../source/app/keys/keymap.ts';
import {scrolledScreenOf} from '../../../source/ui/lines/screen-lines.ts';
import {targetsLines} from '../../../source/ui/lines/target-lines.ts';
import {
	after,
	afterCommands,
	defaultId,
	freshModel,
	scanEnded,
	scanned,
	startAt,
} from '../../support/model.ts';

const opened = (index: number): Model => ({
	...freshModel({targets: ['dev', 'staging', 'prod'].map(profile => ({profile, region: 'us-east-1'}))}),
	screen: {kind: 'targets', index},
});

const highlighted = (model: Model): readonly string[] => {
	const lines = scrolledScreenOf(model, defaultKeymap)?.lines;
	const rows = Array.from({length: lines?.length ?? 0}, (_, index) => lines?.at(index)?.map(({text}) => text).join('') ?? '');
	return rows.filter(row => row.startsWith(' ▸ ')).map(row => row.slice(3).split(' ', 1)[0] ?? '');
};

const selected = (model: Model): string | undefined => {
	const target = selectedTarget(model);
	return target && profileName(target);
};

describe('the targets list', () => {
	// After targets are removed, the cursor may be past the end.
	it.each([0, 1, 2, 3, 7])('highlights the target that keys act on, with the cursor at %i', index => {
		const model = opened(index);
		expect(highlighted(model)).toEqual([selected(model)]);
	});

	it('moves the cursor from the highlighted row', () => {
		expect(highlighted(afterCommands(opened(7), 'cursorUp'))).toEqual(['staging']);
	});

	it('names the day of times that are not today, within the columns of the table', () => {
		const dayMs = 86_400_000;
		const failed = after(
			scanned(freshModel({size: {columns: 140, rows: 20}}), []),
			{type: 'pollDue', targetId: defaultId, at: startAt + dayMs},
			scanEnded({scanNumber: 2, afterMs: dayMs, failure: {kind: 'network', sentence: 'No connection.', isTransient: true}}),
		);
		const linesOf = (model: Model): readonly string[] => {
			const {lines} = targetsLines(model);
			return Array.from({length: lines.length}, (_, index) => lines.at(index)?.map(({text}) => text).join('').trimEnd() ?? '');
		};

		const [heading = '', row = '', ...failure] = linesOf(after(failed, {type: 'pollDue', targetId: defaultId, at: startAt + (3 * dayMs)}));
		expect(row.slice(heading.indexOf('LAST'), heading.indexOf('IMPORTS'))).toBe('Su 12:00  ');
		expect(failure).toEqual(['     No connection. Since Mon 12:00:00.']);
		expect(linesOf(failed).at(-1)).toBe('     No connection. Since 12:00:00.');
	});
});
