import {Ajv} from 'ajv';
import {expect} from 'vitest';
import eventSchema from '../../event.schema.json' with {type: 'json'};
import {type WatchEvent} from '../../source/domain/event.ts';

const validate = new Ajv({allErrors: true}).compile(eventSchema);

/**
The events in what was printed, an event a line, each of which keeps to the schema.
*/
export const eventsIn = (text: string): readonly WatchEvent[] => text.split('\n').filter(line => line !== '').map(line => {
	const event: unknown = JSON.parse(line);
	expect(validate(event), `${line}\n${JSON.stringify(validate.errors)}`).toBe(true);
	return event as WatchEvent; // By the schema it is one.
});
