/**
A value is not what it should be; the message says where, and what it should be: `tasks.2.status is not text`.
*/
export class CheckError extends Error {}

/**
Gives the value as what it was found to be. `where` is the way to it, for the message. Throws a `CheckError` where it is something else.
*/
export type Check<Value> = (value: unknown, where: string) => Value;

const failing = (where: string, what: string): CheckError => new CheckError(`${where === '' ? 'it' : where} is not ${what}`);

/**
Any text.
*/
export const text: Check<string> = (value, where) => {
	if (typeof value !== 'string') {
		throw failing(where, 'text');
	}

	return value;
};

/**
Any number but those that JSON has no form for.
*/
export const number: Check<number> = (value, where) => {
	if (typeof value !== 'number' || !Number.isFinite(value)) {
		throw failing(where, 'a number');
	}

	return value;
};

/**
Whatever it is.
*/
export const anything: Check<unknown> = value => value;

/**
One of these.
*/
export const oneOf = <const Choice extends string | boolean>(...choices: readonly Choice[]): Check<Choice> => (value, where) => {
	const found = choices.find(choice => choice === value);

	if (found === undefined) {
		throw failing(where, `one of ${choices.join(', ')}`);
	}

	return found;
};

const inside = (where: string, name: string | number): string => where === '' ? String(name) : `${where}.${name}`;

/**
A list of which every item passes the check.
*/
export const listOf = <Item>(item: Check<Item>): Check<readonly Item[]> => (value, where) => {
	if (!Array.isArray(value)) {
		throw failing(where, 'a list');
	}

	return value.map((member: unknown, index) => item(member, inside(where, index)));
};

/**
A list of two.
*/
export const pairOf = <First, Second>(first: Check<First>, second: Check<Second>): Check<readonly [First, Second]> => (value, where) => {
	if (!Array.isArray(value) || value.length !== 2) {
		throw failing(where, 'a pair');
	}

	return [first(value[0], inside(where, 0)), second(value[1], inside(where, 1))];
};

/**
What passes the one check or, where it is no list, the other.
*/
export const listOr = <List, Other>(list: Check<List>, other: Check<Other>): Check<List | Other> => (value, where) =>
	Array.isArray(value) ? list(value, where) : other(value, where);

const fieldsOf: Check<Readonly<Record<string, unknown>>> = (value, where) => {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw failing(where, 'an object');
	}

	return value as Readonly<Record<string, unknown>>; // Any object can be read so.
};

/**
An object of which every member passes the check.
*/
export const recordOf = <Member>(member: Check<Member>): Check<Readonly<Record<string, Member>>> => (value, where) =>
	Object.fromEntries(Object.entries(fieldsOf(value, where)).map(([name, field]) => [name, member(field, inside(where, name))]));

type Checks = Readonly<Record<string, Check<unknown>>>;
type Checked<Of extends Checks> = {readonly [Name in keyof Of]: ReturnType<Of[Name]>};

/**
An object with these members, the second ones of which may be absent. Others are left out.
*/
export const objectOf = <Required extends Checks, Optional extends Checks>(required: Required, optional: Optional): Check<Checked<Required> & Partial<Checked<Optional>>> => (value, where) => {
	const fields = fieldsOf(value, where);
	const found: Array<readonly [name: string, member: unknown]> = [];

	for (const [name, check] of Object.entries(required)) {
		found.push([name, check(Object.hasOwn(fields, name) ? fields[name] : undefined, inside(where, name))]);
	}

	for (const [name, check] of Object.entries(optional)) {
		if (Object.hasOwn(fields, name)) {
			found.push([name, check(fields[name], inside(where, name))]);
		}
	}

	return Object.fromEntries(found) as Checked<Required> & Partial<Checked<Optional>>; // Each member has passed its own check.
};

type Union<Name extends string, Of extends Checks> = {
	[Tag in keyof Of]: Readonly<Record<Name, Tag>> & ReturnType<Of[Tag]>;
}[keyof Of];

/**
An object of one of several forms: the member of this name says of which.
*/
export const unionOf = <const Name extends string, Of extends Checks>(name: Name, forms: Of): Check<Union<Name, Of>> => {
	const tag = oneOf(...Object.keys(forms));

	return (value, where) => {
		const found = tag(fieldsOf(value, where)[name], inside(where, name));
		const members = fieldsOf(forms[found]?.(value, where), where);
		const whole: unknown = {[name]: found, ...members};
		return whole as Union<Name, Of>; // The form that the tag names has been checked.
	};
};
