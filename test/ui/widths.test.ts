import {describe, expect, it} from 'vitest';
import {type TargetChange} from '../../source/imports/change.ts';
import {type Command} from '../../source/app/message.ts';
import {changeSpans} from '../../source/ui/list/change-spans.ts';
import {helpLines} from '../../source/ui/help/help-lines.ts';
import {hintSpans} from '../../source/ui/help/hint-spans.ts';
import {createKeymap} from '../../source/app/keys/key-settings.ts';
import {spansWidth} from '../../source/ui/lines/span.ts';
import {freshModel, startAt} from '../support/model.ts';
import {importTask} from '../support/tasks.ts';

// Each of these keys is two columns wide.
const commands: readonly Command[] = ['editFilter', 'nextGroup', 'nextOrder', 'openDetails', 'openChanges', 'togglePause', 'openHelp', 'quit'];
const keymap = createKeymap(new Map(commands.map((command, index) => [command, ['一二三四五六七八'.charAt(index)]])), []);

describe('wide keys', () => {
	it.each([40, 47, 60, 61, 62, 80, 100])('fit into the key hints at %i columns', columns => {
		expect(spansWidth(hintSpans(freshModel({size: {columns, rows: 30}}), keymap))).toBeLessThanOrEqual(columns);
	});

	it('leave the help texts aligned', () => {
		const starts = helpLines(keymap, 200).filter(([keys]) => keys?.style === 'key').map(([keys]) => spansWidth(keys === undefined ? [] : [keys]));
		expect(new Set(starts.slice(0, commands.length))).toEqual(new Set([26]));
	});
});

describe('a change with wide text', () => {
	const change: TargetChange = {
		targetId: '@',
		at: startAt,
		change: {
			kind: 'changed', task: importTask({status: '失敗しました', source: 's3://湖/人々/年/月/日/部分一.csv'}), from: 'IMPORTING', to: '失敗しました',
		},
	};

	it.each([40, 60, 80, 81, 100, 140])('fits into %i columns', columns => {
		expect(spansWidth(changeSpans(change, columns, {timeText: () => '12:00:00', name: () => '東京東京東京東京'}))).toBeLessThanOrEqual(columns);
	});
});
