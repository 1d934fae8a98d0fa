import {describe, expect, test} from 'vitest';
import {
	graphFacts,
	graphNameIn,
	type Graphs,
	graphStateText,
	graphStatusLabel,
	isBroken,
	isResting,
	missingStatus,
	unavailableLabel,
} from '../../source/imports/graph.ts';

// The statuses of API version 2023-11-29, and that of a graph that is not listed.
test.each([
	['CREATING', {isResting: false, isBroken: false}],
	['AVAILABLE', {isResting: true, isBroken: false}],
	['DELETING', {isResting: false, isBroken: true}],
	['RESETTING', {isResting: false, isBroken: false}],
	['UPDATING', {isResting: false, isBroken: false}],
	['SNAPSHOTTING', {isResting: false, isBroken: false}],
	['FAILED', {isResting: true, isBroken: true}],
	['IMPORTING', {isResting: false, isBroken: false}],
	['STOPPED', {isResting: true, isBroken: false}],
	[missingStatus, {isResting: false, isBroken: true}],
])('a graph that is %s is judged as %o', (status, judged) => {
	expect({isResting: isResting(status), isBroken: isBroken(status)}).toEqual(judged);
});

test('the label of a status is in lower case, with spaces', () => {
	expect(graphStatusLabel(missingStatus)).toBe('not found');
});

test.each([
	[128, 'available, 128 m-NCU'],
	[undefined, 'available'],
])('the state of an available graph with memory %s is "%s"', (provisionedMemory, text) => {
	expect(graphStateText({
		id: 'g-1', name: 'people', status: 'AVAILABLE', provisionedMemory,
	})).toBe(text);
});

test.each([
	['AVAILABLE', undefined],
	['IMPORTING', 'importing'],
	['BEING_MOVED', 'being moved'],
])('a graph with the status %s has the label %s, unless it is available', (status, label) => {
	expect(unavailableLabel({id: 'g-1', name: 'people', status})).toBe(label);
});

test('a graph that is not known has no label, because it may be available', () => {
	expect(unavailableLabel(undefined)).toBe(undefined);
});

describe('a graph of an import', () => {
	const graphs: Graphs = new Map([
		['g-1', {id: 'g-1', name: 'people', status: 'AVAILABLE'}],
		['g-2', undefined],
	]);

	test.each([
		['a listed graph', graphs, 'g-1', 'people', {graph: {name: 'people', status: 'AVAILABLE'}}],
		['a graph that is not listed', graphs, 'g-2', 'g-2', {}],
		['a graph before graphs were read', undefined, 'g-1', 'g-1', {}],
		['no graph', graphs, undefined, undefined, {}],
	])('has a name and facts: %s', (_, known, graphId, name, facts) => {
		expect(graphNameIn(known, graphId)).toBe(name);
		expect(graphFacts(known, graphId)).toEqual(facts);
	});
});
