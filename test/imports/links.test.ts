import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {graphUrl, importUrl, logsUrl} from '../../source/imports/links.ts';

const taskId = 't-8f2k1m9q0z';
const graphId = 'g-1a2b3c4d5e';

describe('console links', () => {
	test('open the import, its graph and its log stream', () => {
		expect(importUrl('us-east-1', taskId)).toBe('https://console.aws.amazon.com/neptune/home?region=us-east-1#analytics-import-task-details:id=t-8f2k1m9q0z');
		expect(graphUrl('us-east-1', graphId)).toBe('https://console.aws.amazon.com/neptune/home?region=us-east-1#analytics-graph-details:id=g-1a2b3c4d5e;tab=connectivity');
		expect(logsUrl('us-east-1', {taskId, graphId})).toBe('https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/$252Faws$252Fneptune$252Fimport-task-logs$252F/log-events/g-1a2b3c4d5e$252Ft-8f2k1m9q0z');
	});

	test('exist for no log stream without a graph', () => {
		expect(logsUrl('us-east-1', {taskId})).toBeUndefined();
	});

	test.each([
		['us-east-1', 'console.aws.amazon.com'],
		['ap-southeast-5', 'console.aws.amazon.com'],
		['mx-central-1', 'console.aws.amazon.com'],
		['cn-north-1', 'console.amazonaws.cn'],
		['us-gov-west-1', 'console.amazonaws-us-gov.com'],
		['eusc-de-east-1', 'console.amazonaws-eusc.eu'],
	])('for %s are on %s', (region, host) => {
		for (const url of [importUrl(region, taskId), graphUrl(region, graphId), logsUrl(region, {taskId, graphId})]) {
			expect(URL.parse(url ?? '')?.host).toBe(host);
			expect(URL.parse(url ?? '')?.searchParams.get('region')).toBe(region);
		}
	});

	test.each(['us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'us-isof-south-1', 'us-east', 'unknown', '', 'us-east-1.evil.example/', 'us-east-1\n'])('are absent for %j', region => {
		expect([importUrl(region, taskId), graphUrl(region, graphId), logsUrl(region, {taskId, graphId})]).toEqual([undefined, undefined, undefined]);
	});

	test('encode any ID', () => {
		fc.assert(fc.property(fc.string({unit: 'binary'}), fc.string({unit: 'binary'}), (task, graph) => {
			const urls = [importUrl('us-east-1', task), graphUrl('us-east-1', graph), logsUrl('us-east-1', {taskId: task, graphId: graph})].map(url => new URL(url ?? ''));
			expect(urls.map(({host}) => host)).toEqual(Array.from({length: 3}, () => 'console.aws.amazon.com'));
			expect(urls.map(({href}) => href).join('')).toMatch(/^[\p{ASCII}--[\s\p{Control}]]+$/v);
			expect(urls.slice(0, 2).map(({hash}) => decodeURIComponent(hash))).toEqual([
				`#analytics-import-task-details:id=${task.toWellFormed()}`,
				`#analytics-graph-details:id=${graph.toWellFormed()};tab=connectivity`,
			]);
			const [, stream = ''] = /\/log-events\/(?<stream>.*)$/v.exec(urls[2]?.hash ?? '') ?? [];
			expect(decodeURIComponent(decodeURIComponent(stream.replaceAll('$', '%')))).toBe(`${graph}/${task}`.toWellFormed());
		}));
	});
});
