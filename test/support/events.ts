import {Ajv} from 'ajv';
import {expect} from 'vitest';
import eventSchema from '../../event.schema.json' with {type: 'json'};
import {type WatchEvent} from '../../source/imports/event.ts';
import {type ImportTask} from '../../source/imports/task.ts';

const ajv = new Ajv({allErrors: true}).addSchema(eventSchema, 'events');

const expectForm = (value: unknown, form: string): void => {
	const validate = ajv.getSchema(form);
	expect(validate?.(value), `${JSON.stringify(value)}\n${JSON.stringify(validate?.errors)}`).toBe(true);
};

/**
Expects that each event keeps to the schema.
*/
export const expectEvents = (events: readonly unknown[]): void => {
	for (const event of events) {
		expectForm(event, 'events');
	}
};

const valuesIn = (text: string): readonly unknown[] => text.split('\n').filter(line => line !== '').map((line): unknown => JSON.parse(line));

/**
The events in what was printed, an event a line, each of which keeps to the schema.
*/
export const eventsIn = (text: string): readonly WatchEvent[] => {
	const events = valuesIn(text);
	expectEvents(events);
	return events as readonly WatchEvent[]; // By the schema they are.
};

/**
Expects that what was printed in JSON, a line each, is events and imports by the schema.
*/
export const expectPrintedForm = (text: string): void => {
	for (const value of valuesIn(text.split('\n').filter(line => line.startsWith('{')).join('\n'))) {
		expectForm(value, typeof value === 'object' && value !== null && 'event' in value ? 'events' : 'events#/definitions/task');
	}
};

/**
The imports in what was printed, an import a line, each of which keeps to the schema.
*/
export const tasksIn = (text: string): readonly ImportTask[] => {
	const tasks = valuesIn(text);

	for (const task of tasks) {
		expectForm(task, 'events#/definitions/task');
	}

	return tasks as readonly ImportTask[]; // By the schema they are.
};
