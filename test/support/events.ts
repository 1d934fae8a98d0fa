import {Ajv} from 'ajv';
import {expect} from 'vitest';
import eventSchema from '../../event.schema.json' with {type: 'json'};
import {type ListedImport, type WatchEvent} from '../../source/imports/event.ts';

const ajv = new Ajv({allErrors: true}).addSchema(eventSchema, 'events');

const expectValid = (value: unknown, schema: string): void => {
	const validate = ajv.getSchema(schema);
	expect(validate?.(value), `${JSON.stringify(value)}\n${JSON.stringify(validate?.errors)}`).toBe(true);
};

export const expectEvents = (events: readonly unknown[]): void => {
	for (const event of events) {
		expectValid(event, 'events');
	}
};

const valuesIn = (text: string): readonly unknown[] => text.split('\n').filter(line => line !== '').map((line): unknown => JSON.parse(line));

/**
Parses printed events, one per line, and checks them against the schema.
*/
export const eventsIn = (text: string): readonly WatchEvent[] => {
	const events = valuesIn(text);
	expectEvents(events);
	return events as readonly WatchEvent[]; // Checked against the schema.
};

/**
Checks each printed line of JSON, an event or an import, against the schema.
*/
export const expectValidOutput = (text: string): void => {
	for (const value of valuesIn(text.split('\n').filter(line => line.startsWith('{')).join('\n'))) {
		expectValid(value, typeof value === 'object' && value !== null && 'event' in value ? 'events' : 'events#/definitions/listedTask');
	}
};

/**
Parses printed imports, one per line, and checks them against the schema.
*/
export const tasksIn = (text: string): readonly ListedImport[] => {
	const tasks = valuesIn(text);

	for (const task of tasks) {
		expectValid(task, 'events#/definitions/listedTask');
	}

	return tasks as readonly ListedImport[]; // Checked against the schema.
};
