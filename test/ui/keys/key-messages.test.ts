import fc from 'fast-check';
import {expect, test} from 'vitest';
import {update} from '../../../source/app/update.ts';
import {type Effect} from '../../../source/app/effect.ts';
import {type Model} from '../../../source/app/model.ts';
import {bindings, defaultKeymap, editKeys} from '../../../source/app/keys/keymap.ts';
import {messageForKey} from '../../../source/ui/keys/key-messages.ts';
import {freshModel, scanned, startAt} from '../../support/model.ts';
import {importTask, taskId} from '../../support/tasks.ts';
import {stressCount} from '../../support/stress.ts';

const names = [...new Set([...bindings.flatMap(({keys}) => keys), ...editKeys.flatMap(({keys}) => keys), ...'abcdefghijklmnopqrstuvwxyz0123456789'])];

const press = (model: Model, keys: readonly string[]): readonly Effect[] => {
	let current = model;
	return keys.flatMap(key => {
		const message = messageForKey(current, key, {at: startAt, keymap: defaultKeymap});
		const [next, effects] = message === undefined ? [current, []] as const : update(current, message);
		current = next;
		return effects;
	});
};

// The ID of the import ends with 0001, so typing these digits would confirm.
const keys = fc.array(fc.oneof(fc.constantFrom(...names).map(name => [name]), fc.constant(['x', '0', '0', '0', '1', 'enter'])), {maxLength: 40, size: 'max'});

const writesOf = (canCancel: boolean, pressed: readonly string[]): readonly Effect[] =>
	press(scanned(freshModel({canCancel}), [importTask({taskId: taskId(1), status: 'IMPORTING'})]), pressed).filter(({type}) => type === 'cancelImport');

test('no keys cancel an import without --allow-cancel', () => {
	fc.assert(fc.property(keys, pressed => {
		expect(writesOf(false, pressed.flat())).toEqual([]);
	}), {numRuns: stressCount({usual: 200, full: 20_000})});
	expect(writesOf(true, ['x', '0', '0', '0', '1', 'enter'])).toHaveLength(1);
});
