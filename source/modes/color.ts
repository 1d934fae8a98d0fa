import process from 'node:process';

/**
Whether to use colours: as the options say; else, where they would be used by default, unless `NO_COLOR` asks for none.
*/
export const hasColor = ({hasColor: asked}: {readonly hasColor: boolean | undefined}, isDefault: boolean): boolean =>
	asked ?? (isDefault && (process.env['NO_COLOR'] ?? '') === '');
