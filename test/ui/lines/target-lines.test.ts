import {describe, expect, it} from 'vitest';
import {type Model} from '../../../source/app/model.ts';
import {selectedTarget} from '../../../source/app/target-screens.ts';
import {profileName} from '../../../source/app/targets.ts';
import {defaultKeymap} from '../../../source/app/keys/keymap.ts';
import {scrolledScreenOf} from '../../../source/ui/lines/screen-lines.ts';
import {freshModel, afterCommands} from '../../support/model.ts';

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
});
