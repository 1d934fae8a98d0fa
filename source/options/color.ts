type Environment = Readonly<Record<string, string | undefined>>;

/*
What `FORCE_COLOR` says; undefined where it is not set, or says what nobody knows.
*/
const forced = (value: string | undefined): boolean | undefined =>
	value === undefined || !/^(?:true|false|\d*)$/v.test(value) ? undefined : value !== 'false' && !/^0+$/v.test(value);

/**
Whether to use colours. An option goes before `FORCE_COLOR`, which goes before `NO_COLOR`, as in Node; that goes before what is usual here, and a dumb terminal knows none.
*/
export const shouldColor = (env: Environment, {asked, isUsual}: {readonly asked: boolean | undefined; readonly isUsual: boolean}): boolean =>
	asked ?? forced(env['FORCE_COLOR']) ?? (isUsual && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb');
