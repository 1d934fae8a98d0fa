import {expect, it} from 'vitest';
import {type Model} from '../../../source/app/model.ts';
import {headerSpans} from '../../../source/ui/list/header-spans.ts';
import {after, freshModel, startAt} from '../../support/model.ts';
import {snapshotOf} from '../../support/tasks.ts';

const read = (model: Model, targetId: string, afterMs: number): Model => {
	const at = startAt + afterMs;
	const scanning = after(model, {type: 'pollDue', at, targetId});
	return after(scanning, {
		type: 'scanEnded',
		targetId,
		at,
		scanNumber: scanning.targets.get(targetId)?.scanNumber ?? 0,
		chance: 0.5,
		snapshot: snapshotOf([]),
		failure: undefined,
	});
};

const headerText = (model: Model): string => [...headerSpans(model).before, ...headerSpans(model).after].map(({text}) => text).join('');

it('shows the oldest of the last reads of several targets', () => {
	const model = freshModel({targets: [{profile: 'dev', region: 'us-east-1'}, {profile: 'prod', region: 'us-east-1'}]});
	const [dev = '', prod = ''] = model.targets.keys();
	const devFirst = read(read(model, dev, 0), prod, 300_000);
	const prodFirst = read(read(model, prod, 0), dev, 300_000);

	expect(headerText(devFirst)).toContain('all read since 12:00');
	expect(headerText(prodFirst)).toContain('all read since 12:00');
	expect(headerText(read(devFirst, dev, 600_000))).toContain('all read since 12:05');
});
